import HTTP

/// An answer of Fanfare, and what a test wants to know of a page. Reads our own templates' HTML, nothing else's.
struct Page: Sendable {
    /// Where it was asked for.
    let url: String
    /// The status code.
    let status: Int
    /// The field lines.
    let fields: Fields
    /// The content.
    let text: String

    /// Where it sends on.
    var location: String? { fields[.location] }

    /// The sign-in link.
    var authorize: String? { attribute("href", of: "id=\"authorize\"") }

    /// The address of the Atom feed in the head.
    var feed: String? { attribute("href", of: "type=\"application/atom+xml\"") }

    /// The token of its forms.
    var formToken: String? { attribute("value", of: "name=\"token\"") }

    /// The target of the first link with exactly this text.
    func link(_ words: String) -> String? {
        tags("a").first { $0.content.prefix { $0 != "<" } == words }.flatMap {
            Page.attribute("href", in: " " + $0.tag)
        }
    }

    /// Titles of what was announced, in order; what was out before is left out.
    var announcements: [String] {
        let news = text.firstRange(of: "<section class=\"before\">").map { text[..<$0.lowerBound] } ?? text[...]
        return news.matches(of: #/ id="title-[0-9]+"[^>]*>([^<]*)</#).map { Page.plain($0.output.1) }
    }

    /// Titles of the entries, if this is a feed.
    var entries: [String] {
        text.split(separator: "<entry>").dropFirst().compactMap { entry in
            entry.firstMatch(of: #/<title>(?:[^<]*? – )?([^<]*)</title>/#).map { Page.plain($0.output.1) }
        }
    }

    /// Start tags of that name, each with what follows it.
    private func tags(_ name: String) -> [(tag: Substring, content: Substring)] {
        text.split(separator: "<\(name) ").dropFirst().compactMap { piece in
            guard let end = piece.firstIndex(of: ">") else { return nil }
            return (piece[..<end], piece[piece.index(after: end)...])
        }
    }

    /// An attribute of the first tag that has a certain text in it.
    private func attribute(_ name: String, of mark: String) -> String? {
        text.split(separator: "<").lazy.map { $0.prefix { $0 != ">" } }.first { $0.contains(mark) }
            .flatMap { Page.attribute(name, in: $0) }
    }

    private static func attribute(_ name: String, in tag: Substring) -> String? {
        guard let start = tag.firstRange(of: " \(name)=\"") else { return nil }
        return plain(tag[start.upperBound...].prefix { $0 != "\"" })
    }

    /// The text without character references.
    static func plain(_ html: some StringProtocol) -> String {
        let names = ["amp": "&", "lt": "<", "gt": ">", "quot": "\"", "apos": "'"]
        return String(html).replacing(#/&(#?)(x?)([0-9A-Za-z]+);/#) { match in
            let (whole, hash, x, body) = match.output
            guard !hash.isEmpty else { return names[String(x + body)] ?? String(whole) }
            let scalar = UInt32(body, radix: x.isEmpty ? 10 : 16).flatMap { Unicode.Scalar($0) }
            return scalar.map { String($0) } ?? String(whole)
        }
    }
}
