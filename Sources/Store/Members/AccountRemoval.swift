import Domain
import SQLite

/// Deletes an account and all that hangs on it.
enum AccountRemoval {
    /// Everything hangs on the account's row, besides the turns of artists whom nobody follows after, and what its
    /// owner did in the audit log, and from where. What others did about it stays there under its number, for they
    /// answer for it. Whether there was such an account.
    static func run(_ account: AccountID, _ connection: Connection) throws -> Bool {
        let artists: [ArtistID] = try connection.all("SELECT artist_id FROM follow WHERE account_id = ?", account) {
            $0.id(0)
        }
        guard try connection.run("DELETE FROM account WHERE id = ?", account) == 1 else { return false }
        try connection.run(
            """
            DELETE FROM audit_entry
            WHERE account_id = ?1 AND actor = 'person' AND (actor_id IS NULL OR actor_id = account_id)
            """, account)
        for artist in artists { try FollowList.retireIfUnfollowed(artist, connection) }
        return true
    }
}
