import Domain
import HTTP
import Logging

/// `/settings/identities/remove`: one way less to sign in. The last one stays: without it nobody could come back.
enum IdentityRemoval {
    @Sendable static func ask(_ visit: Visit, _ session: Session) async throws(Refusal) -> Response {
        let (identity, count) = try find(try visit.query()["identity"], visit, session)
        guard count > 1 else { throw isLast }
        let name = IdentityLink.displayName(of: identity.provider, visit)
        var explanation = [
            "Nobody can sign in to this account with \(name) any more. Your other sessions end, since somebody may have "
                + "begun them that way."
        ]
        if identity.provider == visit.site.environment.provider.name {
            explanation.append(
                "Its tokens are deleted at once, and your list of artists there is read no more. The artists whom you "
                    + "follow and what you were told stay.")
        }
        return Confirmation.ask(
            visit, session, title: "Remove \(name)", explanation: explanation, action: "/settings/identities/remove",
            hidden: [Confirmation.Field(name: "identity", value: String(identity.id.rawValue))], keep: "Keep it")
    }

    @Sendable static func carryOut(
        _ visit: Visit, _ session: Session, _ fields: FormFields
    ) async throws(Refusal) -> Response {
        try Confirmation.check(fields)
        let (identity, _) = try find(fields["identity"], visit, session)
        let outcome: RemovalOutcome
        do throws(StoreFailure) {
            outcome = try await visit.site.environment.sessions.removeIdentity(
                identity.id, of: session.account, keeping: session.id, now: visit.now)
        } catch {
            throw Refusal(error)
        }
        switch outcome {
        case .removed:
            visit.site.environment.logger.info(
                "identity removed",
                metadata: ["account": "\(session.account.rawValue)", "provider": "\(identity.provider)"])
            await visit.note(.identityRemoval, detail: identity.provider)
            return .redirect(to: visit.path("/settings#identities"))
        case .isLast: throw isLast
        case .unknown: throw .notFound
        }
    }

    private static func find(
        _ text: String?, _ visit: Visit, _ session: Session
    ) throws(Refusal) -> (IdentityView, count: Int) {
        let identities: [IdentityView]
        do throws(StoreFailure) {
            identities = try visit.site.environment.sessions.identities(of: session.account)
        } catch {
            throw Refusal(error)
        }
        let wanted = text.flatMap { Int64($0) }
        guard let identity = identities.first(where: { $0.id.rawValue == wanted }) else { throw .notFound }
        return (identity, identities.count)
    }

    private static let isLast = Refusal(
        .conflict, "It is the only one",
        "Without it you could not sign in to this account any more, so it stays. Connect another one first, or delete the "
            + "account.")
}
