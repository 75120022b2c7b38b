public import Domain
import SQLite

/// Follows by hand, and the searches that lead to them.
extension FanfareStore {
    /// As if a list of one had named them, but by the account's own word.
    public func follow(_ artist: SourceArtist, for account: AccountID, now: Timestamp)
        async throws(StoreFailure) -> Bool
    {
        let isNew = try await write { connection -> Bool in
            let list = FollowList(artists: [artist], source: .spotify)
            let isNew = try list.followByHand(
                for: account, groups: self.settings.groups, planning: self.planning(now: now, connection), now: now,
                connection)
            if isNew { try self.touchPages(of: [account], connection) }
            return isNew
        }
        if isNew { changes.changed([account]) }
        return isNew
    }

    /// Where the list says so too, it is noted that the account does not.
    public func unfollow(_ artist: ArtistID, of account: AccountID, now: Timestamp) async throws(StoreFailure) -> Bool {
        let wasFollowed = try await write { connection -> Bool in
            try connection.run(
                """
                INSERT INTO left_artist (account_id, artist_id)
                SELECT account_id, artist_id FROM follow WHERE account_id = ? AND artist_id = ? AND origin <> 'local'
                ON CONFLICT DO NOTHING
                """, account, artist)
            let gone = try connection.run(
                "DELETE FROM follow WHERE account_id = ? AND artist_id = ?", account, artist)
            guard gone == 1 else { return false }
            try FollowList.retireIfUnfollowed(artist, connection)
            try self.touchPages(of: [account], connection)
            return true
        }
        if wasFollowed { changes.changed([account]) }
        return wasFollowed
    }

    /// A look-up for each.
    public func followed(of account: AccountID, among sourceIDs: [String]) throws(StoreFailure) -> [String: ArtistID] {
        try readTogether { connection in
            var followed: [String: ArtistID] = [:]
            for id in sourceIDs {
                followed[id] = try connection.first(
                    """
                    SELECT f.artist_id FROM artist a
                    JOIN follow f ON f.artist_id = coalesce(a.merged_into, a.id) AND f.account_id = ?
                    WHERE a.source = ? AND a.source_id = ?
                    """, account, Source.spotify.rawValue, id
                ) { $0.id(0) }
            }
            return followed
        }
    }

    /// Searches are people's clicks alone: no check takes from them, and they take nothing from checks.
    public func claimSearch(now: Timestamp) async throws(StoreFailure) -> SearchPermit {
        try await write { connection in
            if let until = try self.pause(of: .search, now: now, connection) { return .paused(until: until) }
            if self.settings.schedule.dailyBudget != nil,
                try self.calls(of: .search, within: FanfareStore.ledgerPeriod, of: now, connection)
                    >= self.settings.searchesPerDay
            {
                return .spent
            }
            try self.enter(1, of: .search, now: now, connection)
            return .granted
        }
    }

    /// Later pauses win over earlier ones.
    public func pauseSearch(until: Timestamp, isQuota: Bool, now: Timestamp) async throws(StoreFailure) {
        try await pause(.search, until: until, isQuota: isQuota, now: now)
    }
}
