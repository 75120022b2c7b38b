import HTTP

extension SandboxState {
    /// `GET /authorize` leads to the login page, whatever was asked; `POST /authorize` takes the form from there.
    mutating func authorize(_ call: ServiceCall, at time: Moment) -> Response {
        switch call.method {
        case .get, .head:
            // As at Spotify, client and redirection URI are looked at only behind the login.
            let query = call.rawQuery.map { "?\($0)" } ?? ""
            var parameters = FormFields([("continue", "\(publicURL)/authorize\(query)")])
            if let id = call.query["client_id"] { parameters.append("client_id", id) }
            return .redirect(to: "/\(Self.language(of: call))/login?\(parameters.encoded)")
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

    /// `GET /en/login?continue=`: says who it is and asks for consent at once. The stand-in keeps no login: the page
    /// asks every time who it is, so that several listeners can use one browser.
    func login(_ call: ServiceCall) -> Response {
        guard call.method == .get || call.method == .head else {
            return Response(.methodNotAllowed, fields: [.allow: "GET, HEAD"])
        }
        guard let target = call.query["continue"], let mark = target.firstIndex(of: "?"),
            let query = FormFields(query: String(target[target.index(after: mark)...]))
        else { return Self.errorPage(AuthorizationRequest.Problem(message: "Missing required parameter: client_id")) }
        do throws(AuthorizationRequest.Problem) {
            let request = try AuthorizationRequest(query, clients: options.clients)
            return Self.page(.ok, ConsentPage.html(request, fields: query, listeners: listenerChoices(for: request)))
        } catch {
            return Self.errorPage(error)
        }
    }

    /// The first language a browser asks for, as it stands in the addresses of the login page.
    private static func language(of call: ServiceCall) -> String {
        let first = call.fields[.acceptLanguage]?.utf8.prefix(2).map { $0 | 0x20 } ?? []
        guard first.count == 2, first.allSatisfy({ (0x61...0x7A).contains($0) }) else { return "en" }
        return String(decoding: first, as: UTF8.self)
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
