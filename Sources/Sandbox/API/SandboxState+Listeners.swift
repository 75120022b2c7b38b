import HTTP

/// The calls about the listener: who it is, whom they follow, what they keep.
extension SandboxState {
    /// `GET /v1/me`
    func me(_ request: APIRequest) -> Response {
        // The route asks for a user.
        guard let listener = request.listener else { return APIError.userRequired.response }
        return json { self.listener(world.listeners[listener], isSelf: true, scopes: request.scopes, to: &$0) }
    }

    /// `GET /v1/users/{id}`
    func user(_ request: APIRequest) throws(APIError) -> Response {
        guard let listener = world.listeners.first(where: { $0.id == request.id }) else { throw .notFound }
        return json { self.listener(listener, isSelf: false, scopes: [], to: &$0) }
    }

    /// `GET /v1/me/following?type=artist`: a cursor page. The order is that of the ids.
    mutating func following(_ request: APIRequest) throws(APIError) -> Response {
        let listener = world.listeners[try request.user()]
        guard request.query["type"] == "artist" else { throw .badRequest("Invalid type") }
        let limit = try PageRequest.limit(request.query, default: 20, max: 50)
        let after = request.query["after"].flatMap { $0.isEmpty ? nil : $0 }
        if let after, !Identifier.isWellFormed(after) { throw .invalidID }
        let rest = listener.follows(after: after)
        let items = rest.prefix(limit)
        let cursor = rest.count > limit ? items.last : nil
        let link = { [apiURL] (after: String?) in
            "\(apiURL)/me/following?type=artist\(after.map { "&after=\($0)" } ?? "")&limit=\(limit)"
        }
        keepFragments(ofArtists: items)
        return json { json in
            json.object { json in
                json.object("artists") { json in
                    json.member("href", link(after))
                    json.member("limit", limit)
                    json.member("next", cursor.map(link))
                    json.object("cursors") { $0.member("after", cursor) }
                    json.member("total", listener.follows.count)
                    json.array("items", items.compactMap { artistFragments[$0] }) { $0.fragment($1) }
                }
            }
        }
    }

    /// Writes these artists as lists show them, unless that is done.
    mutating func keepFragments(ofArtists ids: some Collection<String>) {
        artistFragments.makeRoom(for: ids.count)
        for id in ids where artistFragments[id] == nil {
            guard let place = world.catalogue.place(ofArtist: id) else { continue }
            let fragment = JSONWriter.fragment(depth: ArtistFragments.depth) { json in
                artist(world.catalogue.artist(at: place), to: &json)
            }
            artistFragments.keep(fragment, for: id)
        }
    }

    /// `PUT` and `DELETE /v1/me/following?type=artist&ids=`, ids in the query or as JSON.
    mutating func followArtists(_ request: APIRequest, follows: Bool) throws(APIError) -> Response {
        let listener = try request.user()
        guard request.query["type"] == "artist" else { throw .badRequest("Invalid type") }
        var ids = request.query["ids"].map { $0.split(separator: ",").map(String.init) }
        if ids == nil, !request.body.isEmpty {
            guard let body = try? JSONParser.parse(request.body) else { throw .malformedJSON }
            ids = body["ids"]?.texts
        }
        guard let ids, !ids.isEmpty else { throw .badRequest("Missing required field: ids") }
        guard ids.count <= 50 else { throw .badRequest("Too many ids requested") }
        guard ids.allSatisfy(Identifier.isWellFormed) else { throw .invalidID }
        for id in ids { follow(id, by: listener, follows: follows) }
        return Response(.noContent, fields: APIFields.bare)
    }

    /// `GET /v1/me/following/contains?type=artist&ids=`
    func followingContains(_ request: APIRequest) throws(APIError) -> Response {
        let listener = world.listeners[try request.user()]
        let ids = try Self.ids(request, max: 50)
        return json { $0.array(ids) { $0.bool(listener.isFollowing($1)) } }
    }

    /// `PUT` and `DELETE /v1/me/library?uris=`: artists are followed, anything else is kept. The query alone counts.
    mutating func saveToLibrary(_ request: APIRequest, saves: Bool) throws(APIError) -> Response {
        let listener = try request.user()
        let uris = try Self.uris(request)
        let needsFollow = uris.contains { $0.kind == "artist" || $0.kind == "user" }
        let needsLibrary = uris.contains { $0.kind != "artist" && $0.kind != "user" }
        if needsFollow, !request.scopes.contains(.followModify) { throw .insufficientScope }
        if needsLibrary, !request.scopes.contains(.libraryModify) { throw .insufficientScope }
        for uri in uris {
            if uri.kind == "artist" {
                follow(uri.id, by: listener, follows: saves)
            } else if saves {
                world.listeners[listener].saved.insert(uri.text)
            } else {
                world.listeners[listener].saved.remove(uri.text)
            }
        }
        return Response(.ok, fields: APIFields.bare)
    }

    /// `GET /v1/me/library/contains?uris=`
    func libraryContains(_ request: APIRequest) throws(APIError) -> Response {
        let listener = world.listeners[try request.user()]
        let uris = try Self.uris(request)
        let needsFollow = uris.contains { $0.kind == "artist" }
        if needsFollow, !request.scopes.contains(.followRead) { throw .insufficientScope }
        if uris.contains(where: { $0.kind != "artist" }), !request.scopes.contains(.libraryRead) {
            throw .insufficientScope
        }
        return json { json in
            json.array(uris) { json, uri in
                json.bool(uri.kind == "artist" ? listener.isFollowing(uri.id) : listener.saved.contains(uri.text))
            }
        }
    }

    /// Follows or unfollows; an artist that does not exist is passed over.
    private mutating func follow(_ artist: String, by listener: Int, follows: Bool) {
        guard world.catalogue.place(ofArtist: artist) != nil else { return }
        setFollow(of: artist, by: listener, follows: follows)
    }

    private static func uris(_ request: APIRequest) throws(APIError) -> [SpotifyURI] {
        guard let list = request.query["uris"], !list.isEmpty else { throw .badRequest("Missing required field: uris") }
        let uris = list.split(separator: ",").map { SpotifyURI(String($0)) }
        guard uris.count <= 40 else { throw .badRequest("Too many uris requested") }
        let known = uris.compactMap(\.self)
        guard known.count == uris.count else { throw .badRequest("Invalid uri") }
        return known
    }

    /// The ids of `ids=`.
    static func ids(_ request: APIRequest, max: Int) throws(APIError) -> [String] {
        guard let list = request.query["ids"], !list.isEmpty else { throw .badRequest("Missing required field: ids") }
        let ids = list.split(separator: ",").map(String.init)
        guard ids.count <= max else { throw .badRequest("Too many ids requested") }
        guard ids.allSatisfy(Identifier.isWellFormed) else { throw .invalidID }
        return ids
    }
}
