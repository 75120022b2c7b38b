import Domain

/// Rules and reasons as a test has set them.
extension MemoryStore {
    func rules(of account: AccountID) throws(StoreFailure) -> TellingRules {
        try read { $0.rules[account] ?? TellingRules() }
    }

    func setRules(_ rules: TellingRules, of account: AccountID, now: Timestamp) async throws(StoreFailure) {
        try read { $0.rules[account] = rules }
    }

    func dryRun(_ rules: TellingRules, of account: AccountID, now: Timestamp) throws(StoreFailure) -> DryRun {
        try read { $0.trials[rules] ?? DryRun() }
    }

    func artist(sourceID: String) throws(StoreFailure) -> ArtistID? {
        try read { state in state.artists.values.joined().first { $0.sourceID == sourceID }?.id }
    }

    func artist(_ artist: ArtistID, of account: AccountID, limit: Int, now: Timestamp)
        throws(StoreFailure) -> ArtistView?
    {
        try read { state in
            var view = state.views[artist]
            view?.tier = state.tiers[account]?[artist] ?? .normal
            return view
        }
    }

    func setTier(_ tier: ArtistTier, of artist: ArtistID, for account: AccountID, now: Timestamp)
        async throws(StoreFailure)
    {
        try read { $0.tiers[account, default: [:]][artist] = tier }
    }

    func tiers(of account: AccountID) throws(StoreFailure) -> [ArtistID: ArtistTier] {
        try read { $0.tiers[account] ?? [:] }
    }

    func release(sourceID: String) throws(StoreFailure) -> ReleaseID? {
        try read { state in state.explanations.first { $0.value.card.sourceID == sourceID }?.key }
    }

    func explanation(of release: ReleaseID, to account: AccountID, now: Timestamp)
        throws(StoreFailure) -> ReleaseExplanation?
    {
        try read { $0.explanations[release] }
    }

    func attribute(_ release: ReleaseID, _ word: Attribution, by account: AccountID, now: Timestamp)
        async throws(StoreFailure) -> Bool
    {
        try read { state in
            guard state.explanations[release] != nil else { return false }
            state.words[release] = word
            return true
        }
    }

    func decisionLog(of account: AccountID) throws(StoreFailure) -> [LoggedDecision] {
        try read { $0.log[account] ?? [] }
    }
}
