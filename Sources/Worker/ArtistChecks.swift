import Domain

/// Checks artist groups that are due.
struct ArtistChecks: Duty {
    let store: any WorkStore
    let catalogue: any Catalogue
    let clock: any WallClock
    let settings: WorkerSettings
    let random: @Sendable () -> Double
    let journal: Journal

    func claim(limit: Int) async throws(StoreFailure) -> [CheckClaim] {
        try await store.claimChecks(limit: limit, lease: settings.checkLease, now: clock.now())
    }

    func perform(_ claim: CheckClaim) async throws(StoreFailure) -> Onward {
        let page: ReleasePage
        do throws(SourceFailure) {
            page = try await catalogue.releases(of: claim.sourceID, group: claim.group)
        } catch {
            return try await record(error, of: claim)
        }
        // A crash before this line checks twice, never not at all: the lease runs out and the group is claimed again.
        journal.checked(claim, try await store.complete(claim, page: page, now: clock.now()))
        return .goOn
    }

    func release(_ claim: CheckClaim, until time: Timestamp) async throws(StoreFailure) {
        try await store.fail(claim, reason: Remedy.pauseReason, retryAt: time, now: clock.now())
    }

    private func record(_ failure: SourceFailure, of claim: CheckClaim) async throws(StoreFailure) -> Onward {
        let now = clock.now()
        switch Remedy(for: failure, failures: claim.failures, random: random(), settings: settings) {
        case .retry(let after, let reason):
            journal.failed(claim, failure)
            try await store.fail(claim, reason: reason, retryAt: now + after, now: now)
            return .goOn
        case .pause(let duration, let isQuota):
            let until = now + duration
            journal.paused(.artistAlbums, until: until, for: duration, isQuota: isQuota)
            // The pause first: a crash in between must not lead to another call.
            try await store.pause(.artistAlbums, until: until, isQuota: isQuota, now: now)
            try await release(claim, until: until)
            return .paused(until: until)
        }
    }
}
