/// When something came out, as exactly as it is known.
struct ReleaseDate: Sendable, Equatable {
    /// How much of the date is known.
    enum Precision: String, Sendable, CaseIterable { case year, month, day }

    /// `2026`, `2026-11`, `2026-11-21`, the `0000` of releases nobody dated, or nil for null.
    let text: String?
    let precision: Precision

    /// What lists are sorted by: the text itself, and nothing before everything.
    var sortKey: String { text ?? "" }

    /// The same as a number: 20261121, and 20261100 for a month, which comes before its days.
    var sortNumber: Int {
        let parts = (text ?? "").split(separator: "-").map { Int($0) ?? 0 } + [0, 0, 0]
        return parts[0] * 10_000 + parts[1] * 100 + parts[2]
    }

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
