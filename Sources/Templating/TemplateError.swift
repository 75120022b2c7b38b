/// Why the templates cannot be used; found when the program starts, not when somebody asks for the page.
public enum TemplateError: Error, Sendable, Equatable, CustomStringConvertible {
    /// The text is no template.
    case malformed(template: String, line: Int, column: Int, reason: String)
    /// A template is used that is not there.
    case missing(template: String, usedBy: String)

    /// A sentence that names template and place.
    public var description: String {
        switch self {
        case .malformed(let template, let line, let column, let reason):
            "template \(template), line \(line), column \(column): \(reason)"
        case .missing(let template, let user): "template \(template), which \(user) uses, is missing"
        }
    }
}
