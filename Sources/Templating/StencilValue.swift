/// What a template shows that is rendered very often: texts, of which some may be missing.
public protocol StencilValue: Sendable {
    /// The texts' names in the template, each once, 64 at most.
    static var names: [String] { get }
    /// The texts in that order; nil for what is missing.
    var texts: [String?] { get }
}
