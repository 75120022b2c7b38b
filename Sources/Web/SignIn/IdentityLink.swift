import Domain
import HTTP
import Logging

/// `/settings/identities/…`: one more way to sign in to the account, joined from a session of it and confirmed when it
/// is known whose identity it is. Nothing joins accounts by itself, least of all a name or an address.
enum IdentityLink {
    /// The page that asks for the word.
    static let confirmation = "/settings/identities/confirm"
    /// How long it waits.
    private static let patience = Duration.minutes(10)

    /// `GET /settings/identities/connect?provider=NAME`: on to the provider.
    @Sendable static func start(_ visit: Visit, _ session: Session) async throws(Refusal) -> Response {
        let settings = ReturnPath(checking: "/settings")
        guard ProviderSignIn.isOwnClick(visit) else { return .redirect(to: visit.path("/settings#identities")) }
        let name = try visit.query()["provider"] ?? ""
        let flow = SignInFlow(
            state: "", verifier: Secret(""), provider: name, returnPath: settings, begunAt: visit.now, renewing: nil,
            linking: session.account)
        let provider: any SignInProvider
        do throws(Refusal) {
            provider = try await ProviderSignIn.provider(name, flow, visit)
        } catch {
            var refusal = error
            if refusal.startAgain != nil { refusal.again = ProviderSignIn.again(flow, visit) }
            throw refusal
        }
        guard try !has(provider.name, session.account, visit) else { throw hasAnother(provider.displayName) }
        return ProviderSignIn.redirection(
            try SignInStart.begin(
                visit, with: provider, returnPath: settings, renewing: nil, linking: session.account))
    }

    /// The provider has said who it is. Nil where that is the account's already: then it is an ordinary sign-in.
    static func propose(_ link: ProposedLink, _ flow: SignInFlow, _ visit: Visit) async throws(Refusal) -> Response? {
        let name = displayName(of: link.provider, visit)
        guard let session = visit.session, session.account == flow.linking else {
            throw Refusal(
                .conflict, "You are signed in as somebody else",
                "The account that \(name) was to be connected to is not the one signed in here now, so nothing was "
                    + "changed.",
                startAgain: flow.returnPath, logged: "a link that another session began")
        }
        let environment = visit.site.environment
        let owner: AccountID?
        do throws(StoreFailure) {
            owner = try environment.sessions.account(ofIssuer: link.issuer, profile: link.profile)
        } catch {
            throw Refusal(error)
        }
        if owner == session.account { return nil }
        guard owner == nil else { throw belongsToAnother(name) }
        guard try !has(link.provider, session.account, visit) else { throw hasAnother(name) }
        do throws(StoreFailure) {
            try await environment.sessions.propose(
                link, by: session.id, expiresAt: visit.now + patience, now: visit.now)
        } catch {
            throw Refusal(error)
        }
        return SignInCallback.goOn(visit.path(confirmation))
    }

    /// `GET /settings/identities/confirm`
    @Sendable static func ask(_ visit: Visit, _ session: Session) async throws(Refusal) -> Response {
        let proposed: ProposedIdentity?
        do throws(StoreFailure) {
            proposed = try visit.site.environment.sessions.proposal(of: session.id, now: visit.now)
        } catch {
            throw Refusal(error)
        }
        guard let proposed else { return .redirect(to: visit.path("/settings#identities")) }
        let name = displayName(of: proposed.provider, visit)
        let who = proposed.displayName.map { "\u{201C}\($0)\u{201D} at \(name)" } ?? "the user you are at \(name)"
        return Confirmation.ask(
            visit, session, title: "Connect \(name)",
            explanation: [
                "You are signed in here as \u{201C}\(session.displayName)\u{201D}, and came back from \(name) as \(who).",
                "Once connected, whoever signs in as that user at \(name) is in this account. If that is not you, "
                    + "do not confirm.",
            ],
            action: confirmation, keep: "Do not connect")
    }

    /// `POST /settings/identities/confirm`
    @Sendable static func carryOut(
        _ visit: Visit, _ session: Session, _ fields: FormFields
    ) async throws(Refusal) -> Response {
        try Confirmation.check(fields)
        let outcome: LinkOutcome
        do throws(StoreFailure) {
            outcome = try await visit.site.environment.sessions.confirmProposal(
                of: session.id, for: session.account, now: visit.now)
        } catch {
            throw Refusal(error)
        }
        switch outcome {
        case .linked(let provider):
            visit.site.environment.logger.info(
                "identity linked", metadata: ["account": "\(session.account.rawValue)", "provider": "\(provider)"])
            await visit.note(.identityLink, detail: provider)
            return .redirect(to: visit.path("/settings#identities"))
        case .belongsToAnother(let provider): throw belongsToAnother(displayName(of: provider, visit))
        case .hasAnother(let provider): throw hasAnother(displayName(of: provider, visit))
        case .nothingProposed:
            throw Refusal(
                .badRequest, "That took too long",
                "The connection was not confirmed within ten minutes, so nothing was changed. Begin again from the "
                    + "settings page.",
                logged: "no link waits for a confirmation")
        }
    }

    /// What people call a provider, from its name in the database; itself for one that the operator has taken away.
    static func displayName(of provider: String, _ visit: Visit) -> String {
        let environment = visit.site.environment
        if provider == environment.provider.name { return environment.provider.displayName }
        if provider == TrustedUser.provider { return TrustedUser.displayName }
        return ProviderSignIn.listing(provider, visit)?.displayName ?? provider
    }

    private static func has(_ provider: String, _ account: AccountID, _ visit: Visit) throws(Refusal) -> Bool {
        do throws(StoreFailure) {
            return try visit.site.environment.sessions.identities(of: account).contains { $0.provider == provider }
        } catch {
            throw Refusal(error)
        }
    }

    private static func belongsToAnother(_ name: String) -> Refusal {
        Refusal(
            .conflict, "That is another account's",
            "This \(name) user has an account of their own here, so nothing was changed. To join the two, sign in with "
                + "\(name), delete that account on its settings page, and then connect \(name) here.",
            logged: "a link of an identity that is another account's")
    }

    private static func hasAnother(_ name: String) -> Refusal {
        Refusal(
            .conflict, "\(name) is connected already",
            "This account has a user of \(name) already, so nothing was changed. Remove that one on the settings page "
                + "first.",
            logged: "a second identity of one provider")
    }
}
