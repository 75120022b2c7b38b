public import Domain
import SQLite

/// A feed's address is made from a number and a key each time it is shown, and stored only as a digest: whoever reads
/// the database cannot read the feeds.
extension FanfareStore {
    private struct Standing {
        var secret: FeedSecret
        var digest: [UInt8]?
    }

    /// A read, once it has been made.
    public func feedAddress(of account: AccountID) async throws(StoreFailure) -> FeedAddress {
        if let standing = try read({ try self.standing(of: account, $0) }), standing.digest != nil,
            let token = standing.secret.token(of: account, with: keys)
        {
            return FeedAddress(token: token)
        }
        return try await write { connection in
            guard let standing = try self.standing(of: account, connection) else { throw StoreFailure.noAccount }
            // Made meanwhile, by another tab.
            if standing.digest != nil, let token = standing.secret.token(of: account, with: self.keys) {
                return FeedAddress(token: token)
            }
            // Never made: the first. Its key is gone: another, since nobody can tell the old one any more.
            let generation = standing.secret.generation + (standing.digest == nil ? 0 : 1)
            return try self.store(generation, of: account, connection)
        }
    }

    /// The new one works, and the old one does not, from the same commit on.
    public func replaceFeedAddress(of account: AccountID) async throws(StoreFailure) -> FeedAddress {
        let address = try await write { connection -> FeedAddress in
            guard let standing = try self.standing(of: account, connection) else { throw StoreFailure.noAccount }
            return try self.store(standing.secret.generation + 1, of: account, connection)
        }
        changes.changed([account])
        return address
    }

    /// By the digest, in an index. Somebody who is blocked has no feed.
    public func account(forFeedToken token: Secret) throws(StoreFailure) -> AccountID? {
        let digest = keys.digest(Array(token.reveal().utf8))
        return try read { connection in
            try connection.first("SELECT id FROM account WHERE feed_digest = ? AND blocked_at IS NULL", digest) {
                $0.id(0)
            }
        }
    }

    private func standing(of account: AccountID, _ connection: Connection) throws -> Standing? {
        try connection.first(
            "SELECT feed_generation, feed_key_id, feed_sealed, feed_digest FROM account WHERE id = ?", account
        ) {
            Standing(
                secret: FeedSecret(generation: $0.int64(0), keyID: $0.text(1), sealed: $0.optionalText(2)),
                digest: $0.optionalBlob(3))
        }
    }

    private func store(_ generation: Int64, of account: AccountID, _ connection: Connection) throws -> FeedAddress {
        let secret = FeedSecret(generation: generation, keyID: keys.primaryKeyID, sealed: nil)
        guard let token = secret.token(of: account, with: keys) else { throw KeyFailure.missing(keyID: secret.keyID) }
        try connection.run(
            "UPDATE account SET feed_generation = ?, feed_key_id = ?, feed_sealed = NULL, feed_digest = ? WHERE id = ?",
            generation, secret.keyID, keys.digest(Array(token.reveal().utf8)), account)
        try touchPages(of: [account], connection)
        return FeedAddress(token: token)
    }
}

extension StoreFailure {
    /// Somebody was signed in to an account that is gone.
    fileprivate static let noAccount = StoreFailure.constraint("there is no such account")
}
