import Domain

/// Reads follow lists that are due. A list is complete or it is a failure, which drops nobody.
struct FollowListReadings: Duty {
    let store: any WorkStore
    let lists: any FollowLists
    let clock: any WallClock
    let settings: WorkerSettings
    let random: @Sendable () -> Double
    let journal: Journal
    let breaker: CallBreaker

    func claim(limit: Int) async throws(StoreFailure) -> [FollowListClaim] {
        try await store.claimFollowLists(limit: limit, lease: settings.listLease, now: clock.now())
    }

    nonisolated(nonsending) func perform(_ claim: FollowListClaim) async throws(StoreFailure) -> Onward {
        let list: SourceFollowList
        do throws(SourceFailure) {
            list = try await lists.followedArtists(of: claim.connection)
        } catch {
            return try await record(error, of: claim)
        }
        breaker.succeeded()
        journal.read(claim, try await store.complete(claim, list: list, now: clock.now()))
        return .goOn
    }

    /// No reading is left to be recorded: each list is compared where it is stored.
    func confirm(_ unchanged: [(claim: FollowListClaim, at: Timestamp)]) async throws(StoreFailure) {}

    func giveBack(_ claim: FollowListClaim) async throws(StoreFailure) {
        try await store.giveBack(claim, now: clock.now())
    }

    private nonisolated(nonsending) func record(_ failure: SourceFailure, of claim: FollowListClaim)
        async throws(StoreFailure) -> Onward
    {
        let now = clock.now()
        switch Remedy(for: failure, failures: claim.failures, random: random(), settings: settings) {
        case .retry(let after, let reason, let isPassing):
            journal.failed(claim, failure)
            try await store.fail(claim, reason: reason, retryAt: now + after, now: now)
            guard isPassing, let rest = breaker.failed(random: random()) else { return .goOn }
            journal.broken(.following, for: rest)
            try await store.pause(.following, until: now + rest, isQuota: false, now: now)
            return .paused
        case .pause(let asked, let isQuota):
            let duration = breaker.throttled(after: asked, now: now, random: random())
            let until = now + duration
            journal.paused(.following, until: until, for: duration, isQuota: isQuota)
            // The pause first: a crash in between must not lead to another call.
            try await store.pause(.following, until: until, isQuota: isQuota, now: now)
            try await store.giveBack(claim, now: now)
            return .paused
        }
    }
}
