import Domain
public import HTTP
import Logging
public import Templating

/// The web side of Fanfare: every page, form, feed and event stream, as one handler.
public struct WebApplication: Handler {
    /// The templates that must be in the environment's library.
    public static let templates = [
        "layout", "landing", "releases", "releases-day", "releases-month", "release", "welcome", "progress", "artists",
        "finder", "settings", "identities", "confirm", "goodbye", "privacy", "artist", "rules", "why", "why-not",
        "refusal", "feed", "feed-entry", "join", "admin", "admin-member", "admin-invitation", "admin-audit",
    ]

    private let site: Site
    private let router: Router
    private let headers: SecurityHeaders
    private let healthPaths: [String]

    /// An application in this environment; throws where a template is missing.
    public init(_ environment: WebEnvironment) throws(TemplateError) {
        try environment.templates.require(WebApplication.templates, for: "the web application")
        site = Site(environment)
        router = Router(Routes.table, basePath: environment.address.path)
        headers = SecurityHeaders(environment)
        // Probes come past the proxy, and know no base path.
        healthPaths = ["/healthz", "/readyz"]
    }

    /// The answers of routes that ask nobody, with the fields that every answer carries.
    public func respondAtOnce(to request: Request) -> Response? {
        guard case .route(let route, _) = match(request), case .atOnce(let action) = route.answer else { return nil }
        var response = action(request, site)
        headers.add(to: &response)
        return response
    }

    /// The answer, with the fields that every answer carries.
    public nonisolated(nonsending) func respond(to request: Request) async -> Response {
        var response = await answer(request)
        headers.add(to: &response)
        // RFC 9110 §9.3.2: nothing is streamed to nobody.
        if request.method == .head, case .stream = response.body { response.body = .empty }
        return response
    }

    private nonisolated(nonsending) func answer(_ request: Request) async -> Response {
        if case .other = request.method { return refuse(.unknownMethod, request) }
        if request.head.target == .asterisk {
            return options(Router.allowed([.get, .post]))
        }
        switch match(request) {
        case .unknown: return refuse(.notFound, request)
        case .withoutSlash(let path):
            return .redirect(.permanentRedirect, to: path + (request.query.map { "?\($0)" } ?? ""))
        case .otherMethods(let allowed):
            return request.method == .options ? options(allowed) : refuse(.otherMethods(allowed), request)
        case .route(let route, let parameters):
            switch route.answer {
            case .atOnce(let action): return action(request, site)
            case .visit(let access): return await perform(access, of: route, parameters, request)
            }
        }
    }

    private func match(_ request: Request) -> Router.Match {
        let path = healthPaths.contains(request.path) ? site.environment.address.path + request.path : request.path
        return router.match(request.method, path)
    }

    private func options(_ allowed: [Method]) -> Response {
        Response(.noContent, fields: [.allow: FieldValue(allowed.map(\.name).joined(separator: ", ")) ?? "GET"])
    }

    private nonisolated(nonsending) func perform(
        _ access: Route.Access, of route: Route, _ parameters: [String], _ request: Request
    ) async -> Response {
        let now = site.environment.clock.now()
        var visit = Visit(
            site: site, request: request, pattern: route.pattern.text, parameters: parameters, session: nil, now: now)
        do {
            if !request.method.isSafe {
                try CrossSiteGuard.check(request.fields, origin: site.environment.address.origin)
            }
            let known = try SessionCookie.session(of: request, site, now: now)
            let (session, begun) = try await TrustedUser.session(
                of: request, having: known, mayBegin: route.isPage, site, now: now)
            visit = Visit(
                site: site, request: request, pattern: route.pattern.text, parameters: parameters, session: session,
                now: now)
            try visit.checkLimits(access)
            var response = try await act(access, visit)
            if let begun { SessionCookie.set(begun, on: &response, site.environment.address) }
            await noteUse(of: visit.session, now: now)
            return response
        } catch {
            log(error, visit)
            await visit.noteRefusal(error)
            return RefusalPage.show(error, visit)
        }
    }

    private nonisolated(nonsending) func act(_ access: Route.Access, _ visit: Visit) async throws(Refusal) -> Response {
        switch access {
        case .anyone(let action): return try await action(visit)
        case .signedIn(let action):
            guard let session = visit.session else { return FrontPage.sendToSignIn(visit) }
            return try await action(visit, session)
        case .form(let action):
            guard let session = visit.session else { return .redirect(to: visit.path("/")) }
            let fields = try await FormToken.fields(of: visit.request, session.id, keys: site.environment.keys)
            return try await action(visit, session, fields)
        case .administrator(let action):
            guard let session = visit.session else { return FrontPage.sendToSignIn(visit) }
            guard session.isAdministrator else { throw .notFound }
            return try await action(visit, session)
        case .administratorForm(let action):
            guard visit.session?.isAdministrator ?? true else { throw .notFound }
            return try await act(.form(action), visit)
        }
    }

    /// The store keeps when a session was last used to five minutes; asking it more often would only cost.
    private nonisolated(nonsending) func noteUse(of session: Session?, now: Timestamp) async {
        guard let session, now - session.lastSeenAt > .minutes(5) else { return }
        do throws(StoreFailure) {
            try await site.environment.sessions.touch(session, now: now)
        } catch {
            // The page is ready, and worth more than the note.
            site.environment.logger.warning("the use of a session was not noted", metadata: ["reason": "\(error)"])
        }
    }

    private func refuse(_ refusal: Refusal, _ request: Request) -> Response {
        let now = site.environment.clock.now()
        // The navigation is a courtesy here: a store in trouble must not turn 404 into 503.
        let session = try? SessionCookie.session(of: request, site, now: now)
        let visit = Visit(
            site: site, request: request, pattern: "-", parameters: [], session: session ?? nil, now: now)
        log(refusal, visit)
        return RefusalPage.show(refusal, visit)
    }

    private func log(_ refusal: Refusal, _ visit: Visit) {
        guard let reason = refusal.logged else { return }
        let level: Logger.Level = refusal.status.code >= 500 ? .error : .notice
        site.environment.logger.log(
            level: level, "request refused",
            metadata: [
                "request": "\(visit.request.id)", "method": "\(visit.request.method)", "route": "\(visit.pattern)",
                "status": "\(refusal.status.code)", "reason": "\(reason)",
            ])
    }
}
