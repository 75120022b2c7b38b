import Domain

extension MemoryStore {
    func identities(of account: AccountID) throws(StoreFailure) -> [IdentityView] {
        try read { $0.identities[account] ?? [] }
    }

    func account(ofIssuer issuer: String, profile: Profile) throws(StoreFailure) -> AccountID? {
        try read { $0.owners["\(issuer) \(profile.subject)"] }
    }

    func propose(
        _ link: ProposedLink, by session: SessionID, expiresAt: Timestamp, now: Timestamp
    ) async throws(StoreFailure) {
        try read { $0.proposals[session] = (link, expiresAt) }
    }

    func proposal(of session: SessionID, now: Timestamp) throws(StoreFailure) -> ProposedIdentity? {
        try read { state in
            state.proposals[session].flatMap { proposal in
                proposal.expiresAt > now
                    ? ProposedIdentity(
                        provider: proposal.link.provider, displayName: proposal.link.profile.displayName) : nil
            }
        }
    }

    func confirmProposal(
        of session: SessionID, for account: AccountID, now: Timestamp
    ) async throws(StoreFailure) -> LinkOutcome {
        try read { state in
            guard let link = state.proposals.removeValue(forKey: session)?.link else { return .nothingProposed }
            return state.linkOutcome ?? .linked(provider: link.provider)
        }
    }

    func removeIdentity(
        _ identity: ConnectionID, of account: AccountID, keeping session: SessionID, now: Timestamp
    ) async throws(StoreFailure) -> RemovalOutcome {
        try read { state in
            let own = state.identities[account] ?? []
            guard own.contains(where: { $0.id == identity }) else { return .unknown }
            guard own.count > 1 else { return .isLast }
            state.removed.append(identity)
            return .removed
        }
    }

    // MARK: Follows

    func follow(_ artist: SourceArtist, for account: AccountID, now: Timestamp) async throws(StoreFailure) -> Bool {
        try read { state in
            state.followed.append(artist)
            return state.follows[account, default: [:]].updateValue(ArtistID(1), forKey: artist.id) == nil
        }
    }

    func unfollow(_ artist: ArtistID, of account: AccountID, now: Timestamp) async throws(StoreFailure) -> Bool {
        try read { state in
            state.unfollowed.append(artist)
            return true
        }
    }

    func followed(of account: AccountID, among sourceIDs: [String]) throws(StoreFailure) -> [String: ArtistID] {
        try read { state in (state.follows[account] ?? [:]).filter { sourceIDs.contains($0.key) } }
    }

    func claimSearch(now: Timestamp) async throws(StoreFailure) -> SearchPermit {
        try read { state in
            if state.permit == .granted { state.searchesClaimed += 1 }
            return state.permit
        }
    }

    func pauseSearch(until: Timestamp, isQuota: Bool, now: Timestamp) async throws(StoreFailure) {
        try read { $0.searchPauses.append(until) }
    }
}
