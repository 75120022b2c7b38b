public import Domain
import SQLite

extension FanfareStore: MemberStore {
    /// By the digest, in an index.
    public func invitation(_ token: Secret, now: Timestamp) throws(StoreFailure) -> Invitation? {
        let digest = digest(of: token)
        return try read { try Invitations.find(digest, now: now, $0) }
    }

    /// One transaction: of two that come at once, one finds it used.
    public func accept(_ token: Secret, by actor: Actor, now: Timestamp) async throws(StoreFailure) -> Bool {
        let digest = digest(of: token)
        return try await write { connection in
            guard let invitation = try Invitations.find(digest, now: now, connection), invitation.makesAdministrator
            else { return false }
            return try Invitations.use(invitation, by: actor, now: now, connection)
        }
    }

    /// 256 random bits.
    public func invite(
        note: String, makesAdministrator: Bool, lasting lifetime: Duration, by actor: Actor, now: Timestamp
    ) async throws(StoreFailure) -> Secret {
        let token = Secret(Base64.url.encode(keys.random(Invitation.tokenBytes)))
        let draft = Invitations.Draft(
            digest: digest(of: token), note: note, makesAdministrator: makesAdministrator, createdAt: now,
            endsAt: now + lifetime)
        try await write { try Invitations.add(draft, by: actor, $0) }
        return token
    }

    /// The token of the link that makes the first administrator, in place of those of earlier starts; nil while there
    /// is one who can administer.
    public func inviteFirstAdministrator(now: Timestamp) async throws(StoreFailure) -> Secret? {
        let token = Secret(Base64.url.encode(keys.random(Invitation.tokenBytes)))
        let draft = Invitations.Draft(
            digest: digest(of: token), note: "the first administrator", makesAdministrator: true, isOfStart: true,
            createdAt: now, endsAt: now + Invitation.firstAdministratorLifetime)
        return try await write { connection in
            try Invitations.withdrawThoseOfStarts(connection)
            guard try !Members.hasAdministrator(connection) else { return nil }
            try Invitations.add(draft, by: .fanfare, connection)
            return token
        }
    }

    /// Four short reads.
    public func memberCounts() throws(StoreFailure) -> MemberCounts {
        try read { try Members.counts(self.admission, $0) }
    }

    /// In order of coming.
    public func members(after id: AccountID?, limit: Int, now: Timestamp) throws(StoreFailure) -> [Member] {
        try readTogether { try Members.page(after: id, limit: limit, now: now, $0) }
    }

    /// One account.
    public func member(_ id: AccountID, now: Timestamp) throws(StoreFailure) -> Member? {
        try readTogether { try Members.find(id, now: now, $0) }
    }

    /// Newest first.
    public func invitations(now: Timestamp) throws(StoreFailure) -> [Invitation] {
        try read { try Invitations.inForce(now: now, $0) }
    }

    /// Latest first.
    public func joinRequests() throws(StoreFailure) -> [JoinRequest] { try read { try Admission.requests($0) } }

    /// Newest first.
    public func admissions() throws(StoreFailure) -> [AdmissionEntry] { try read { try Admission.entries($0) } }

    /// One transaction.
    public func carryOut(
        _ act: AdministrativeAct, by actor: Actor, now: Timestamp
    ) async throws(StoreFailure) -> AdministrativeOutcome {
        let outcome = try await write { try Administration.carryOut(act, by: actor, now: now, $0) }
        if outcome == .done, let account = act.account { changes.changed([account]) }
        return outcome
    }

    /// A transaction of its own, for what has none.
    public func note(_ entry: AuditEntry) async throws(StoreFailure) {
        try await write { try AuditLog.add(entry, $0) }
    }

    /// Newest first.
    public func auditLog(of account: AccountID?, before id: Int64?, limit: Int) throws(StoreFailure) -> [AuditRecord] {
        try read { try AuditLog.read(of: account, before: id, limit: limit, $0) }
    }

    /// As of one moment.
    public func personalData(
        of account: AccountID, current: SessionID?, now: Timestamp
    ) throws(StoreFailure) -> [UInt8]? {
        try readTogether { try PersonalData.document(of: account, current: current, now: now, $0) }
    }

    /// Who may join.
    var admission: Admission { Admission(registration: settings.registration, accountsMax: settings.accountsMax) }

    /// What is stored of a token.
    func digest(of token: Secret) -> [UInt8] { keys.digest(Array(token.reveal().utf8)) }
}
