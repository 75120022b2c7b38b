import HTTP

/// The admin calls about listeners.
extension SandboxState {
    /// `GET /users`
    func listUsers() -> Response {
        .json(
            .ok,
            JSONWriter.compact { json in
                json.array(world.listeners) { json, listener in
                    json.object { json in
                        json.member("id", listener.id)
                        json.member("display_name", listener.displayName)
                        json.member("country", listener.country)
                        json.array("follows", listener.follows) { $0.string($1) }
                    }
                }
            })
    }

    /// The place of the listener with that id.
    func listener(_ id: String) throws(AdminProblem) -> Int {
        guard let place = world.listeners.firstIndex(where: { $0.id == id }) else {
            throw AdminProblem(
                status: .notFound, message: "no user has the id \(id); they are listener-1 to listener-5")
        }
        return place
    }

    /// `POST /users/ID/follow`, `/unfollow`
    mutating func follow(_ call: ServiceCall, user: String, follows: Bool) throws(AdminProblem) -> Response {
        let place = try listener(user)
        let body = try AdminBody(call.body, members: ["artist_ids"])
        guard let ids = try body.texts("artist_ids") else {
            throw AdminProblem(message: "\"artist_ids\" is missing; give an array of ids from GET /artists")
        }
        _ = try artists(ids)
        for id in ids { setFollow(of: id, by: place, follows: follows) }
        return Self.done
    }

    /// `POST /users/ID/revoke`
    mutating func revoke(_ call: ServiceCall, user: String) throws(AdminProblem) -> Response {
        let place = try listener(user)
        _ = try AdminBody(call.body, members: [])
        return try revoke(listener: place)
    }

    /// Ends the grants of one, or of everybody.
    mutating func revoke(listener: Int?) throws(AdminProblem) -> Response {
        let count = grants.revoke(listener: listener)
        return .json(.ok, JSONWriter.compact { $0.object { $0.member("revoked", count) } })
    }

    /// `POST /revoke`
    mutating func revokeAll(_ call: ServiceCall) throws(AdminProblem) -> Response {
        let body = try AdminBody(call.body, members: ["all"])
        guard try body.truth("all") == true else {
            throw AdminProblem(message: "this ends everybody's grants: confirm with {\"all\":true}")
        }
        return try revoke(listener: nil)
    }

    /// `POST /users/ID/allow`
    mutating func allow(_ call: ServiceCall, user: String) throws(AdminProblem) -> Response {
        let place = try listener(user)
        let body = try AdminBody(call.body, members: ["allowed"])
        guard let allowed = try body.truth("allowed") else {
            throw AdminProblem(message: "\"allowed\" is missing; give true or false")
        }
        world.listeners[place].isAllowListed = allowed
        return Self.done
    }

    /// `POST /users/ID/player`
    mutating func setPlayer(_ call: ServiceCall, user: String) throws(AdminProblem) -> Response {
        let place = try listener(user)
        let body = try AdminBody(call.body, members: ["premium", "devices", "reply"])
        if let premium = try body.truth("premium") { players[place].hasPremium = premium }
        if let devices = try body.choice("devices", of: Player.Devices.self) { players[place].devices = devices }
        if let reply = try body.number("reply", in: 200...204) {
            guard [200, 202, 204].contains(reply) else {
                throw AdminProblem(
                    message: "\"reply\" must be 200, 202 or 204, the answers seen to a successful command")
            }
            players[place].reply = Status(reply)
        }
        return Self.done
    }
}
