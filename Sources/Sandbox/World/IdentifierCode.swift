/// Turns places of a catalogue into ids and back, so that no table of ids need be kept for a world of any size.
///
/// An id is 128 bits in 22 characters of base 62: what it is of, the artist, the release, the track, and 48 zeros, all
/// scrambled by the seed. An id of another seed, or of nothing, does not come out with the zeros.
struct IdentifierCode: Sendable {
    /// What an id stands for.
    enum Meaning: Equatable, Sendable {
        case artist(Int)
        case release(ReleaseKey)
        /// A track, from 1, of a release.
        case track(Int, ReleaseKey)
    }

    private static let alphabet = Array("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz".utf8)
    /// The greatest power of 62 below 2^64 that splits 22 characters into 2, 10 and 10.
    private static let base10: UInt64 = 839_299_365_868_340_224

    private let keys: (UInt64, UInt64, UInt64, UInt64)

    /// The code of a seed.
    init(seed: UInt64) {
        var generator = SeededGenerator(seed, 21)
        keys = (generator.next(), generator.next(), generator.next(), generator.next())
    }

    /// The id of an artist.
    func artist(_ place: Int) -> String { write(Self.pack(1, place, 0), 0) }

    /// The id of a release.
    func release(_ key: ReleaseKey) -> String { write(Self.pack(2, key.artist, key.number), 0) }

    /// The id of a track, from 1.
    func track(_ track: Int, of key: ReleaseKey) -> String {
        write(Self.pack(3, key.artist, key.number), UInt64(track) << 48)
    }

    /// What an id stands for; nil where it is none of this seed's.
    func meaning(of id: String) -> Meaning? {
        guard let (high, low) = read(id), low & (1 << 48 - 1) == 0 else { return nil }
        let key = ReleaseKey(artist: Int(high >> 24 & 0xFFFF_FFFF), number: Int(high & 0xFF_FFFF))
        let track = Int(low >> 48)
        switch high >> 56 {
        case 1 where key.number == 0 && track == 0: return .artist(key.artist)
        case 2 where track == 0: return .release(key)
        case 3 where track > 0: return .track(track, key)
        default: return nil
        }
    }

    private static func pack(_ kind: UInt64, _ artist: Int, _ number: Int) -> UInt64 {
        kind << 56 | UInt64(artist) << 24 | UInt64(number)
    }

    // A Feistel network: each round can be undone whatever the mixing is.
    private func write(_ high: UInt64, _ low: UInt64) -> String {
        var (left, right) = (high, low)
        for key in [keys.0, keys.1, keys.2, keys.3] {
            (left, right) = (right, left ^ SeededGenerator.mixed(right ^ key))
        }
        let number = UInt128(left) << 64 | UInt128(right)
        let (rest, third) = number.quotientAndRemainder(dividingBy: UInt128(Self.base10))
        let (first, second) = rest.quotientAndRemainder(dividingBy: UInt128(Self.base10))
        var characters = [UInt8](repeating: 0x30, count: 22)
        var end = 22
        for (part, count) in [(UInt64(third), 10), (UInt64(second), 10), (UInt64(first), 2)] {
            var part = part
            for index in stride(from: end - 1, through: end - count, by: -1) {
                characters[index] = Self.alphabet[Int(part % 62)]
                part /= 62
            }
            end -= count
        }
        return String(decoding: characters, as: UTF8.self)
    }

    private func read(_ id: String) -> (high: UInt64, low: UInt64)? {
        guard id.utf8.count == 22 else { return nil }
        var number: UInt128 = 0
        for byte in id.utf8 {
            let digit: UInt8
            switch byte {
            case 0x30...0x39: digit = byte - 0x30
            case 0x41...0x5A: digit = byte - 0x41 + 10
            case 0x61...0x7A: digit = byte - 0x61 + 36
            default: return nil
            }
            let (product, tooLarge) = number.multipliedReportingOverflow(by: 62)
            let (sum, larger) = product.addingReportingOverflow(UInt128(digit))
            if tooLarge || larger { return nil }
            number = sum
        }
        var (left, right) = (UInt64(truncatingIfNeeded: number >> 64), UInt64(truncatingIfNeeded: number))
        for key in [keys.3, keys.2, keys.1, keys.0] {
            (left, right) = (right ^ SeededGenerator.mixed(left ^ key), left)
        }
        return (left, right)
    }
}
