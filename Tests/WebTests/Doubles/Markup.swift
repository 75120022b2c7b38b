/// Reads markup strictly enough to notice what a page must not have: open elements, unquoted attributes, raw `&` or
/// `<`.
struct Markup {
    /// What is wrong, in words; empty if nothing is.
    private(set) var problems: [String] = []
    /// Elements in order, with their own text.
    private(set) var elements: [(name: String, attributes: [String: String], text: String)] = []
    private static let void: Set<String> = ["meta", "link", "img", "input", "br"]

    init(_ text: String, isXML: Bool = false) {
        var rest = text[...]
        var open: [Int] = []
        while let next = rest.firstIndex(of: "<") {
            add(String(rest[..<next]), to: open.last)
            rest = rest[next...]
            guard let end = rest.firstIndex(of: ">") else {
                problems.append("a tag has no end: \(rest.prefix(40))")
                return
            }
            let tag = rest[rest.index(after: next)..<end]
            rest = rest[rest.index(after: end)...]
            if tag.hasPrefix("!") || tag.hasPrefix("?") { continue }
            if tag.hasPrefix("/") {
                let name = String(tag.dropFirst())
                guard let last = open.popLast(), elements[last].name == name else {
                    problems.append("</\(name)> closes nothing")
                    return
                }
                continue
            }
            let name = String(tag.prefix { $0 != " " && $0 != "/" })
            elements.append((name, attributes(of: tag.dropFirst(name.count), in: name), ""))
            if !tag.hasSuffix("/"), isXML || !Markup.void.contains(name) { open.append(elements.count - 1) }
        }
        add(String(rest), to: open.last)
        if !open.isEmpty { problems.append("left open: \(open.map { elements[$0].name })") }
    }

    /// Elements whose own text is exactly this.
    func count(ownText: String) -> Int { elements.count { $0.text == ownText } }

    private mutating func add(_ text: String, to element: Int?) {
        let decoded = Markup.decode(text)
        if decoded == nil { problems.append("a raw ampersand: \(text.prefix(40))") }
        let trimmed = String((decoded ?? text).drop { $0.isWhitespace })
        guard let element, !trimmed.isEmpty else { return }
        elements[element].text += String(trimmed.reversed().drop { $0.isWhitespace }.reversed())
    }

    private mutating func attributes(of text: Substring, in name: String) -> [String: String] {
        var attributes: [String: String] = [:]
        var rest = text.drop { $0.isWhitespace }
        while let first = rest.first, first != "/" {
            let key = String(rest.prefix { $0 != "=" && $0 != " " })
            rest = rest.dropFirst(key.count)
            guard rest.hasPrefix("=\"") else {
                if rest.hasPrefix("=") { problems.append("an unquoted attribute in <\(name)>") }
                attributes[key] = ""
                rest = rest.drop { $0.isWhitespace || $0 == "=" }
                continue
            }
            let value = rest.dropFirst(2).prefix { $0 != "\"" }
            attributes[key] = Markup.decode(String(value))
            if attributes[key] == nil { problems.append("a raw ampersand in <\(name) \(key)>") }
            rest = rest.dropFirst(value.count + 3).drop { $0.isWhitespace }
        }
        return attributes
    }

    /// The text without character references; nil where an ampersand begins none.
    private static func decode(_ text: String) -> String? {
        let known = ["amp": "&", "lt": "<", "gt": ">", "quot": "\"", "#39": "'"]
        var output = ""
        var parts = text.split(separator: "&", omittingEmptySubsequences: false)[...]
        output += parts.popFirst() ?? ""
        for part in parts {
            let name = part.prefix { $0 != ";" }
            guard let character = known[String(name)], part.count > name.count else { return nil }
            output += character + part.dropFirst(name.count + 1)
        }
        return output
    }
}
