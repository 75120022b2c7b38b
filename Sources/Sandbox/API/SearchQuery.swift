/// What somebody searches for: words, and Spotify's filters `artist:`, `album:`, `year:`, `upc:`, `tag:new`.
struct SearchQuery {
    private var words: [[UInt8]] = []
    /// The value of `artist:`, as names are compared.
    private(set) var artist: [UInt8]?
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

    /// A query for artists of a name, which is a key.
    init(artist name: [UInt8]) { artist = name }

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

    /// Whether artists can be meant at all: filters that speak of releases rule them out.
    var seeksArtists: Bool { album == nil && upc == nil && years == nil && !isNew }

    /// What an artist's whole name would be if the query were no more than that.
    var artistPhrase: [UInt8] { artist ?? Array(words.joined(separator: [UInt8(ascii: " ")])) }

    /// Whether an artist is meant whose name, as a key, is this.
    func matches(artist name: Span<UInt8>) -> Bool {
        for word in words where !name.contains(word) { return false }
        return artist.map { name.contains($0) } != false
    }

    /// Whether that release is meant; `newest` is the first day that `tag:new` takes.
    func matches(_ entry: SearchEntry, newest: String) -> Bool {
        let release = entry.release
        if let upc, release.upc != upc { return false }
        if let album, !Self.contains(entry.name, album) { return false }
        if let artist, !entry.artists.contains(where: { Self.contains($0, artist) }) { return false }
        if let years, !years.contains(Int(release.date.sortKey.prefix(4)) ?? 0) { return false }
        if isNew, release.date.sortKey < newest { return false }
        return words.allSatisfy { word in
            Self.contains(entry.name, word) || entry.artists.contains { Self.contains($0, word) }
        }
    }

    /// Whether one stands somewhere in the other; both are keys.
    private static func contains(_ text: [UInt8], _ part: [UInt8]) -> Bool { text.span.contains(part) }
}
