import HTTP

/// The calls about artists, albums and tracks.
extension SandboxState {
    /// Which market's view a call gets: a listener's own country wins over the parameter.
    private func market(of request: APIRequest) throws(APIError) -> String? {
        if let market = request.query["market"] {
            guard market.utf8.count == 2 || market == "from_token" else { throw .badRequest("Invalid market code") }
        }
        return request.listener.map { world.listeners[$0].country } ?? request.query["market"]
    }

    private func artist(withID id: String) throws(APIError) -> Int {
        guard Identifier.isWellFormed(id) else { throw .invalidID }
        guard let place = world.catalogue.place(ofArtist: id) else { throw .notFound }
        return place
    }

    private func release(withID id: String) throws(APIError) -> Release {
        guard Identifier.isWellFormed(id) else { throw .invalidID }
        guard let release = world.catalogue.release(id) else { throw .notFound }
        return release
    }

    /// `GET /v1/artists/{id}`
    func artist(_ request: APIRequest) throws(APIError) -> Response {
        let place = try artist(withID: request.id)
        return json { artist(world.catalogue.artist(at: place), to: &$0) }
    }

    /// `GET /v1/artists?ids=`
    func severalArtists(_ request: APIRequest) throws(APIError) -> Response {
        let ids = try Self.ids(request, max: 50)
        return json { json in
            json.object { json in
                json.array("artists", ids) { json, id in
                    if let place = world.catalogue.place(ofArtist: id) {
                        artist(world.catalogue.artist(at: place), to: &json)
                    } else {
                        json.null()
                    }
                }
            }
        }
    }

    /// `GET /v1/artists/{id}/albums`
    mutating func artistAlbums(_ request: APIRequest) throws(APIError) -> Response {
        let place = try artist(withID: request.id)
        let page = try PageRequest(
            request.query, default: options.profile.artistAlbumsDefault, max: options.profile.artistAlbumsMax)
        let groups = try Self.groups(request.query["include_groups"])
        let list = world.catalogue.releases(of: place, in: groups, market: try market(of: request))
        fragments.makeRoom(for: page.limit)
        for entry in page.part(of: list) { keepFragment(of: entry) }
        return json { json in
            self.page(page, of: list, path: request.path, query: request.query, to: &json) { json, entry in
                if let fragment = fragments[entry] { json.fragment(fragment) }
            }
        }
    }

    private mutating func keepFragment(of entry: Appearance) {
        guard fragments[entry] == nil else { return }
        guard let found = world.catalogue.release(entry.release) else { return }
        let fragment = JSONWriter.fragment(depth: ReleaseFragments.depth) { json in
            release(found, group: entry.group, to: &json)
        }
        fragments.keep(fragment, for: entry)
    }

    /// All groups where none is named.
    private static func groups(_ list: String?) throws(APIError) -> [ReleaseGroup] {
        guard let list, !list.isEmpty else { return ReleaseGroup.allCases }
        let groups = list.split(separator: ",").map { ReleaseGroup(name: $0) }
        let known = groups.compactMap(\.self)
        guard known.count == groups.count else { throw .badRequest("Invalid include_groups") }
        return known
    }

    /// `GET /v1/artists/{id}/top-tracks`
    func topTracks(_ request: APIRequest) throws(APIError) -> Response {
        let place = try artist(withID: request.id)
        let releases = world.catalogue.releases(of: place, in: [.album, .single], market: try market(of: request))
            .prefix(10).compactMap { world.catalogue.release($0.release) }
        return json { json in
            json.object { json in
                json.array("tracks", releases) { json, release in
                    track(Track(1, of: release, code: world.catalogue.code), of: release, to: &json)
                }
            }
        }
    }

    /// `GET /v1/albums/{id}`
    func album(_ request: APIRequest) throws(APIError) -> Response {
        let release = try release(withID: request.id)
        let page = try PageRequest(FormFields(), default: 50, max: 50)
        return json { wholeRelease(release, page: page, to: &$0) }
    }

    /// `GET /v1/albums?ids=`
    func severalAlbums(_ request: APIRequest) throws(APIError) -> Response {
        let ids = try Self.ids(request, max: 20)
        let page = try PageRequest(FormFields(), default: 50, max: 50)
        return json { json in
            json.object { json in
                json.array("albums", ids) { json, id in
                    if let release = world.catalogue.release(id) {
                        wholeRelease(release, page: page, to: &json)
                    } else {
                        json.null()
                    }
                }
            }
        }
    }

    /// `GET /v1/albums/{id}/tracks`
    func albumTracks(_ request: APIRequest) throws(APIError) -> Response {
        let release = try release(withID: request.id)
        let page = try PageRequest(request.query, default: 20, max: 50)
        return json { json in
            self.page(
                page, of: Array(1...release.trackCount), path: request.path, query: request.query, to: &json
            ) { track(Track($1, of: release, code: world.catalogue.code), to: &$0) }
        }
    }

    /// `GET /v1/tracks/{id}`
    func track(_ request: APIRequest) throws(APIError) -> Response {
        guard Identifier.isWellFormed(request.id) else { throw .invalidID }
        guard let (track, release) = world.catalogue.track(request.id) else { throw .notFound }
        return json { self.track(track, of: release, to: &$0) }
    }

    /// `GET /v1/tracks?ids=`
    func severalTracks(_ request: APIRequest) throws(APIError) -> Response {
        let found = try Self.ids(request, max: 50).map { world.catalogue.track($0) }
        return json { json in
            json.object { json in
                json.array("tracks", found) { json, found in
                    if let (track, release) = found { self.track(track, of: release, to: &json) } else { json.null() }
                }
            }
        }
    }

    /// `GET /v1/browse/new-releases`
    func newReleases(_ request: APIRequest) throws(APIError) -> Response {
        let page = try PageRequest(request.query, default: 20, max: 50)
        let newest = world.catalogue.searched(and: EmptyCollection()).map(\.release).sorted {
            $0.date.sortNumber > $1.date.sortNumber
        }
        return json { json in
            json.object { json in
                json.name("albums")
                self.page(page, of: Array(newest.prefix(100)), path: request.path, query: request.query, to: &json) {
                    release($1, to: &$0)
                }
            }
        }
    }

    /// `GET /v1/markets`
    func markets() -> Response {
        json { $0.object { $0.array("markets", Markets.all) { $0.string($1) } } }
    }
}
