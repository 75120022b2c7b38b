/// One release as one catalogue entry: another edition or market copy is another entry with its own id.
struct Release: Sendable {
    let id: String
    let name: String
    /// Places of the credited artists in the catalogue.
    let artists: [Int]
    /// Places of artists who only take part: the release stands in their lists as `appears_on`.
    let guests: [Int]
    let type: ReleaseType
    let group: ReleaseGroup
    let date: ReleaseDate
    let trackCount: Int
    let isExplicit: Bool
    let upc: String
    let label: String
    /// Where it can be played; nil is everywhere.
    let markets: [String]?
    /// Whether it has been taken back.
    var isWithdrawn = false

    /// Whether somebody in that market sees it; nil is nobody in particular, who sees everything.
    func isAvailable(in market: String?) -> Bool {
        guard let markets, let market else { return true }
        return markets.contains(market)
    }
}

/// The `album_type` on the wire.
enum ReleaseType: String, Sendable, CaseIterable {
    case album, single, compilation
    /// Not documented by Spotify, but seen.
    case ep

    /// The group that releases of the type stand in when nobody says otherwise.
    var usualGroup: ReleaseGroup {
        switch self {
        case .album: .album
        case .single, .ep: .single
        case .compilation: .compilation
        }
    }
}

/// When something came out, as exactly as it is known.
struct ReleaseDate: Sendable, Equatable {
    /// How much of the date is known.
    enum Precision: String, Sendable, CaseIterable { case year, month, day }

    /// `2026`, `2026-11`, `2026-11-21`, the `0000` of releases nobody dated, or nil for null.
    let text: String?
    let precision: Precision

    /// What lists are sorted by: the text itself, and nothing before everything.
    var sortKey: String { text ?? "" }

    /// Whether the text is one of the forms above.
    static func isWellFormed(_ text: String) -> Bool {
        let parts = text.split(separator: "-", omittingEmptySubsequences: false)
        let widths = [4, 2, 2]
        guard parts.count <= 3, zip(parts, widths).allSatisfy({ $0.utf8.count == $1 && $0.utf8.allSatisfy(isDigit) })
        else {
            return false
        }
        if parts.count > 1, !(1...12).contains(Int(parts[1]) ?? 0) { return false }
        return parts.count < 3 || (1...31).contains(Int(parts[2]) ?? 0)
    }

    private static func isDigit(_ byte: UInt8) -> Bool { (0x30...0x39).contains(byte) }

    /// How exact a text of that form is.
    static func usualPrecision(of text: String?) -> Precision {
        switch text?.utf8.count {
        case 4: .year
        case 7: .month
        default: .day
        }
    }
}
