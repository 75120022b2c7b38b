import Domain
import HTTP

/// `/admin/users/…`: one account, and what can be done about it.
enum AdminMember {
    struct Page: Sendable {
        let shell: Shell
        let pageTitle: String
        let token: String
        let member: MemberItem
        /// Whether it is the administrator's own, about which the settings page is for.
        let isOwn: Bool
        let events: [AdminAudit.Item]
    }

    @Sendable static func show(_ visit: Visit, _ session: Session) async throws(Refusal) -> Response {
        let member = try find(visit)
        let environment = visit.site.environment
        let events: [AuditRecord]
        do throws(StoreFailure) {
            events = try environment.members.auditLog(of: member.id, before: nil, limit: 20)
        } catch {
            throw Refusal(error)
        }
        let item = MemberItem(member, now: visit.now)
        return visit.site.page(
            "admin-member",
            Page(
                shell: visit.site.shell(for: session, at: .administration), pageTitle: item.name,
                token: FormToken.make(for: session.id, keys: environment.keys), member: item,
                isOwn: member.id == session.account, events: events.map { AdminAudit.Item($0, now: visit.now) }))
    }

    @Sendable static func block(
        _ visit: Visit, _ session: Session, _ fields: FormFields
    ) async throws(Refusal) -> Response {
        let id = try number(visit)
        try refuseOwn(id, session)
        let reason = AdminActs.line(fields["reason"])
        return try await AdminActs.carryOut(.block(id, reason: reason), visit, to: path(id))
    }

    @Sendable static func unblock(
        _ visit: Visit, _ session: Session, _ fields: FormFields
    ) async throws(Refusal) -> Response {
        let id = try number(visit)
        return try await AdminActs.carryOut(.unblock(id), visit, to: path(id))
    }

    @Sendable static func makeAdministrator(
        _ visit: Visit, _ session: Session, _ fields: FormFields
    ) async throws(Refusal) -> Response {
        let id = try number(visit)
        return try await AdminActs.carryOut(.makeAdministrator(id), visit, to: path(id))
    }

    @Sendable static func removeAdministrator(
        _ visit: Visit, _ session: Session, _ fields: FormFields
    ) async throws(Refusal) -> Response {
        let id = try number(visit)
        return try await AdminActs.carryOut(
            .removeAdministrator(id), visit, to: id == session.account ? "/" : path(id))
    }

    @Sendable static func endSessions(
        _ visit: Visit, _ session: Session, _ fields: FormFields
    ) async throws(Refusal) -> Response {
        let id = try number(visit)
        return try await AdminActs.carryOut(.endSessions(id), visit, to: path(id))
    }

    @Sendable static func askDeletion(_ visit: Visit, _ session: Session) async throws(Refusal) -> Response {
        let member = try find(visit)
        try refuseOwn(member.id, session)
        let name = AuditWords.name(member.id, member.displayName)
        return Confirmation.ask(
            visit, session, title: "Delete \(name)",
            explanation: [
                "The account, its connections with their tokens, its list of artists, everything it was told and all its "
                    + "sessions are deleted at once.",
                "There is no way back. To keep somebody out and their data in place, block them instead.",
            ],
            action: "\(path(member.id))/delete", keep: "Keep the account", keepPath: path(member.id))
    }

    @Sendable static func delete(
        _ visit: Visit, _ session: Session, _ fields: FormFields
    ) async throws(Refusal) -> Response {
        let id = try number(visit)
        try refuseOwn(id, session)
        try Confirmation.check(fields)
        let response = try await AdminActs.carryOut(.delete(id), visit, to: "/admin")
        visit.site.forget(id)
        return response
    }

    private static func path(_ id: AccountID) -> String { "/admin/users/\(id.rawValue)" }

    private static func number(_ visit: Visit) throws(Refusal) -> AccountID {
        guard let text = visit.parameters.first, let number = Int64(text), number > 0 else { throw .notFound }
        return AccountID(number)
    }

    private static func find(_ visit: Visit) throws(Refusal) -> Member {
        let id = try number(visit)
        let member: Member?
        do throws(StoreFailure) {
            member = try visit.site.environment.members.member(id, now: visit.now)
        } catch {
            throw Refusal(error)
        }
        guard let member else { throw .notFound }
        return member
    }

    /// An administrator who locks themselves out by a slip would have to ask the operator.
    private static func refuseOwn(_ id: AccountID, _ session: Session) throws(Refusal) {
        guard id == session.account else { return }
        throw Refusal(
            .conflict, "That is your own account",
            "Nobody blocks or deletes themselves here. Your own account is deleted on the settings page.")
    }
}
