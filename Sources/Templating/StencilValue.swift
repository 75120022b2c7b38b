/// What a template shows that is rendered very often: texts, of which some may be missing.
public protocol StencilValue: Sendable {
    /// The texts' names in the template, each once, 64 at most. `shell.base` is `base` in a record `shell`, which is
    /// there when one of its texts is.
    static var names: [String] { get }
    /// The texts in that order; nil for what is missing.
    var texts: [String?] { get }
}
