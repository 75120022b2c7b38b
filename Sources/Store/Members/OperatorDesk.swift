public import Domain
import SQLite

/// What an operator's commands do about people while Fanfare runs: each opens the database beside the serving process,
/// which reads sessions and accounts anew with every request. Nothing here touches a token.
public struct OperatorDesk: ~Copyable {
    /// Why a command cannot do its work.
    public enum Failure: Error, Sendable, Equatable {
        /// The database cannot be used.
        case store(StoreFailure)
        /// The database has another schema than this program knows.
        case otherSchema(database: Int, program: Int)
    }

    private let connection: Connection

    /// Opens the database of an installation, which must be there and have `schema`.
    public init(path: String, schema: Int) throws(Failure) {
        let version: Int
        let opened: Connection
        do throws(SQLiteError) {
            opened = try Connection(path: path, mode: .existing)
            version = try opened.first("PRAGMA user_version") { $0.int(0) } ?? 0
        } catch {
            throw .store(StoreFailure(error, path: path))
        }
        guard version == schema else { throw .otherSchema(database: version, program: schema) }
        connection = opened
    }

    /// Accounts in order of coming.
    public func members(after id: AccountID?, limit: Int, now: Timestamp) throws(Failure) -> [Member] {
        try asking { try Members.page(after: id, limit: limit, now: now, $0) }
    }

    /// Accounts that a word names: an account's number, a user's id at a provider, also as `provider:id`, or else a
    /// display name.
    public func members(named word: String, now: Timestamp) throws(Failure) -> [Member] {
        try asking { try Members.named(word, now: now, $0) }
    }

    /// Does it, in one transaction with its line in the audit log.
    public func carryOut(_ act: AdministrativeAct, now: Timestamp) throws(Failure) -> AdministrativeOutcome {
        try asking { connection in
            try connection.transaction { try Administration.carryOut(act, by: .operator, now: now, connection) }
        }
    }

    /// Ends everybody's sessions; says how many.
    public func endAllSessions(now: Timestamp) throws(Failure) -> Int {
        try asking { connection in
            try connection.transaction {
                let count = try connection.run("DELETE FROM session")
                try AuditLog.add(
                    AuditEntry(
                        at: now, act: .sessionEnd, actor: .operator, account: nil, detail: "everybody's"), connection)
                return count
            }
        }
    }

    /// Stores an invitation whose token has this digest.
    public func invite(
        digest: [UInt8], note: String, makesAdministrator: Bool, lasting lifetime: Duration, now: Timestamp
    ) throws(Failure) {
        let draft = Invitations.Draft(
            digest: digest, note: note, makesAdministrator: makesAdministrator, createdAt: now, endsAt: now + lifetime)
        try asking { connection in
            try connection.transaction { try Invitations.add(draft, by: .operator, connection) }
        }
    }

    /// Requests to join, latest first.
    public func joinRequests() throws(Failure) -> [JoinRequest] { try asking { try Admission.requests($0) } }

    /// Who is let in by name, latest first.
    public func admissions() throws(Failure) -> [AdmissionEntry] { try asking { try Admission.entries($0) } }

    /// The audit log, newest first.
    public func auditLog(of account: AccountID?, before id: Int64?, limit: Int) throws(Failure) -> [AuditRecord] {
        try asking { try AuditLog.read(of: account, before: id, limit: limit, $0) }
    }

    /// Writes a line into the audit log.
    public func note(_ act: AuditEntry.Act, detail: String, account: AccountID? = nil, now: Timestamp) throws(Failure) {
        let entry = AuditEntry(at: now, act: act, actor: .operator, account: account, detail: detail)
        try asking { connection in try connection.transaction { try AuditLog.add(entry, connection) } }
    }

    /// Everything that is kept about an account, as its owner can have it.
    public func personalData(of account: AccountID, now: Timestamp) throws(Failure) -> [UInt8]? {
        try asking { connection in
            try connection.snapshot {
                try PersonalData.document(of: account, current: nil, now: now, connection)
            }
        }
    }

    private func asking<T>(_ body: (Connection) throws -> T) throws(Failure) -> T {
        do {
            return try body(connection)
        } catch {
            throw .store(StoreFailure(error, path: connection.path))
        }
    }
}
