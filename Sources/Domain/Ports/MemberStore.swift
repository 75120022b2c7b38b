/// Who belongs here, who may join, and what happened. Reads are synchronous, as the pages' are.
public protocol MemberStore: Sendable {
    /// The invitation that a link stands for; nil for one that is used, withdrawn, over, or never was.
    func invitation(_ token: Secret, now: Timestamp) throws(StoreFailure) -> Invitation?
    /// Has somebody who is signed in use an invitation that makes an administrator; false if it is not in force (any
    /// more).
    func accept(_ token: Secret, by actor: Actor, now: Timestamp) async throws(StoreFailure) -> Bool
    /// Makes an invitation. Its token is told once, here, and stored as a digest.
    func invite(
        note: String, makesAdministrator: Bool, lasting lifetime: Duration, by actor: Actor, now: Timestamp
    ) async throws(StoreFailure) -> Secret

    /// The installation in numbers.
    func memberCounts() throws(StoreFailure) -> MemberCounts
    /// Accounts in order of coming, those after the one named.
    func members(after id: AccountID?, limit: Int, now: Timestamp) throws(StoreFailure) -> [Member]
    /// One account.
    func member(_ id: AccountID, now: Timestamp) throws(StoreFailure) -> Member?
    /// Invitations in force, newest first.
    func invitations(now: Timestamp) throws(StoreFailure) -> [Invitation]
    /// Requests to join, latest first.
    func joinRequests() throws(StoreFailure) -> [JoinRequest]
    /// Who is let in although not known yet, by provider and id.
    func admissions() throws(StoreFailure) -> [AdmissionEntry]
    /// Does it, in one transaction with its line in the audit log.
    func carryOut(
        _ act: AdministrativeAct, by actor: Actor, now: Timestamp
    ) async throws(StoreFailure) -> AdministrativeOutcome

    /// Writes a line into the audit log.
    func note(_ entry: AuditEntry) async throws(StoreFailure)
    /// The audit log, newest first, older than the record named; of one account, or of all.
    func auditLog(of account: AccountID?, before id: Int64?, limit: Int) throws(StoreFailure) -> [AuditRecord]
    /// Everything that is kept about an account, as one JSON document; nil if there is no such account. No token is in
    /// it, nor the feed address, which would let its reader in.
    func personalData(of account: AccountID, current: SessionID?, now: Timestamp) throws(StoreFailure) -> [UInt8]?
}
