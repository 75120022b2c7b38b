import HTTP

extension SandboxState {
    /// Answers a call of the Web API: token, quota, route, scope, and only then the call itself.
    mutating func api(_ call: ServiceCall, family: EndpointFamily, at time: Moment) -> Response {
        if call.method == .options { return Response(.noContent, fields: APIFields.bare) }
        do throws(APIError) {
            let token = try bearer(of: call, at: time)
            let listener = grants.listener(of: token)
            if options.profile == .dev2026 {
                guard ownerHasPremium else { throw .ownerWithoutPremium }
                if let listener, !world.listeners[listener].isAllowListed { throw .notRegistered }
            }
            if let refusal = quota.admit(family, at: time) { throw APIError(refusal) }
            let (route, id) = try route(for: call)
            let request = APIRequest(
                clientID: token.clientID, listener: listener, scopes: token.scopes, id: id,
                path: "/" + call.segments.map(PercentEncoding.encode).joined(separator: "/"), query: call.query,
                body: call.body, time: time)
            switch route.access {
            case .anyToken: break
            case .user: _ = try request.user()
            case .oneOf(let scopes):
                // An app's own token has no scopes, and fails here as one of a person who allowed too little.
                guard !token.scopes.isDisjoint(with: scopes) else { throw .insufficientScope }
            }
            return try route.action(&self, request)
        } catch {
            return error.response
        }
    }

    private func bearer(of call: ServiceCall, at time: Moment) throws(APIError) -> AccessGrants.AccessToken {
        guard call.fields.contains(.authorization) else {
            throw .unauthorized("missing_token", "No access token was sent")
        }
        guard let text = call.credentials("Bearer"), !text.isEmpty else { throw .malformedAuthorization }
        guard let token = grants.accessToken(text) else {
            throw .unauthorized("invalid_token", "The access token is not known")
        }
        guard grants.isGood(token, at: time) else {
            throw .unauthorized("invalid_token", "The access token expired")
        }
        return token
    }

    private func route(for call: ServiceCall) throws(APIError) -> (APIRoute, id: String) {
        let segments = call.segments.dropFirst()
        let method = call.method == .head ? .get : call.method
        var isKnownPath = false
        for route in APIRoute.all {
            guard let id = route.match(segments) else { continue }
            let isOffered = options.profile == .extended || route.offer == .toAll
            if route.method == method {
                guard isOffered else { throw .forbidden }
                return (route, id)
            }
            if isOffered { isKnownPath = true }
        }
        if isKnownPath || segments.elementsEqual(["me", "library"]) { throw .methodNotAllowed }
        if options.profile == .dev2026, APIRoute.takenAway.contains(where: { Self.begins(segments, with: $0) }) {
            throw .forbidden
        }
        throw .noSuchService
    }

    private static func begins(_ segments: ArraySlice<String>, with pattern: [String]) -> Bool {
        segments.count >= pattern.count && zip(segments, pattern).allSatisfy { $1 == "{id}" || $0 == $1 }
    }
}
