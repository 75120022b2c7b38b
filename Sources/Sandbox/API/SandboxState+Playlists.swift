import HTTP

/// The calls about playlists.
extension SandboxState {
    /// How many items one call may bring.
    private static let itemsMax = 100

    private func playlist(withID id: String) throws(APIError) -> Playlist {
        guard Identifier.isWellFormed(id) else { throw .invalidID }
        guard let playlist = playlists[id] else { throw .notFound }
        return playlist
    }

    /// The playlist, where the listener may change it.
    private func ownPlaylist(_ request: APIRequest) throws(APIError) -> Playlist {
        let playlist = try playlist(withID: request.id)
        guard try request.user() == playlist.owner || playlist.isCollaborative else { throw .forbidden }
        guard request.scopes.contains(playlist.isPublic ? .playlistModifyPublic : .playlistModifyPrivate) else {
            throw .insufficientScope
        }
        return playlist
    }

    /// `GET /v1/me/playlists`
    func ownPlaylists(_ request: APIRequest) throws(APIError) -> Response {
        try list(playlists.playlists(of: try request.user()), for: request)
    }

    /// `GET /v1/users/{id}/playlists`: of others only the public ones.
    func othersPlaylists(_ request: APIRequest) throws(APIError) -> Response {
        guard let owner = world.listeners.firstIndex(where: { $0.id == request.id }) else { throw .notFound }
        let all = playlists.playlists(of: owner)
        return try list(request.listener == owner ? all : all.filter(\.isPublic), for: request)
    }

    private func list(_ own: [Playlist], for request: APIRequest) throws(APIError) -> Response {
        let page = try PageRequest(request.query, default: 20, max: 50)
        return json { json in
            self.page(page, of: own, path: request.path, query: request.query, to: &json) {
                playlist($1, path: nil, to: &$0)
            }
        }
    }

    /// `GET /v1/playlists/{id}`
    func playlist(_ request: APIRequest) throws(APIError) -> Response {
        let playlist = try playlist(withID: request.id)
        return try json(playlist, .ok)
    }

    private func json(_ playlist: Playlist, _ status: Status) throws(APIError) -> Response {
        let page = try PageRequest(FormFields(), default: 100, max: 100)
        let entries = entries(of: playlist)
        return json(status) { json in
            self.playlist(playlist, path: (page, entries), to: &json)
        }
    }

    /// `POST /v1/me/playlists`, and the older `POST /v1/users/{id}/playlists`
    mutating func createPlaylist(_ request: APIRequest) throws(APIError) -> Response {
        let owner = try request.user()
        guard request.id.isEmpty || request.id == world.listeners[owner].id else { throw .forbidden }
        let body = try Self.object(request)
        guard let name = body["name"]?.text, !name.isEmpty else { throw .badRequest("Missing required field: name") }
        let isPublic = body["public"]?.truth ?? true
        guard request.scopes.contains(isPublic ? .playlistModifyPublic : .playlistModifyPrivate) else {
            throw .insufficientScope
        }
        let playlist = Playlist(
            id: Identifier.make(.playlist, seed: options.seed, number: playlists.count), owner: owner, name: name,
            description: body["description"]?.text, isPublic: isPublic,
            isCollaborative: body["collaborative"]?.truth ?? false)
        playlists.add(playlist)
        return try json(playlist, .created)
    }

    /// `PUT /v1/playlists/{id}`
    mutating func changePlaylist(_ request: APIRequest) throws(APIError) -> Response {
        var playlist = try ownPlaylist(request)
        let body = try Self.object(request)
        if let name = body["name"]?.text { playlist.name = name }
        if let description = body["description"]?.text { playlist.description = description }
        if let isPublic = body["public"]?.truth { playlist.isPublic = isPublic }
        if let isCollaborative = body["collaborative"]?.truth { playlist.isCollaborative = isCollaborative }
        playlists[request.id] = playlist
        return Response(.ok, fields: APIFields.bare)
    }

    /// `GET /v1/playlists/{id}/items`; in development mode only of playlists the listener may change.
    func playlistItems(_ request: APIRequest) throws(APIError) -> Response {
        let playlist = try playlist(withID: request.id)
        if options.profile == .dev2026, request.listener != playlist.owner, !playlist.isCollaborative {
            throw .forbidden
        }
        // The older path has the larger pages.
        let isOlderPath = request.path.hasSuffix("/tracks")
        let page = try PageRequest(request.query, default: isOlderPath ? 100 : 20, max: isOlderPath ? 100 : 50)
        let entries = entries(of: playlist)
        return json { json in
            self.page(page, of: entries, path: request.path, query: request.query, to: &json) { entry($1, to: &$0) }
        }
    }

    /// `POST /v1/playlists/{id}/items`: URIs in the query, which wins, or as JSON, an object or a bare array.
    mutating func addPlaylistItems(_ request: APIRequest) throws(APIError) -> Response {
        var playlist = try ownPlaylist(request)
        let body = try Self.json(request)
        let items = try items(request, body)
        let place = request.query["position"].flatMap { Int($0) } ?? body["position"]?.wholeNumber
        if let place, !(0...playlist.items.count).contains(place) { throw .badRequest("Index out of bounds") }
        playlist.insert(items, at: place)
        playlists[request.id] = playlist
        return snapshot(of: playlist, .created)
    }

    /// `PUT /v1/playlists/{id}/items`
    mutating func replacePlaylistItems(_ request: APIRequest) throws(APIError) -> Response {
        var playlist = try ownPlaylist(request)
        playlist.replace(with: try items(request, try Self.json(request)))
        playlists[request.id] = playlist
        return snapshot(of: playlist, .ok)
    }

    /// `DELETE /v1/playlists/{id}/items`; the field was `tracks` on the old path.
    mutating func removePlaylistItems(_ request: APIRequest) throws(APIError) -> Response {
        var playlist = try ownPlaylist(request)
        let body = try Self.object(request)
        guard let entries = (body["items"] ?? body["tracks"])?.elements else {
            throw .badRequest("Missing required field: items")
        }
        guard entries.count <= Self.itemsMax else { throw Self.tooMany }
        playlist.remove(Set(entries.compactMap { $0["uri"]?.text }))
        playlists[request.id] = playlist
        return snapshot(of: playlist, .ok)
    }

    private func snapshot(of playlist: Playlist, _ status: Status) -> Response {
        json(status) { $0.object { $0.member("snapshot_id", playlist.snapshot) } }
    }

    private static let tooMany = APIError.badRequest("You can add a maximum of 100 tracks per request.")

    private func items(_ request: APIRequest, _ body: JSONValue) throws(APIError) -> [Playlist.Item] {
        let query = request.query["uris"].map { $0.split(separator: ",").map(String.init) }
        guard let texts = query ?? body.texts ?? body["uris"]?.texts else {
            throw .badRequest("Missing required field: uris")
        }
        guard texts.count <= Self.itemsMax else { throw Self.tooMany }
        var items: [Playlist.Item] = []
        for text in texts {
            guard let uri = SpotifyURI(text), uri.kind == "track" else {
                throw .badRequest("Invalid track uri: \(text)")
            }
            guard world.catalogue.track(uri.id) != nil else {
                throw .badRequest("Payload contains a non-existing ID")
            }
            items.append(Playlist.Item(uri: uri, added: request.time))
        }
        return items
    }

    private static func json(_ request: APIRequest) throws(APIError) -> JSONValue {
        guard !request.body.isEmpty else { return .null }
        guard let value = try? JSONParser.parse(request.body) else { throw .malformedJSON }
        return value
    }

    /// The content as a JSON object.
    static func object(_ request: APIRequest) throws(APIError) -> JSONValue {
        let value = try json(request)
        guard case .object = value else { throw .malformedJSON }
        return value
    }
}
