import FoundationEssentials

/// Messages like those of the table, each with a few octets changed: the same ones in every run.
struct Changes {
    /// How many are tried: `FANFARE_TEST_CHANGES` of them, where the environment says so.
    static var count: Int {
        min(46_000, ProcessInfo.processInfo.environment["FANFARE_TEST_CHANGES"].flatMap { Int($0) } ?? 300)
    }

    private var state: UInt64

    init(seed: UInt64) { state = seed }

    /// What makes a difference to some parser.
    private static let pieces: [[UInt8]] =
        [
            "\r", "\n", "\r\n", "\r\n\r\n", " ", "\t", "\u{0}", "\u{b}", "\u{c}", "\u{7f}", ":", ";", ",", "\"", "0",
            "1",
            "+", "-", "x", "0\r\n\r\n", "chunked", "Content-Length: 0\r\n", "Transfer-Encoding: chunked\r\n", "\\", "%",
            "#",
        ].map { Array($0.utf8) } + [[0x80], [0x85], [0xA0], [0xFF]]

    /// A row below the path, with one to three changes anywhere but in the path.
    mutating func change(_ rows: [SmugglingRow], path: String) -> [UInt8] {
        let row = rows[next(below: rows.count)]
        // The path is one mark that no change hits, until the end.
        var symbols: [UInt8?] = []
        for (index, part) in row.message.split(separator: "/###", omittingEmptySubsequences: false).enumerated() {
            if index > 0 { symbols.append(nil) }
            symbols += part.unicodeScalars.map { UInt8(truncatingIfNeeded: $0.value) }
        }
        for _ in 0...next(below: 3) {
            let place = next(below: symbols.count)
            let piece: [UInt8?] = Self.pieces[next(below: Self.pieces.count)]
            switch next(below: 4) {
            case 0: symbols.insert(contentsOf: piece, at: place)
            case 1 where symbols[place] != nil: symbols.replaceSubrange(place...place, with: piece)
            case 2 where symbols[place] != nil: symbols.remove(at: place)
            default:
                // A line said twice.
                let end = symbols[place...].firstIndex(of: 0x0A) ?? symbols.count - 1
                let start = symbols[..<place].lastIndex(of: 0x0A).map { $0 + 1 } ?? 0
                symbols.insert(contentsOf: Array(symbols[start...max(start, end)]), at: start)
            }
        }
        return symbols.flatMap { $0.map { [$0] } ?? Array(path.utf8) }
    }

    /// SplitMix64.
    private mutating func next(below bound: Int) -> Int {
        state &+= 0x9E37_79B9_7F4A_7C15
        var value = state
        value = (value ^ (value >> 30)) &* 0xBF58_476D_1CE4_E5B9
        value = (value ^ (value >> 27)) &* 0x94D0_49BB_1331_11EB
        return Int((value ^ (value >> 31)) % UInt64(max(1, bound)))
    }
}
