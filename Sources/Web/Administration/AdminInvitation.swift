import Domain
import HTTP

/// `POST /admin/invitations…`: one-time links. A new one is shown once, on the page that answers.
enum AdminInvitation {
    struct Page: Sendable {
        let shell: Shell
        let pageTitle: String
        let link: String
        let ends: Moment
        let makesAdministrator: Bool
    }

    @Sendable static func make(
        _ visit: Visit, _ session: Session, _ fields: FormFields
    ) async throws(Refusal) -> Response {
        guard let days = Int(fields["days"] ?? "7"), (1...90).contains(days) else {
            throw .malformed("An invitation lasts from one day to ninety.")
        }
        let makesAdministrator = fields["administrator"] == "yes"
        let environment = visit.site.environment
        let token: Secret
        do throws(StoreFailure) {
            token = try await environment.members.invite(
                note: AdminActs.line(fields["note"]), makesAdministrator: makesAdministrator, lasting: .days(days),
                by: visit.actor, now: visit.now)
        } catch {
            throw Refusal(error)
        }
        return visit.site.page(
            "admin-invitation",
            Page(
                shell: visit.site.shell(for: session, at: .administration), pageTitle: "An invitation",
                link: environment.address.link(ofInvitation: token),
                ends: Moment(visit.now + .days(days), seenAt: visit.now), makesAdministrator: makesAdministrator))
    }

    @Sendable static func withdraw(
        _ visit: Visit, _ session: Session, _ fields: FormFields
    ) async throws(Refusal) -> Response {
        guard let id = fields["number"].flatMap({ Int64($0) }) else {
            throw .malformed("The form names no invitation.")
        }
        return try await AdminActs.carryOut(.withdraw(invitation: id), visit, to: "/admin#joining")
    }
}
