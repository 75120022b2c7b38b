/// What somebody searches for: words, and Spotify's filters `artist:`, `album:`, `year:`, `upc:`, `tag:new`.
struct SearchQuery {
    private(set) var words: [String] = []
    private(set) var artist: String?
    private(set) var album: String?
    private(set) var years: ClosedRange<Int>?
    private(set) var upc: String?
    private(set) var isNew = false

    /// Reads the text of `q`. A filter's value is one word or a phrase in quotation marks.
    init(_ text: String) {
        for part in Self.parts(text.lowercased()) {
            guard let colon = part.firstIndex(of: ":") else {
                words.append(part)
                continue
            }
            let value = String(part[part.index(after: colon)...])
            switch part[..<colon] {
            case "artist": artist = value
            case "album": album = value
            case "upc": upc = value
            case "tag" where value == "new": isNew = true
            case "year":
                let ends = value.split(separator: "-").compactMap { Int($0) }
                if let first = ends.first, let last = ends.last, first <= last { years = first...last }
            default: words.append(part)
            }
        }
    }

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

    /// Whether an artist of that name is meant.
    func matches(artistName: String) -> Bool {
        let name = artistName.lowercased()
        guard album == nil, upc == nil, years == nil, !isNew else { return false }
        return words.allSatisfy { name.contains($0) } && artist.map { name.contains($0) } != false
    }

    /// Whether that release is meant, by those artists; `newest` is the first day that `tag:new` takes.
    func matches(_ release: Release, artistNames: [String], newest: String) -> Bool {
        let title = release.name.lowercased()
        let names = artistNames.map { $0.lowercased() }
        if let artist, !names.contains(where: { $0.contains(artist) }) { return false }
        if let album, !title.contains(album) { return false }
        if let upc, release.upc != upc { return false }
        if let years, !years.contains(Int(release.date.sortKey.prefix(4)) ?? 0) { return false }
        if isNew, release.date.sortKey < newest { return false }
        return words.allSatisfy { word in title.contains(word) || names.contains { $0.contains(word) } }
    }
}
