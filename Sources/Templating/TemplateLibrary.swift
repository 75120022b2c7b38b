import Mustache

/// The templates of the program, parsed and checked. Everything written by `{{name}}` is escaped.
///
/// Values are plain `Sendable` structs of texts, numbers, booleans, optionals, arrays and such structs; the properties
/// are the names. A name that an item does not have is looked for in what is around it; one that is nil is found, and
/// empty.
public struct TemplateLibrary: Sendable {
    private let library: MustacheLibrary

    /// The names there are.
    public let names: Set<String>

    /// Parses templates. Throws for one that is malformed, and for one that uses another which is not among them.
    public init(_ sources: [(name: String, text: String)]) throws(TemplateError) {
        precondition(MarkupContent.isRegistered)
        var library = MustacheLibrary()
        let names = Set(sources.map(\.name))
        for (name, text) in sources {
            for used in TemplateLibrary.partials(of: text) where !names.contains(used) {
                throw .missing(template: used, usedBy: name)
            }
            library.register(try TemplateLibrary.parse(name, text), named: name)
        }
        self.library = library
        self.names = names
    }

    /// Throws unless each of these is there, so that `render` cannot fail later.
    public func require(_ required: [String], for user: String) throws(TemplateError) {
        for name in required where !names.contains(name) { throw .missing(template: name, usedBy: user) }
    }

    /// The template's text with the value's properties in it. A template that was not required to be there is a mistake
    /// of the caller.
    public func render(_ name: String, _ value: some Sendable) -> String {
        render(name, record: TemplateRecord.make(value))
    }

    /// The same for a value that is a record already.
    func render(_ name: String, record: Any) -> String {
        guard let text = library.render(record, withTemplate: name) else {
            preconditionFailure("no template named \(name)")
        }
        return text
    }

    private static func parse(_ name: String, _ text: String) throws(TemplateError) -> MustacheTemplate {
        do {
            return try MustacheTemplate(string: "{{% CONTENT_TYPE: \(MarkupContent.name)}}\n" + text)
        } catch let error as MustacheTemplate.ParserError {
            // The pragma took the first line.
            throw .malformed(
                template: name, line: error.context.lineNumber - 1, column: error.context.columnNumber,
                reason: "\(error.error)")
        } catch {
            throw .malformed(template: name, line: 1, column: 1, reason: "\(error)")
        }
    }

    /// Names behind `{{>` and `{{<`. The library leaves out silently what it does not find.
    private static func partials(of text: String) -> [String] {
        text.split(separator: "{{").dropFirst(text.hasPrefix("{{") ? 0 : 1).compactMap { tag in
            guard let sign = tag.first, sign == ">" || sign == "<" else { return nil }
            return String(tag.dropFirst().prefix { $0 != "}" }.filter { $0 != " " })
        }
    }
}
