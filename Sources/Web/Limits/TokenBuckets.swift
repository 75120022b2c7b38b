import Domain
import Synchronization

/// Token buckets in bounded memory, on a clock that never goes back.
final class TokenBuckets: Sendable {
    /// Whose a bucket is.
    enum Owner: Sendable, Hashable {
        /// A network, by its first bits.
        case network(UInt128, bits: Int)
        case account(AccountID)
        case session(SessionID)
        case everybody
    }

    private struct Key: Hashable {
        let kind: RateLimit.Kind
        let owner: Owner
    }

    private struct Bucket {
        var tokens: Double
        var limit: RateLimit
        /// When `tokens` was right.
        var at: Duration

        func tokens(at now: Duration) -> Double {
            min(limit.burst, tokens + max(0, (now - at) / .seconds(1)) * limit.perSecond)
        }
    }

    /// Buckets that are kept; about 100 octets each.
    let countMax: Int
    private let buckets = Mutex<[Key: Bucket]>([:])

    init(countMax: Int = 20_000) { self.countMax = countMax }

    /// How many are kept.
    var count: Int { buckets.withLock { $0.count } }

    /// Takes a token; nil if there was one, else how long until there is. With `cost` 0 it only asks.
    func take(_ kind: RateLimit.Kind, of owner: Owner, _ limit: RateLimit, cost: Double = 1, now: Duration) -> Duration?
    {
        let key = Key(kind: kind, owner: owner)
        return buckets.withLock { buckets in
            let tokens = buckets[key]?.tokens(at: now) ?? limit.burst
            guard tokens >= 1 else { return .seconds((1 - tokens) / limit.perSecond) }
            if cost > 0 {
                if buckets.count >= countMax, buckets[key] == nil { makeRoom(in: &buckets, now: now) }
                buckets[key] = Bucket(tokens: tokens - cost, limit: limit, at: now)
            }
            return nil
        }
    }

    /// Forgets the half that has the most left: whoever overflows the table with new addresses frees only such as have
    /// done little. Rare, and its cost is shared by all that came in between.
    private func makeRoom(in buckets: inout [Key: Bucket], now: Duration) {
        let spent = buckets.map { ($0.key, 1 - $0.value.tokens(at: now) / $0.value.limit.burst) }.sorted { $0.1 > $1.1 }
        for (key, share) in spent where share <= 0 { buckets[key] = nil }
        guard buckets.count >= countMax / 2 else { return }
        for (key, _) in spent[(countMax / 2)...] { buckets[key] = nil }
    }
}
