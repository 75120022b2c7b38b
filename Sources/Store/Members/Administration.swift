import Domain
import SQLite

/// Carries out what administrators and the operator decide, inside one transaction.
enum Administration {
    static func carryOut(_ act: AdministrativeAct, by actor: Actor, now: Timestamp, _ connection: Connection) throws
        -> AdministrativeOutcome
    {
        let outcome = try change(act, now: now, connection)
        // What was so already is worth no line; what was refused is.
        if outcome == .done || outcome == .lastAdministrator {
            try AuditLog.add(act.entry(by: actor, isRefused: outcome != .done, at: now), connection)
        }
        return outcome
    }

    private static func change(_ act: AdministrativeAct, now: Timestamp, _ connection: Connection) throws
        -> AdministrativeOutcome
    {
        if let account = act.account, try !isThere(account, connection) { return .unknown }
        switch act {
        case .block(let account, let reason):
            if try isOnlyAdministrator(account, connection) { return .lastAdministrator }
            return try block(account, reason: reason, now: now, connection)
        case .unblock(let account): return try unblock(account, now: now, connection)
        case .delete(let account):
            if try isOnlyAdministrator(account, connection) { return .lastAdministrator }
            return try AccountRemoval.run(account, connection) ? .done : .unknown
        case .makeAdministrator(let account):
            return outcome(
                // Its pages have a link more, or less.
                try connection.run(
                    """
                    UPDATE account SET is_administrator = 1, page_version = page_version + 1
                    WHERE id = ? AND is_administrator = 0
                    """, account))
        case .removeAdministrator(let account):
            if try isOnlyAdministrator(account, connection) { return .lastAdministrator }
            return outcome(
                try connection.run(
                    """
                    UPDATE account SET is_administrator = 0, page_version = page_version + 1
                    WHERE id = ? AND is_administrator = 1
                    """, account))
        case .endSessions(let account):
            return outcome(try connection.run("DELETE FROM session WHERE account_id = ?", account))
        case .allow(let user, let note):
            return try Admission.allow(user, note: note, now: now, connection) ? .done : .unchanged
        case .disallow(let user): return try Admission.disallow(user, connection) ? .done : .unknown
        case .dismiss(let user): return try Admission.dismiss(user, connection) ? .done : .unknown
        case .recheckHeld:
            // A mark, on which whoever writes tokens acts.
            return outcome(try connection.run("UPDATE connection SET refresh_due_at = ? WHERE state = 'held'", now))
        case .withdraw(let id): return try Invitations.withdraw(id, now: now, connection) ? .done : .unknown
        }
    }

    /// Sessions end in the same commit, so that no request comes in between (ASVS 7.4.2). Tokens stay, and are kept
    /// alive, so that unblocking puts everything back; but the list of artists is no longer read, not even by a reading
    /// under way.
    private static func block(_ account: AccountID, reason: String, now: Timestamp, _ connection: Connection) throws
        -> AdministrativeOutcome
    {
        let isNew = try connection.run(
            "UPDATE account SET blocked_at = ?, block_reason = ? WHERE id = ? AND blocked_at IS NULL", now, reason,
            account)
        try connection.run("DELETE FROM session WHERE account_id = ?", account)
        try connection.run(
            """
            UPDATE connection SET follows_due_at = NULL, follows_lease_until = NULL, follows_fence = follows_fence + 1
            WHERE account_id = ?
            """, account)
        return outcome(isNew)
    }

    private static func unblock(_ account: AccountID, now: Timestamp, _ connection: Connection) throws
        -> AdministrativeOutcome
    {
        let isNew = try connection.run(
            "UPDATE account SET blocked_at = NULL, block_reason = '' WHERE id = ? AND blocked_at IS NOT NULL", account)
        guard isNew == 1 else { return .unchanged }
        // Read before, or never yet: either way its turn comes.
        try connection.run(
            """
            UPDATE connection SET follows_due_at = ?
            WHERE account_id = ? AND state = 'connected' AND provider = 'spotify'
            """, now, account)
        return .done
    }

    private static func isThere(_ account: AccountID, _ connection: Connection) throws -> Bool {
        try connection.first("SELECT 1 FROM account WHERE id = ?", account) { _ in true } ?? false
    }

    /// Somebody who is blocked cannot administer, and so does not count.
    private static func isOnlyAdministrator(_ account: AccountID, _ connection: Connection) throws -> Bool {
        let administrators: [AccountID] = try connection.all(
            "SELECT id FROM account WHERE is_administrator = 1 AND blocked_at IS NULL LIMIT 2"
        ) { $0.id(0) }
        return administrators == [account]
    }

    private static func outcome(_ rows: Int) -> AdministrativeOutcome { rows > 0 ? .done : .unchanged }
}

extension AdministrativeAct {
    /// The account it is about.
    var account: AccountID? {
        switch self {
        case .block(let account, _), .unblock(let account), .delete(let account), .makeAdministrator(let account),
            .removeAdministrator(let account), .endSessions(let account):
            account
        case .allow, .disallow, .dismiss, .recheckHeld, .withdraw: nil
        }
    }

    fileprivate func entry(by actor: Actor, isRefused: Bool, at time: Timestamp) -> AuditEntry {
        let (act, detail): (AuditEntry.Act, String) =
            switch self {
            case .block(_, let reason): (.block, reason)
            case .unblock: (.unblock, "")
            case .delete: (.accountDeletion, "")
            case .makeAdministrator: (.administratorGain, "")
            case .removeAdministrator: (.administratorLoss, "")
            case .endSessions: (.sessionEnd, "all")
            case .allow(let user, _): (.admission, "\(user.provider) \(user.id)")
            case .disallow(let user): (.admissionEnd, "\(user.provider) \(user.id)")
            case .dismiss(let user): (.requestDismissal, "\(user.provider) \(user.id)")
            case .recheckHeld: (.recheck, "all")
            case .withdraw(let id): (.invitationEnd, "number \(id)")
            }
        return AuditEntry(
            at: time, act: act, isRefused: isRefused, actor: actor, account: account,
            detail: isRefused ? "nobody else can administer" : detail)
    }
}
