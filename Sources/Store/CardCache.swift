import Domain
import Synchronization

/// Release cards as read, since the same new releases stand on many people's pages: the account's own rows lie together
/// and are read in one go, the releases lie scattered.
///
/// Right as long as all writes of releases are made by this process, which tells the cache what has changed (design
/// §3).
final class CardCache: Sendable {
    /// How many cards are kept at most; some 10 MB.
    static let cardsMax = 16_384

    private struct Cards {
        /// Raised whenever something is forgotten: what was read before that may be outdated.
        var generation = 0
        /// Found or kept lately, and before. When `young` has half of all, it grows old, and what was old is dropped.
        var young: [ReleaseID: ReleaseCard] = [:]
        var old: [ReleaseID: ReleaseCard] = [:]
    }

    private let cards = Mutex(Cards())

    /// To be asked for before the snapshot in which missing cards are read.
    var generation: Int { cards.withLock { $0.generation } }

    /// The cards of some releases, nil where there is none.
    func find(_ releases: [ReleaseID]) -> [ReleaseCard?] {
        cards.withLock { cards in
            releases.map { release -> ReleaseCard? in
                if let card = cards.young[release] { return card }
                guard let card = cards.old[release] else { return nil }
                CardCache.keep(card, in: &cards)
                return card
            }
        }
    }

    /// Keeps cards that were read, unless something was forgotten since.
    func keep(_ read: [ReleaseCard], readIn generation: Int) {
        cards.withLock { cards in
            guard cards.generation == generation else { return }
            for card in read { CardCache.keep(card, in: &cards) }
        }
    }

    /// Drops what has changed, once that is committed.
    func forget(_ releases: some Sequence<ReleaseID>) {
        cards.withLock { cards in
            cards.generation += 1
            for release in releases {
                cards.young[release] = nil
                cards.old[release] = nil
            }
        }
    }

    private static func keep(_ card: ReleaseCard, in cards: inout Cards) {
        cards.young[card.release] = card
        guard cards.young.count >= cardsMax / 2 else { return }
        cards.old = cards.young
        cards.young = [:]
    }
}
