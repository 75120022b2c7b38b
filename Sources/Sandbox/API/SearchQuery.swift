/// What somebody searches for: words, and Spotify's filters `artist:`, `album:`, `year:`, `upc:`, `tag:new`.
struct SearchQuery {
    private var words: [[UInt8]] = []
    private var artist: [UInt8]?
    private var album: [UInt8]?
    private var years: ClosedRange<Int>?
    private var upc: String?
    private var isNew = false

    /// Reads the text of `q`. A filter's value is one word or a phrase in quotation marks.
    init(_ text: String) {
        for part in Self.parts(text) {
            guard let colon = part.firstIndex(of: ":") else {
                words.append(Self.key(part))
                continue
            }
            let value = String(part[part.index(after: colon)...])
            switch part[..<colon].lowercased() {
            case "artist": artist = Self.key(value)
            case "album": album = Self.key(value)
            case "upc": upc = value
            case "tag" where value == "new": isNew = true
            case "year":
                let ends = value.split(separator: "-").compactMap { Int($0) }
                if let first = ends.first, let last = ends.last, first <= last { years = first...last }
            default: words.append(Self.key(part))
            }
        }
    }

    /// A name or word in the form in which they are compared.
    static func key(_ text: String) -> [UInt8] { Array(text.lowercased().utf8) }

    private static func parts(_ text: String) -> [String] {
        var parts: [String] = []
        var current = ""
        var isQuoted = false
        for character in text {
            if character == "\"" {
                isQuoted.toggle()
            } else if character == " ", !isQuoted {
                if !current.isEmpty { parts.append(current) }
                current = ""
            } else {
                current.append(character)
            }
        }
        return current.isEmpty ? parts : parts + [current]
    }

    /// Whether this artist is meant.
    func matches(_ candidate: Artist) -> Bool {
        guard album == nil, upc == nil, years == nil, !isNew else { return false }
        return words.allSatisfy { Self.contains(candidate.searchKey, $0) }
            && artist.map { Self.contains(candidate.searchKey, $0) } != false
    }

    /// Whether that release is meant, by those artists; `newest` is the first day that `tag:new` takes.
    func matches(_ release: Release, by artists: [Artist], newest: String) -> Bool {
        if let upc, release.upc != upc { return false }
        if let album, !Self.contains(release.searchKey, album) { return false }
        if let artist, !artists.contains(where: { Self.contains($0.searchKey, artist) }) { return false }
        if let years, !years.contains(Int(release.date.sortKey.prefix(4)) ?? 0) { return false }
        if isNew, release.date.sortKey < newest { return false }
        return words.allSatisfy { word in
            Self.contains(release.searchKey, word) || artists.contains { Self.contains($0.searchKey, word) }
        }
    }

    /// Whether one stands somewhere in the other.
    private static func contains(_ text: [UInt8], _ part: [UInt8]) -> Bool {
        guard let first = part.first else { return true }
        guard text.count >= part.count else { return false }
        for start in 0...(text.count - part.count) where text[start] == first {
            if text[start..<(start + part.count)].elementsEqual(part) { return true }
        }
        return false
    }
}
