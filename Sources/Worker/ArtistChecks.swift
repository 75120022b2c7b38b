import Domain

/// Checks artist groups that are due.
struct ArtistChecks: Duty {
    let store: any WorkStore
    let catalogue: any Catalogue
    let clock: any WallClock
    let settings: WorkerSettings
    let random: @Sendable () -> Double
    let journal: Journal
    let breaker: CallBreaker

    func claim(limit: Int) async throws(StoreFailure) -> [CheckClaim] {
        try await store.claimChecks(limit: limit, lease: settings.checkLease, now: clock.now())
    }

    nonisolated(nonsending) func perform(_ claim: CheckClaim) async throws(StoreFailure) -> Onward {
        let page: ReleasePage?
        do throws(SourceFailure) {
            page = try await ask(claim)
        } catch {
            if case .gone = error, let successor = try await successor(of: claim) {
                journal.merged(claim, successor)
                // False for a lease that was lost: somebody else finds the same.
                _ = try await store.merge(claim, into: successor, now: clock.now())
                return .goOn
            }
            return try await record(error, of: claim)
        }
        breaker.succeeded()
        // A crash before this line checks twice, never not at all: the lease runs out and the group is claimed again.
        guard let page else { return .unchanged }
        journal.checked(claim, try await store.complete(claim, page: page, now: clock.now()))
        return .goOn
    }

    func confirm(_ unchanged: [(claim: CheckClaim, at: Timestamp)]) async throws(StoreFailure) {
        let results = try await store.confirm(unchanged.map { UnchangedCheck(claim: $0.claim, at: $0.at) })
        for (check, result) in zip(unchanged, results) { journal.checked(check.claim, result) }
    }

    /// Nil for the page that is known.
    private nonisolated(nonsending) func ask(_ claim: CheckClaim) async throws(SourceFailure) -> ReleasePage? {
        if let offset = claim.sweepOffset {
            return try await catalogue.releases(of: claim.sourceID, group: claim.group, offset: offset)
        }
        guard let known = claim.known else {
            return try await catalogue.releases(of: claim.sourceID, group: claim.group)
        }
        return try await catalogue.releases(of: claim.sourceID, group: claim.group, unless: known)
    }

    /// Whom the catalogue names in the place of an artist whose releases are gone; nil if nobody, or if it cannot be
    /// asked now: the next check of that list asks again.
    private nonisolated(nonsending) func successor(of claim: CheckClaim) async throws(StoreFailure) -> SourceArtist? {
        let now = clock.now()
        guard try store.pause(of: .artists, now: now) == nil else { return nil }
        try await store.enterCalls(.artists, count: 1, now: now)
        do throws(SourceFailure) {
            guard let artist = try await catalogue.artist(claim.sourceID), artist.id != claim.sourceID else {
                return nil
            }
            return artist
        } catch {
            guard case .throttled(let after, let isQuota) = error else { return nil }
            let until = clock.now() + after
            journal.paused(.artists, until: until, for: after, isQuota: isQuota)
            try await store.pause(.artists, until: until, isQuota: isQuota, now: clock.now())
            return nil
        }
    }

    func giveBack(_ claim: CheckClaim) async throws(StoreFailure) {
        try await store.giveBack(claim, wasCalled: false, now: clock.now())
    }

    private nonisolated(nonsending) func record(_ failure: SourceFailure, of claim: CheckClaim)
        async throws(StoreFailure) -> Onward
    {
        let now = clock.now()
        switch Remedy(for: failure, failures: claim.failures, random: random(), settings: settings) {
        case .retry(let after, let reason, let isPassing):
            journal.failed(claim, failure)
            try await store.fail(claim, reason: reason, retryAt: now + after, now: now)
            guard isPassing, let rest = breaker.failed(random: random()) else { return .goOn }
            journal.broken(.artistAlbums, for: rest)
            try await store.pause(.artistAlbums, until: now + rest, isQuota: false, now: now)
            return .paused
        case .pause(let asked, let isQuota):
            let duration = breaker.throttled(after: asked, now: now, random: random())
            let until = now + duration
            journal.paused(.artistAlbums, until: until, for: duration, isQuota: isQuota)
            // The pause first: a crash in between must not lead to another call.
            try await store.pause(.artistAlbums, until: until, isQuota: isQuota, now: now)
            try await store.giveBack(claim, wasCalled: true, now: now)
            return .paused
        }
    }
}
