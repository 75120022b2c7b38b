import HTTP

/// The admin calls about artists and releases.
extension SandboxState {
    /// How many artists one answer lists when nobody says: all of a world that is not large.
    private static let artistsDefault = 10_000

    /// `GET /artists?limit=&offset=`
    func listArtists(_ call: ServiceCall) throws(AdminProblem) -> Response {
        let offset = try Self.number("offset", of: call) ?? 0
        let limit = try Self.number("limit", of: call) ?? Self.artistsDefault
        let places = world.catalogue.places.dropFirst(offset).prefix(limit)
        return .json(.ok, JSONWriter.compact { $0.array(places) { row($1, to: &$0) } })
    }

    /// A whole number of the query, if there is one.
    static func number(_ name: String, of call: ServiceCall) throws(AdminProblem) -> Int? {
        guard let text = call.query[name] else { return nil }
        guard let number = Int(text), number >= 0 else {
            throw AdminProblem(message: "\"\(name)\" must be a whole number, not negative")
        }
        return number
    }

    private func row(_ place: Int, to json: inout JSONWriter) {
        let id = world.catalogue.code.artist(place)
        json.object { json in
            json.member("id", id)
            json.member("name", world.catalogue.name(ofArtist: place))
            json.member("followers", world.listeners.count { $0.isFollowing(id) })
            json.member("albums", world.catalogue.releaseCount(of: place))
        }
    }

    /// `POST /artists`
    mutating func addArtist(_ call: ServiceCall) throws(AdminProblem) -> Response {
        let body = try AdminBody(call.body, members: ["name"])
        let place = world.catalogue.addArtist(try body.requiredText("name"))
        return .json(.ok, JSONWriter.compact { row(place, to: &$0) })
    }

    /// `POST /releases`
    mutating func publish(_ call: ServiceCall) throws(AdminProblem) -> Response {
        let body = try AdminBody(
            call.body,
            members: [
                "artist_ids", "name", "type", "release_date", "precision", "group", "upc", "explicit", "markets",
                "total_tracks",
            ])
        guard let ids = try body.texts("artist_ids"), !ids.isEmpty else {
            throw AdminProblem(message: "\"artist_ids\" is missing; give an array of at least one id from GET /artists")
        }
        let places = try artists(ids)
        let type = try body.choice("type", of: ReleaseType.self) ?? .album
        let group = try Self.group(try body.text("group")) ?? type.usualGroup
        let date = try Self.date(body)
        var draft = ReleaseDraft(
            name: try body.requiredText("name"), artists: places, type: type, group: group, date: date,
            trackCount: try body.number("total_tracks", in: 1...500) ?? (type == .single ? 1 : type == .ep ? 5 : 10))
        if group == .appearsOn {
            // On somebody else's record: whose is not said, so it is a sampler.
            draft.artists = []
            draft.guests = places
            draft.group = .compilation
        }
        draft.upc = try body.text("upc")
        draft.isExplicit = try body.truth("explicit") ?? false
        draft.markets = try body.texts("markets")
        let release = world.catalogue.publish(draft)
        return .json(.ok, JSONWriter.compact { $0.object { $0.member("id", release.id) } })
    }

    private static func group(_ name: String?) throws(AdminProblem) -> ReleaseGroup? {
        guard let name else { return nil }
        guard let group = ReleaseGroup(name: name) else {
            let names = ReleaseGroup.allCases.map(\.name).joined(separator: ", ")
            throw AdminProblem(message: "\"group\" must be one of: \(names)")
        }
        return group
    }

    private static func date(_ body: AdminBody) throws(AdminProblem) -> ReleaseDate {
        guard body.raw("release_date") != nil else {
            throw AdminProblem(message: "\"release_date\" is missing; give YYYY-MM-DD, YYYY-MM, YYYY, 0000 or null")
        }
        let text = try body.text("release_date")
        if let text, !ReleaseDate.isWellFormed(text) {
            throw AdminProblem(message: "\"release_date\" must be YYYY-MM-DD, YYYY-MM, YYYY, 0000 or null")
        }
        let precision = try body.choice("precision", of: ReleaseDate.Precision.self)
        return ReleaseDate(text: text, precision: precision ?? ReleaseDate.usualPrecision(of: text))
    }

    /// `DELETE /releases/ID`
    mutating func withdraw(_ id: String) throws(AdminProblem) -> Response {
        guard world.catalogue.withdraw(id) else {
            throw AdminProblem(status: .notFound, message: "no release has the id \(id)")
        }
        return Self.done
    }

    /// The places of artists, all of which must exist.
    func artists(_ ids: [String]) throws(AdminProblem) -> [Int] {
        var places: [Int] = []
        for id in ids {
            guard let place = world.catalogue.place(ofArtist: id) else {
                throw AdminProblem(message: "no artist has the id \"\(id)\"; GET /artists lists them")
            }
            places.append(place)
        }
        return places
    }
}
