import Domain

/// One refresh from lease to record.
extension TokenKeeper {
    /// Takes the lease, exchanges once, stores what came of it, and returns the tokens as they then stand.
    func refresh(_ connection: ConnectionID) async throws(TokenFailure) -> StoredTokens {
        guard let claim = try await claim(connection) else { return try store.tokens(of: connection) }
        guard let refreshToken = claim.tokens.refreshToken, !refreshToken.isEmpty else {
            throw await end(claim, .noRefreshToken)
        }
        guard let exchange = exchanges[claim.provider] else {
            throw await misconfigure(claim, "no provider \(claim.provider) is configured")
        }
        let now = clock.now()
        if let failure = gates[claim.provider]?.failure(at: now) { throw await wait(claim, failure, now: now) }
        gates[claim.provider, default: ProviderGate()].enter()
        await onCall(claim.provider)
        let answer = await exchange.refresh(refreshToken)
        await note(answer, of: claim)
        switch answer {
        case .granted(let grant): return try await commit(grant, for: claim)
        case .throttled(let after):
            throw await retry(
                claim, "the provider asked for a pause", after: after, isUnknown: claim.isRepeat)
        case .transient(let reason, let after):
            // A note of an earlier attempt stays: this one says nothing about what became of that.
            throw await retry(claim, reason, after: after, isUnknown: claim.isRepeat)
        case .unknown(let reason): throw await retry(claim, reason, after: nil, isUnknown: true)
        case .ended(let end): throw await self.end(claim, reason(for: end, of: claim))
        case .misconfigured(let reason): throw await misconfigure(claim, reason)
        }
    }

    /// What an answer says of the provider itself, whoever's tokens it was about.
    private func note(_ answer: RefreshAnswer, of claim: RefreshClaim) async {
        guard
            let pause = gates[claim.provider, default: ProviderGate()].leave(
                answer, now: clock.now(), random: random())
        else { return }
        onEvent(.paused(claim.provider, until: pause.until))
        if case .throttled = answer { await onPause(claim.provider, pause.until) }
    }

    /// Gives the lease back untouched: the provider is asked nothing just now.
    private func wait(_ claim: RefreshClaim, _ failure: TokenFailure, now: Timestamp) async -> TokenFailure {
        var until = now + policy.backoff.first
        if case .transient(_, let after?) = failure { until = now + after }
        await record(.retry(at: until, reason: failure.reason, isUnknown: claim.isRepeat), of: claim)
        return failure
    }

    /// The lease, with the tokens read under it; nil when another holder has renewed them meanwhile.
    private func claim(_ connection: ConnectionID) async throws(TokenFailure) -> RefreshClaim? {
        var before = try await opened(connection).version
        for attempt in 0...policy.pollsMax {
            let now = clock.now()
            if let claim = try await store.claimRefresh(
                connection, ofVersion: before, owner: owner, until: now + policy.lease, now: now)
            {
                return claim
            }
            guard attempt < policy.pollsMax else { break }
            await sleep(policy.pollInterval)
            let stored = try store.tokens(of: connection)
            if stored.version != before, stored.isGood(at: clock.now()) { return nil }
            before = stored.version
        }
        throw .transient("the tokens are being refreshed elsewhere", after: nil)
    }

    /// Stores a grant, however long that takes: under rotation it is all that is left of the connection, and the old
    /// refresh token must not be sent again. Nobody is handed the new token before.
    private func commit(_ grant: Grant, for claim: RefreshClaim) async throws(TokenFailure) -> StoredTokens {
        var failures = 0
        var entry: Int?
        while true {
            do throws(StoreFailure) {
                let wasStored = try await store.completeRefresh(claim, grant: grant, now: clock.now())
                // Not wiped, it is found superseded at the next start.
                if let entry { try? await store.forget(setAside: entry) }
                wake(claim.connection)
                onEvent(wasStored ? .refreshed(claim.connection) : .superseded(claim.connection))
                break
            } catch {
                failures += 1
                if entry == nil { entry = try? await store.setAside(grant, for: claim) }
                if failures == 1 {
                    onEvent(.grantNotStored(claim.connection, error, isSetAside: entry != nil))
                }
                await sleep(policy.storeBackoff.wait(afterFailures: failures, random: random()))
            }
        }
        return try store.tokens(of: claim.connection)
    }

    private func retry(
        _ claim: RefreshClaim, _ reason: String, after: Duration?, isUnknown: Bool
    ) async -> TokenFailure {
        let wait = max(policy.backoff.wait(afterFailures: claim.failures + 1, random: random()), after ?? .zero)
        let time = clock.now() + wait
        let failure = TokenFailure.transient(reason, after: wait)
        rest(claim, until: time, because: failure)
        await record(.retry(at: time, reason: reason, isUnknown: isUnknown), of: claim)
        onEvent(.retrying(claim.connection, at: time, reason: reason))
        return failure
    }

    private func misconfigure(_ claim: RefreshClaim, _ reason: String) async -> TokenFailure {
        let time = clock.now() + policy.backoff.wait(afterFailures: claim.failures + 1, random: random())
        rest(claim, until: time, because: .misconfigured(reason))
        await record(.retry(at: time, reason: reason, isUnknown: claim.isRepeat), of: claim)
        onEvent(.misconfigured(claim.connection, reason))
        return .misconfigured(reason)
    }

    private func end(_ claim: RefreshClaim, _ end: GrantEnd) async -> TokenFailure {
        rest(claim, until: clock.now() + policy.backoff.longest, because: .ended(end))
        if case .held(let connections) = await record(.ended(end), of: claim) {
            onEvent(.held(claim.connection, connections: connections))
            return .held
        }
        onEvent(.ended(claim.connection, end))
        return .ended(end)
    }

    /// Why a grant has ended, by what is known here: a provider says only that it has (FACTS §1.3).
    private func reason(for end: GrantEnd, of claim: RefreshClaim) -> GrantEnd {
        guard end == .unknown || end == .revoked else { return end }
        if clock.now() >= ConsentAge.end(authorizedAt: claim.authorizedAt) { return .expired }
        return claim.isRepeat ? .rotationLost : end
    }

    @discardableResult
    private func record(_ failure: RefreshFailure, of claim: RefreshClaim) async -> RefreshRecord {
        for attempt in 1...policy.recordAttemptsMax {
            do throws(StoreFailure) {
                return try await store.failRefresh(claim, failure, now: clock.now())
            } catch {
                guard attempt < policy.recordAttemptsMax else {
                    onEvent(.failureNotRecorded(claim.connection, error))
                    return .recorded
                }
                await sleep(policy.storeBackoff.wait(afterFailures: attempt, random: random()))
            }
        }
        return .recorded
    }
}
