import Synchronization

/// The lives that were asked for lately. They cost some microseconds each to work out again, so forgetting them all at
/// once does no harm.
final class LifeCache: Sendable {
    /// What is known of an artist on a day.
    struct Life: Sendable {
        let plans: [ReleasePlan]
        let listings: [Listing]
    }

    private struct Kept {
        var day = 0
        var lives: [Int: Life] = [:]
        var searched: [SearchEntry]?
    }

    /// A few kilobytes each.
    private static let countMax = 10_000

    private let kept = Mutex(Kept())

    /// The life of an artist on that day; `make` works it out.
    func life(of artist: Int, on day: Int, _ make: () -> Life) -> Life {
        let found = kept.withLock { kept in
            if kept.day != day { kept = Kept(day: day) }
            return kept.lives[artist]
        }
        if let found { return found }
        let life = make()
        kept.withLock { kept in
            if kept.lives.count >= Self.countMax { kept.lives = [:] }
            if kept.day == day { kept.lives[artist] = life }
        }
        return life
    }

    /// What searches go through on that day; `make` works it out.
    func searched(on day: Int, _ make: () -> [SearchEntry]) -> [SearchEntry] {
        let found = kept.withLock { $0.day == day ? $0.searched : nil }
        if let found { return found }
        let searched = make()
        kept.withLock { kept in
            if kept.day != day { kept = Kept(day: day) }
            kept.searched = searched
        }
        return searched
    }
}
