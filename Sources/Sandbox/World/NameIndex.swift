import Synchronization

/// The artists' names in the form in which searches compare them, one behind the other: twenty megabytes for a million.
/// Filled by the first search; names that are added later are put behind the others.
final class NameIndex: Sendable {
    private struct Kept {
        var bytes: [UInt8] = []
        /// Where each name ends.
        var ends: [Int] = []
    }

    private let kept = Mutex(Kept())

    /// The places of the artists whose name a query means: first those of exactly that name, then those that begin with
    /// it, then the others, each in the order of the places. `name` gives the name at a place.
    func places(_ places: Range<Int>, matching query: SearchQuery, name: (Int) -> String) -> [Int] {
        guard query.seeksArtists else { return [] }
        return kept.withLock { kept in
            for place in places.dropFirst(kept.ends.count) {
                kept.bytes.append(contentsOf: SearchQuery.key(name(place)))
                kept.ends.append(kept.bytes.count)
            }
            var found: [[Int]] = [[], [], []]
            let phrase = query.artistPhrase
            let bytes = kept.bytes.span
            var start = 0
            for (place, end) in zip(places, kept.ends) {
                defer { start = end }
                let key = bytes.extracting(start..<end)
                guard query.matches(artist: key) else { continue }
                let rank = key.begins(with: phrase) ? (key.count == phrase.count ? 0 : 1) : 2
                found[rank].append(place)
            }
            return found[0] + found[1] + found[2]
        }
    }
}

extension Span<UInt8> {
    /// Whether it begins with these octets.
    func begins(with part: [UInt8]) -> Bool { count >= part.count && matches(part, at: 0) }

    /// Whether these octets stand somewhere in it.
    func contains(_ part: [UInt8]) -> Bool {
        guard let first = part.first else { return true }
        guard count >= part.count else { return false }
        for start in 0...(count - part.count) where self[start] == first && matches(part, at: start) { return true }
        return false
    }

    private func matches(_ part: [UInt8], at start: Int) -> Bool {
        for index in part.indices where self[start + index] != part[index] { return false }
        return true
    }
}
