public import Domain
import SQLite

/// Artists of whom a source has made one.
extension FanfareStore {
    /// The followers are moved, so many in one transaction; `announce` moves the rest.
    public func merge(_ claim: CheckClaim, into survivor: SourceArtist, now: Timestamp)
        async throws(StoreFailure) -> Bool
    {
        let accounts = try await write { connection -> Set<AccountID>? in
            guard survivor.id != claim.sourceID, try GroupStanding.find(claim, connection) != nil else { return nil }
            let merger = Merger(planning: try self.planning(now: now, connection), now: now, connection: connection)
            let accounts = try merger.merge(claim.artist, into: try merger.artist(survivor))
            try self.touchPages(of: accounts, connection)
            return accounts
        }
        guard let accounts else { return false }
        if !accounts.isEmpty { changes.changed(Array(accounts)) }
        return true
    }

    /// Who stands in an artist's place, and in whose place they stand.
    func addMergers(to view: inout ArtistView, _ connection: Connection) throws {
        view.successor = try connection.first(
            """
            SELECT s.id, s.name, a.merged_at FROM artist a JOIN artist s ON s.id = a.merged_into WHERE a.id = ?
            """, view.id
        ) { MergedArtist(id: $0.id(0), name: $0.text(1), at: $0.timestamp(2)) }
        view.formers = try connection.all(
            "SELECT id, name, merged_at FROM artist WHERE merged_into = ? ORDER BY merged_at, id", view.id
        ) { MergedArtist(id: $0.id(0), name: $0.text(1), at: $0.timestamp(2)) }
    }
}
