import Domain

/// Members in memory: what administrators do is noted, and answered as the test has said.
extension MemoryStore: MemberStore {
    func invitation(_ token: Secret, now: Timestamp) throws(StoreFailure) -> Invitation? {
        try read { state in state.invitations[token.reveal()].flatMap { $0.endsAt > now ? $0 : nil } }
    }

    func accept(_ token: Secret, by actor: Actor, now: Timestamp) async throws(StoreFailure) -> Bool {
        try read { $0.invitations.removeValue(forKey: token.reveal()) != nil }
    }

    func invite(
        note: String, makesAdministrator: Bool, lasting lifetime: Duration, by actor: Actor, now: Timestamp
    ) async throws(StoreFailure) -> Secret {
        try read { state in
            let token = "invitation-\(state.invitations.count + 1)"
            state.invitations[token] = Invitation(
                id: Int64(state.invitations.count + 1), note: note, makesAdministrator: makesAdministrator,
                createdAt: now, endsAt: now + lifetime)
            return Secret(token)
        }
    }

    func memberCounts() throws(StoreFailure) -> MemberCounts { try read { $0.counts } }

    func members(after id: AccountID?, limit: Int, now: Timestamp) throws(StoreFailure) -> [Member] {
        try read { state in
            Array(state.members.filter { member in id.map { member.id > $0 } ?? true }.prefix(limit))
        }
    }

    func member(_ id: AccountID, now: Timestamp) throws(StoreFailure) -> Member? {
        try read { state in state.members.first { $0.id == id } }
    }

    func invitations(now: Timestamp) throws(StoreFailure) -> [Invitation] {
        try read { $0.invitations.values.sorted { $0.id > $1.id } }
    }

    func joinRequests() throws(StoreFailure) -> [JoinRequest] { try read { $0.requests } }

    func admissions() throws(StoreFailure) -> [AdmissionEntry] { try read { $0.admissions } }

    func carryOut(
        _ act: AdministrativeAct, by actor: Actor, now: Timestamp
    ) async throws(StoreFailure) -> AdministrativeOutcome {
        try read { state in
            state.acts.append(act)
            return state.actOutcome
        }
    }

    func note(_ entry: AuditEntry) async throws(StoreFailure) { try read { $0.entries.append(entry) } }

    func auditLog(of account: AccountID?, before id: Int64?, limit: Int) throws(StoreFailure) -> [AuditRecord] {
        try read { state in
            let records = state.entries.enumerated().map { index, entry in
                AuditRecord(
                    id: Int64(index + 1), act: entry.act.rawValue, at: entry.at, isRefused: entry.isRefused,
                    actor: entry.actor, actorName: entry.actor.account.map { "name \($0.rawValue)" },
                    account: entry.account, accountName: entry.account.map { "name \($0.rawValue)" },
                    detail: entry.detail)
            }
            let wanted = records.reversed().filter { record in
                (account.map { record.account == $0 } ?? true) && (id.map { record.id < $0 } ?? true)
            }
            return Array(wanted.prefix(limit))
        }
    }

    func personalData(
        of account: AccountID, current: SessionID?, now: Timestamp
    ) throws(StoreFailure) -> [UInt8]? {
        try read { _ in Array("{\"account\": \(account.rawValue), \"current\": \"\(current?.text ?? "")\"}".utf8) }
    }
}
