import HTTP

extension SandboxState {
    /// `GET /authorize` shows the consent page, `POST /authorize` takes its form. The stand-in keeps no login: the page
    /// asks every time who it is, so that several listeners can use one browser.
    mutating func authorize(_ call: ServiceCall, at time: Moment) -> Response {
        switch call.method {
        case .get, .head:
            do throws(AuthorizationRequest.Problem) {
                let request = try AuthorizationRequest(call.query, clients: options.clients)
                return Self.page(
                    .ok, ConsentPage.html(request, fields: call.query, listeners: listenerChoices(for: request)))
            } catch {
                return Self.errorPage(error)
            }
        case .post:
            guard let form = call.form else { return Self.page(.badRequest, ErrorPage.html("Malformed form")) }
            do throws(AuthorizationRequest.Problem) {
                return try decide(try AuthorizationRequest(form, clients: options.clients), form: form, at: time)
            } catch {
                return Self.errorPage(error)
            }
        default: return Response(.methodNotAllowed, fields: [.allow: "GET, HEAD, POST"])
        }
    }

    private mutating func decide(
        _ request: AuthorizationRequest, form: FormFields, at time: Moment
    ) throws(AuthorizationRequest.Problem) -> Response {
        switch form["action"] {
        case "cancel": return .redirect(to: request.redirection("error", "access_denied"))
        case "agree":
            guard let listener = world.listeners.firstIndex(where: { $0.id == form["user"] }) else {
                throw AuthorizationRequest.Problem(message: "Unknown user: choose listener-1 to listener-5")
            }
            // Whether the person is on the app's list matters only to the API: consent goes through all the same.
            let consent = AccessGrants.Consent(
                clientID: request.client.id, listener: listener, scopes: request.scopes, time: time)
            let code = grants.makeCode(
                AccessGrants.Code(consent: consent, redirectURI: request.redirectURI, challenge: request.challenge))
            return .redirect(to: request.redirection("code", code))
        default: throw AuthorizationRequest.Problem(message: "action must be agree or cancel")
        }
    }

    private func listenerChoices(for request: AuthorizationRequest) -> [(listener: Listener, hasAgreed: Bool)] {
        world.listeners.enumerated().map { index, listener in
            let hasAgreed = grants.hasConsented(listener: index, clientID: request.client.id, scopes: request.scopes)
            return (listener, hasAgreed)
        }
    }

    private static func errorPage(_ problem: AuthorizationRequest.Problem) -> Response {
        page(.badRequest, ErrorPage.html(problem.message))
    }

    private static func page(_ status: Status, _ html: String) -> Response {
        var response = Response.html(status, Array(html.utf8))
        response.fields.append(.cacheControl, "no-store")
        // No form-action here: browsers apply it to the redirection that answers the form too.
        response.fields.append(
            .contentSecurityPolicy,
            "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'; base-uri 'none'")
        response.fields.append(.xContentTypeOptions, "nosniff")
        return response
    }
}
