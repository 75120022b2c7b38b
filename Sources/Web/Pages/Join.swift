public import Domain
import HTTP

/// `/join`: where an invitation's link leads. Looking at it uses nothing up; signing in does, be it by the word of a
/// trusted proxy, or the button for whoever is signed in. The token stands in the query, which no log of ours has.
enum Join {
    /// The name of the token, in the query and in the form.
    static let field = "invitation"

    struct Page: Sendable {
        let shell: Shell
        let pageTitle: String
        let message: String
        /// The form's, for whoever can use the invitation with a click.
        let token: String?
        let invitation: String
    }

    @Sendable static func show(_ visit: Visit) async throws(Refusal) -> Response {
        let text = try visit.query()[field] ?? ""
        let invitation = try find(Secret(text), visit)
        guard let session = visit.session else {
            let joined = try await TrustedUser.join(
                with: Secret(text), makesAdministrator: invitation.makesAdministrator, visit)
            if let joined { return joined }
            let sentence =
                invitation.makesAdministrator
                ? "With this link you become the administrator here. It works once."
                : "You are invited. Sign in, and you are in. This link works once."
            return try Landing.show(visit, invitation: Secret(text), sentence: sentence)
        }
        let canUse = invitation.makesAdministrator && !session.isAdministrator
        let message =
            canUse
            ? "You are signed in as \(session.displayName). With this link that account may administer this installation. It "
                + "works once."
            : "You are in already, as \(session.displayName), so this link is still unused. Pass it on to whom it is for."
        let page = Page(
            shell: visit.site.shell(for: session), pageTitle: "An invitation", message: message,
            token: canUse ? FormToken.make(for: session.id, keys: visit.site.environment.keys) : nil, invitation: text)
        return visit.site.page("join", page)
    }

    @Sendable static func carryOut(
        _ visit: Visit, _ session: Session, _ fields: FormFields
    ) async throws(Refusal) -> Response {
        let isUsed: Bool
        do throws(StoreFailure) {
            isUsed = try await visit.site.environment.members.accept(
                Secret(fields[field] ?? ""), by: visit.actor, now: visit.now)
        } catch {
            throw Refusal(error)
        }
        guard isUsed else { throw ended }
        visit.site.forget(session.account)
        return .redirect(to: visit.path("/admin"))
    }

    private static func find(_ token: Secret, _ visit: Visit) throws(Refusal) -> Invitation {
        let invitation: Invitation?
        do throws(StoreFailure) {
            invitation = try visit.site.environment.members.invitation(token, now: visit.now)
        } catch {
            throw Refusal(error)
        }
        guard let invitation else { throw ended }
        return invitation
    }

    private static let ended = Refusal(
        .gone, "This invitation has ended",
        "It was used, withdrawn, or has expired. Ask whoever gave it to you for a new one.")
}

extension SiteAddress {
    /// The link to hand out for an invitation.
    public func link(ofInvitation token: Secret) -> String { url("/join?\(Join.field)=\(token.reveal())") }
}
