import Domain
import HTTP
import Logging

/// `GET /callback`: where the provider sends people back (RFC 6749 §4.1.2). The order of the steps is the design's
/// (§4): nothing is believed before the state is known to be this browser's, and nothing is sent before the flow is
/// used up.
enum SignInCallback {
    @Sendable static func finish(_ visit: Visit) async throws(Refusal) -> Response {
        try await finish(visit, at: visit.site.environment.provider.name)
    }

    /// `GET /callback/NAME`: the same for another provider. Each has a path of its own, so that none can pass its
    /// answer off as another's (RFC 9700 §4.4).
    @Sendable static func finishElsewhere(_ visit: Visit) async throws(Refusal) -> Response {
        guard let listing = ProviderSignIn.listing(visit.parameters.first, visit) else { throw .notFound }
        return try await finish(visit, at: listing.name)
    }

    private static func finish(_ visit: Visit, at provider: String) async throws(Refusal) -> Response {
        guard let query = FormFields(query: visit.request.query) else {
            throw refusal("the callback's query cannot be decoded")
        }
        // RFC 6749 §3.1: parameters must not be included more than once.
        guard !query.hasRepeated(["state", "code", "error", "error_description", "error_uri", "iss"]) else {
            throw refusal("a parameter of the callback is repeated")
        }
        guard let state = query["state"], (16...128).contains(state.utf8.count) else {
            throw refusal("the callback has no state")
        }
        let cookies = FlowCookies(visit)
        guard let flow = cookies.flow(of: state) else { return try await answerStranger(state, visit) }
        let isFirst = flow.isLive(visit.now) ? try await consume(flow.state, until: flow.endsAt, visit) : false
        var response: Response
        do throws(Refusal) {
            response =
                isFirst ? try await use(flow, query, at: provider, visit) : try answerLatecomer(flow, visit)
        } catch {
            var refusal = error
            refusal.endedFlow = flow
            if refusal.startAgain != nil { refusal.again = ProviderSignIn.again(flow, visit) }
            add(cookies.removal(of: flow), to: &refusal.fields)
            throw refusal
        }
        add(cookies.removal(of: flow), to: &response.fields)
        return response
    }

    /// The flow is this browser's and nobody has used it: from here on a code is exchanged once or never.
    private static func use(
        _ flow: SignInFlow, _ query: FormFields, at name: String, _ visit: Visit
    ) async throws(Refusal) -> Response {
        guard flow.provider == name else { throw refusal("the flow is another provider's", flow) }
        let provider = try await ProviderSignIn.provider(name, flow, visit)
        guard provider.accepts(issuer: query["iss"]) else { throw refusal("the callback names another issuer", flow) }
        if let error = query["error"] { throw refusal(ofProvider: error, provider, flow) }
        guard let code = query["code"], !code.isEmpty, code.utf8.count <= 4096 else {
            throw refusal("the callback has neither code nor error", flow)
        }
        let grant: Grant
        let profile: Profile
        do throws(SignInFailure) {
            grant = try await provider.exchange(code: code, verifier: flow.verifier)
            profile = try await provider.profile(of: grant)
        } catch {
            throw refusal(error, provider, flow)
        }
        // Nothing is asked of another provider later, so nothing that it granted is kept.
        let kept = provider.name == visit.site.environment.provider.name ? grant : nil
        if flow.linking != nil {
            let link = ProposedLink(provider: provider.name, issuer: provider.issuer, profile: profile, grant: kept)
            if let response = try await IdentityLink.propose(link, flow, visit) { return response }
        }
        let signIn = SignIn(
            provider: provider.name, issuer: provider.issuer, profile: profile, grant: kept,
            replacing: visit.session?.id, expectedAccount: flow.renewing ?? flow.linking,
            device: SessionDevice(of: visit.request), invitation: flow.invitation)
        let outcome: SignInOutcome
        do throws(StoreFailure) {
            outcome = try await visit.site.environment.sessions.signIn(signIn, now: visit.now)
        } catch {
            var refusal = Refusal(error)
            refusal.startAgain = flow.returnPath
            throw refusal
        }
        return try answer(outcome, of: provider.displayName, flow, visit)
    }

    private static func answer(
        _ outcome: SignInOutcome, of provider: String, _ flow: SignInFlow, _ visit: Visit
    ) throws(Refusal) -> Response {
        switch outcome {
        case .signedIn(let account, let token, let isNew):
            visit.site.environment.logger.info(
                "signed in", metadata: ["account": "\(account.rawValue)", "new": "\(isNew)"])
            var response = goOn(isNew ? visit.path("/welcome") : location(of: flow.returnPath, visit))
            SessionCookie.set(token, on: &response, visit.site.environment.address)
            return response
        case .notAdmitted(let reason):
            throw .notAdmitted(reason, provider: provider)
        case .otherIdentity:
            throw Refusal(
                .conflict, "That was another account",
                "You agreed with a different \(provider) account than the one "
                    + "connected here, so nothing was changed. Sign in there with the connected account, then "
                    + "reconnect from the settings page.",
                logged: "a renewal by another identity")
        }
    }

    // MARK: Callbacks that are not, or no longer, a sign-in's

    /// No cookie of this browser knows the state. A repeat of what this browser has finished goes on; anything else is
    /// refused, for it may be somebody else's sign-in (RFC 6749 §10.12).
    private static func answerStranger(_ state: String, _ visit: Visit) async throws(Refusal) -> Response {
        // Only a session can have finished one before, so nobody else makes the store write.
        if visit.session != nil, try await !consume(state, until: visit.now + SignInFlow.lifetime, visit) {
            return goOn(visit.path("/"))
        }
        throw refusal("the state is not this browser's")
    }

    /// The flow is this browser's, but used up or too old.
    private static func answerLatecomer(_ flow: SignInFlow, _ visit: Visit) throws(Refusal) -> Response {
        if let session = visit.session, flow.renewing == nil {
            guard let account = flow.linking else { return goOn(location(of: flow.returnPath, visit)) }
            if account == session.account { return goOn(visit.path(IdentityLink.confirmation)) }
        }
        throw refusal("the flow has ended or was used already", flow)
    }

    private static func consume(_ state: String, until end: Timestamp, _ visit: Visit) async throws(Refusal) -> Bool {
        let environment = visit.site.environment
        do throws(StoreFailure) {
            return try await environment.sessions.consumeFlow(
                environment.keys.digest(Array(state.utf8)), expiresAt: end, now: visit.now)
        } catch {
            throw Refusal(error)
        }
    }

    // MARK: Answers

    /// A redirection that keeps nothing and tells nobody where it came from: the address had a code in it.
    static func goOn(_ location: String) -> Response {
        var response = Response.redirect(to: location)
        response.fields.append(.cacheControl, "no-store")
        response.fields.append(.referrerPolicy, "no-referrer")
        return response
    }

    /// A return path is meant below the base path, and may have it already.
    static func location(of path: ReturnPath, _ visit: Visit) -> String {
        let base = visit.site.environment.address.path
        let isBelow = !base.isEmpty && (path.text == base || path.text.hasPrefix(base + "/"))
        return isBelow ? path.text : visit.path(path.text)
    }

    private static func refusal(_ reason: String, _ flow: SignInFlow? = nil) -> Refusal {
        Refusal(
            .badRequest, "This sign-in has expired",
            "It was finished already, took longer than ten minutes, or began in another browser. Nothing was "
                + "changed. Start again, it takes a moment.",
            startAgain: flow?.returnPath ?? .front, logged: reason)
    }

    /// RFC 6749 §4.1.2.1. The code chooses the words; nothing that came with the request is shown or logged.
    private static func refusal(ofProvider error: String, _ provider: any SignInProvider, _ flow: SignInFlow) -> Refusal
    {
        let name = provider.displayName
        switch error {
        case "access_denied":
            return Refusal(
                .forbidden, "You declined",
                "You chose not to connect \(name), so nothing was stored. If that was a slip, try again.",
                startAgain: flow.returnPath, logged: "access_denied")
        case "server_error", "temporarily_unavailable":
            return Refusal(
                .badGateway, "\(name) has trouble", "\(name) could not sign you in just now. Try again in a minute.",
                startAgain: flow.returnPath, logged: error)
        case "invalid_scope", "invalid_request", "unauthorized_client", "unsupported_response_type":
            return Refusal(
                .badRequest, "\(name) did not accept the request",
                "\(name) does not accept how this installation asks. Its operator has to check the app's registration.",
                startAgain: flow.returnPath, logged: error)
        default:
            return Refusal(
                .badRequest, "\(name) did not sign you in", "\(name) gave a reason that is not known here. Try again.",
                startAgain: flow.returnPath, logged: "an unknown error code of the provider")
        }
    }

    private static func refusal(_ failure: SignInFailure, _ provider: any SignInProvider, _ flow: SignInFlow) -> Refusal
    {
        refusal(failure, of: provider.displayName, startAgain: flow.returnPath)
    }

    /// What a provider's failure means for whoever waits for a page.
    static func refusal(_ failure: SignInFailure, of name: String, startAgain: ReturnPath) -> Refusal {
        switch failure {
        case .codeRefused:
            return Refusal(
                .badRequest, "\(name) did not accept this sign-in",
                "Its one-time code was used or too old. Nothing was changed. Start again, it takes a moment.",
                startAgain: startAgain, logged: "the code was refused")
        case .refused(let sentence):
            return Refusal(
                .forbidden, "\(name) does not let you in here", sentence, startAgain: startAgain,
                logged: "the provider refuses this user")
        case .unavailable(let reason, let timedOut):
            return Refusal(
                timedOut ? .gatewayTimeout : .badGateway, "\(name) has trouble",
                "\(name) did not answer as it should. Nothing was stored. Try again in a minute.",
                startAgain: startAgain, logged: reason)
        case .misconfigured(let reason):
            return Refusal(
                .badGateway, "Not set up correctly",
                "\(name) does not accept this installation's own credentials. Its operator has to check them; "
                    + "trying again will not help.",
                logged: reason)
        }
    }

    private static func add(_ cookie: SetCookie, to fields: inout Fields) {
        if let value = cookie.fieldValue { fields.append(.setCookie, value) }
    }
}
