import HTTP

extension SandboxState {
    /// Answers a call to the admin side.
    mutating func administer(_ call: ServiceCall, at machineTime: Moment) -> Response {
        moveCatalogue(to: machineTime)
        do throws(AdminProblem) {
            let path = call.segments
            if path.isEmpty, call.method == .get { return adminPage(call, at: machineTime) }
            switch (call.method.name, path.first, path.dropFirst().first, path.dropFirst(2).first) {
            case ("POST", "reset", nil, _): return try reset(call, at: machineTime)
            case ("GET", "clock", nil, _): return clock(machineTime)
            case ("POST", "clock", "advance", nil): return try advanceClock(call, at: machineTime)
            case ("GET", "artists", nil, _): return try listArtists(call)
            case ("POST", "artists", nil, _): return try addArtist(call)
            case ("POST", "releases", nil, _): return try publish(call)
            case ("DELETE", "releases", let id?, nil): return try withdraw(id)
            case ("GET", "users", nil, _): return listUsers()
            case ("POST", "users", let id?, "follow"?): return try follow(call, user: id, follows: true)
            case ("POST", "users", let id?, "unfollow"?): return try follow(call, user: id, follows: false)
            case ("POST", "users", let id?, "revoke"?): return try revoke(call, user: id)
            case ("POST", "users", let id?, "allow"?): return try allow(call, user: id)
            case ("POST", "users", let id?, "player"?): return try setPlayer(call, user: id)
            case ("POST", "revoke", nil, _): return try revokeAll(call)
            case ("POST", "owner", nil, _): return try setOwner(call)
            case ("POST", "tokens", "policy", nil): return try setTokenPolicy(call)
            case ("POST", "quota", nil, _): return try setQuota(call)
            case ("GET", "faults", nil, _): return listFaults()
            case ("POST", "faults", nil, _): return try addFault(call)
            case ("DELETE", "faults", nil, _):
                faults.clear()
                return Self.done
            case ("GET", "requests", nil, _): return try listRequests(call)
            case ("GET", "routes", nil, _): return listRoutes()
            case ("GET", "help", nil, _): return help()
            case ("POST", "page", _?, _): return submit(call, at: machineTime)
            default: throw AdminProblem(status: .notFound, message: "no such call; there are: \(Self.calls)")
            }
        } catch {
            return error.response
        }
    }

    private static let calls = """
        POST /reset, GET /clock, POST /clock/advance, GET /artists, POST /artists, POST /releases, DELETE /releases/ID, \
        GET /users, POST /users/ID/follow, POST /users/ID/unfollow, POST /users/ID/revoke, POST /users/ID/allow, \
        POST /users/ID/player, POST /revoke, POST /owner, POST /tokens/policy, POST /quota, GET /faults, POST /faults, DELETE /faults, \
        GET /requests, GET /routes; for people GET / and GET /help
        """

    /// The answer where there is nothing to say.
    static let done = Response.json(.ok, Array("{}".utf8))

    private mutating func reset(_ call: ServiceCall, at machineTime: Moment) throws(AdminProblem) -> Response {
        let body = try AdminBody(call.body, members: ["seed"])
        let seed = try body.number("seed", in: 0...(1 << 53))
        reset(seed: seed.map(UInt64.init), machineTime: machineTime)
        return Self.done
    }

    private func clock(_ machineTime: Moment) -> Response {
        .json(.ok, JSONWriter.compact { $0.object { $0.member("now", time(machineTime).seconds) } })
    }

    private mutating func advanceClock(_ call: ServiceCall, at machineTime: Moment) throws(AdminProblem) -> Response {
        let body = try AdminBody(call.body, members: ["seconds"])
        guard case .number(let seconds) = body.raw("seconds"), seconds >= 0, seconds <= 3_000_000_000 else {
            throw AdminProblem(
                message: "\"seconds\" must be a number of seconds, not negative: the clock goes forward only")
        }
        advanceClock(by: .milliseconds(Int64(seconds * 1000)))
        moveCatalogue(to: machineTime)
        return clock(machineTime)
    }

    private mutating func setTokenPolicy(_ call: ServiceCall) throws(AdminProblem) -> Response {
        let body = try AdminBody(call.body, members: ["lifetime", "rotation", "consent_lifetime", "incident"])
        let lifetime = try body.number("lifetime", in: 0...1_000_000_000)
        let rotation = try body.choice("rotation", of: TokenPolicy.Rotation.self)
        let consentLifetime = try body.number("consent_lifetime", in: 0...1_000_000_000)
        let incident = try body.choice("incident", of: TokenPolicy.Incident.self)
        if let incident { policy.incident = incident }
        if let lifetime { policy.lifetime = .seconds(lifetime) }
        if let rotation { policy.rotation = rotation }
        if let consentLifetime { policy.consentLifetime = .seconds(consentLifetime) }
        return Self.done
    }

    private mutating func setQuota(_ call: ServiceCall) throws(AdminProblem) -> Response {
        let body = try AdminBody(call.body, members: ["family", "per_day", "per_30s", "retry_after"])
        let name = try body.requiredText("family")
        let family = EndpointFamily(rawValue: name)
        guard family != nil || name == "*" else {
            let names = EndpointFamily.allCases.map(\.rawValue).joined(separator: ", ")
            throw AdminProblem(message: "\"family\" must be * for all, or one of: \(names)")
        }
        quota.change(
            family, perDay: try body.change("per_day"), perHalfMinute: try body.change("per_30s"),
            retryAfter: try body.change("retry_after"))
        return Self.done
    }

    private mutating func setOwner(_ call: ServiceCall) throws(AdminProblem) -> Response {
        let body = try AdminBody(call.body, members: ["premium"])
        guard let premium = try body.truth("premium") else {
            throw AdminProblem(message: "\"premium\" is missing; give true or false")
        }
        ownerHasPremium = premium
        return Self.done
    }

    /// `GET /help`
    private func help() -> Response {
        let client = options.clients.first
        return Self.adminPage(
            HelpPage.html(
                service: publicURL, clientID: client?.id ?? "", redirectURI: client?.redirectURIs.first ?? ""))
    }

    /// The calls of the Web API that the profile has, as Spotify's description names them.
    private func listRoutes() -> Response {
        let routes = APIRoute.all.filter { options.profile == .extended || $0.offer == .toAll }
        return .json(
            .ok,
            JSONWriter.compact { json in
                json.array(routes) { json, route in
                    json.object { json in
                        json.member("method", route.method.name)
                        json.member("path", "/" + route.pattern.joined(separator: "/"))
                    }
                }
            })
    }

    private func listRequests(_ call: ServiceCall) throws(AdminProblem) -> Response {
        let rows = log.rows(since: try Self.number("since", of: call) ?? 0)
            .prefix(try Self.number("limit", of: call) ?? RequestLog.rowsMax)
        return .json(.ok, JSONWriter.compact { $0.array(rows) { $0.row($1) } })
    }
}

extension JSONWriter {
    fileprivate mutating func row(_ row: RequestLog.Row) {
        object { json in
            json.member("n", row.number)
            json.name("time")
            json.seconds(row.time)
            json.member("method", row.method)
            json.member("path", row.path)
            json.member("query", row.query)
            json.member("status", row.status)
            json.member("client_id", row.note.clientID)
            json.member("user", row.note.user)
            json.member("family", row.note.family.rawValue)
            json.member("grant_type", row.note.grantType)
        }
    }
}
