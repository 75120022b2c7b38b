import Domain

/// Reads follow lists that are due. A list is complete or it is a failure, which drops nobody.
struct FollowListReadings: Duty {
    let store: any WorkStore
    let lists: any FollowLists
    let clock: any WallClock
    let settings: WorkerSettings
    let random: @Sendable () -> Double
    let journal: Journal

    func claim(limit: Int) async throws(StoreFailure) -> [FollowListClaim] {
        try await store.claimFollowLists(limit: limit, lease: settings.listLease, now: clock.now())
    }

    func perform(_ claim: FollowListClaim) async throws(StoreFailure) -> Onward {
        let list: SourceFollowList
        do throws(SourceFailure) {
            list = try await lists.followedArtists(of: claim.connection)
        } catch {
            return try await record(error, of: claim)
        }
        journal.read(claim, try await store.complete(claim, list: list, now: clock.now()))
        return .goOn
    }

    func release(_ claim: FollowListClaim, until time: Timestamp) async throws(StoreFailure) {
        try await store.fail(claim, reason: Remedy.pauseReason, retryAt: time, now: clock.now())
    }

    private func record(_ failure: SourceFailure, of claim: FollowListClaim) async throws(StoreFailure) -> Onward {
        let now = clock.now()
        switch Remedy(for: failure, failures: claim.failures, random: random(), settings: settings) {
        case .retry(let after, let reason):
            journal.failed(claim, failure)
            try await store.fail(claim, reason: reason, retryAt: now + after, now: now)
            return .goOn
        case .pause(let duration, let isQuota):
            let until = now + duration
            journal.paused(.following, until: until, for: duration, isQuota: isQuota)
            // The pause first: a crash in between must not lead to another call.
            try await store.pause(.following, until: until, isQuota: isQuota, now: now)
            try await release(claim, until: until)
            return .paused(until: until)
        }
    }
}
