/// Ids in the form Spotify gives everything: 22 characters of base 62. Those of the catalogue come of its own code.
enum Identifier {
    /// What an id is of; keeps the sequences apart.
    enum Kind: UInt64 { case playlist = 4, account, snapshot }

    private static let alphabet = Array("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz".utf8)

    /// The id with that number; the same for the same seed.
    static func make(_ kind: Kind, seed: UInt64, number: Int) -> String {
        var generator = SeededGenerator(seed, kind.rawValue, UInt64(number))
        // 2^128 is about 7.8 * 62^21, so a real id begins with a digit up to 7.
        let first = alphabet[generator.below(8)]
        let rest = (1..<22).map { _ in alphabet[generator.below(62)] }
        return String(decoding: [first] + rest, as: UTF8.self)
    }

    /// Whether the text has the form of an id.
    static func isWellFormed(_ text: String) -> Bool {
        text.utf8.count == 22
            && text.utf8.allSatisfy { byte in
                switch byte {
                case 0x30...0x39, 0x41...0x5A, 0x61...0x7A: true
                default: false
                }
            }
    }

    /// A number that stands for a text (FNV-1a), the same in every run: Swift's own hashes differ from run to run.
    static func hash(_ text: String) -> UInt64 {
        text.utf8.reduce(0xCBF2_9CE4_8422_2325) { ($0 ^ UInt64($1)) &* 0x100_0000_01B3 }
    }

    /// Unguessable characters for codes and tokens. From the system, not from the seed: a token of one run must mean
    /// nothing to the next.
    static func secret(prefix: String, count: Int) -> String {
        var generator = SystemRandomNumberGenerator()
        var text = Array(prefix.utf8)
        while text.count < count {
            // Ten characters of six bits from one call; the few values past the alphabet are folded, which costs a
            // token of this length nothing that matters.
            var bits = generator.next()
            for _ in 0..<10 where text.count < count {
                text.append(alphabet[Int(bits & 63) % 62])
                bits >>= 6
            }
        }
        return String(decoding: text, as: UTF8.self)
    }
}
