import Domain

/// What happened to an account lately, for its owner.
struct SecurityEvents: Sendable {
    struct Item: Sendable {
        let act: String
        /// Who it was, if somebody else.
        let stranger: String?
        let network: String?
        let at: Moment
        let isRefused: Bool
    }

    private static let countMax = 8

    let items: [Item]

    init(of account: AccountID, _ members: any MemberStore, now: Timestamp) throws(StoreFailure) {
        items = try members.auditLog(of: account, before: nil, limit: SecurityEvents.countMax).map { record in
            let isTheirs = record.actor.account == nil || record.actor.account == account
            return Item(
                act: AuditWords.act(record), stranger: AuditWords.stranger(record),
                network: isTheirs && !record.actor.network.isEmpty ? record.actor.network : nil,
                at: Moment(record.at, relativeTo: now), isRefused: record.isRefused)
        }
    }
}
