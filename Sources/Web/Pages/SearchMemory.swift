import Domain
import Synchronization

/// What was searched for lately, so that a page that is loaded again costs nothing, and how often each account did, so
/// that one does not use up everybody's day.
final class SearchMemory: Sendable {
    /// How long a result is shown again.
    private static let lifetime = Duration.minutes(10)
    private static let resultsMax = 200
    /// Searches of one account in an hour.
    private static let searchesPerHour = 30

    private struct State {
        var results: [String: (artists: [SourceArtist], at: Timestamp)] = [:]
        var searches: [AccountID: [Timestamp]] = [:]
    }

    private let state = Mutex(State())

    /// The results of a search that is fresh enough.
    func results(of query: String, now: Timestamp) -> [SourceArtist]? {
        state.withLock { state in
            state.results[query].flatMap { isFresh($0.at, SearchMemory.lifetime, now) ? $0.artists : nil }
        }
    }

    /// Keeps results, and forgets the oldest where there are too many.
    func keep(_ artists: [SourceArtist], of query: String, now: Timestamp) {
        state.withLock { state in
            state.results[query] = (artists, now)
            guard state.results.count > SearchMemory.resultsMax else { return }
            if let oldest = state.results.min(by: { $0.value.at < $1.value.at })?.key { state.results[oldest] = nil }
        }
    }

    /// Whether the account has searches left in this hour; counts one if so.
    func maySearch(_ account: AccountID, now: Timestamp) -> Bool {
        state.withLock { state in
            state.searches = state.searches.mapValues { $0.filter { isFresh($0, .hours(1), now) } }
                .filter { !$0.value.isEmpty }
            guard state.searches[account, default: []].count < SearchMemory.searchesPerHour else { return false }
            state.searches[account, default: []].append(now)
            return true
        }
    }

    private func isFresh(_ time: Timestamp, _ lifetime: Duration, _ now: Timestamp) -> Bool {
        time <= now && now - time < lifetime
    }
}
