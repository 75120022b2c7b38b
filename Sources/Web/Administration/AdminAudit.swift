import Domain
import HTTP

/// `GET /admin/audit`: what happened, newest first, page by page.
enum AdminAudit {
    struct Page: Sendable {
        let shell: Shell
        let pageTitle: String
        let items: [Item]
        let isEmpty: Bool
        let isFirst: Bool
        /// The number before which the next page begins; nil on the last.
        let older: Int64?
    }

    struct Item: Sendable {
        let at: Moment
        let act: String
        let isRefused: Bool
        let actor: String
        /// Whom it concerns, if that is somebody else than who did it.
        let subject: String?
        /// The page of that account.
        let account: Int64?
        let network: String?
        let detail: String?
    }

    private static let pageLength = 100

    @Sendable static func show(_ visit: Visit, _ session: Session) async throws(Refusal) -> Response {
        let before = try visit.query()["before"].flatMap { Int64($0) }
        var records: [AuditRecord]
        do throws(StoreFailure) {
            records = try visit.site.environment.members.auditLog(of: nil, before: before, limit: pageLength + 1)
        } catch {
            throw Refusal(error)
        }
        let hasMore = records.count > pageLength
        records.removeLast(max(0, records.count - pageLength))
        return visit.site.page(
            "admin-audit",
            Page(
                shell: visit.site.shell(for: session, at: .administration), pageTitle: "Audit log",
                items: records.map { Item($0, now: visit.now) }, isEmpty: records.isEmpty, isFirst: before == nil,
                older: hasMore ? records.last?.id : nil))
    }
}

extension AdminAudit.Item {
    init(_ record: AuditRecord, now: Timestamp) {
        at = Moment(record.at, seenAt: now)
        act = AuditWords.act(record)
        isRefused = record.isRefused
        actor = AuditWords.actor(record)
        let isOwn = record.actor.account != nil && record.actor.account == record.account
        subject =
            isOwn
            ? nil : record.account.map { AuditWords.name($0, record.accountName ?? "account \($0.rawValue), deleted") }
        account = record.accountName == nil ? nil : record.account?.rawValue
        network = record.actor.network.isEmpty ? nil : record.actor.network
        detail = record.detail.isEmpty ? nil : record.detail
    }
}
