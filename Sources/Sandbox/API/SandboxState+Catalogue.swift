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
        guard let place = catalogue.place(ofArtist: id) else { throw .notFound }
        return place
    }

    private func release(withID id: String) throws(APIError) -> Release {
        guard Identifier.isWellFormed(id) else { throw .invalidID }
        guard let release = catalogue.release(id) else { throw .notFound }
        return release
    }

    /// `GET /v1/artists/{id}`
    func artist(_ request: APIRequest) throws(APIError) -> Response {
        let place = try artist(withID: request.id)
        return json { artist(catalogue.artists[place], to: &$0) }
    }

    /// `GET /v1/artists?ids=`
    func severalArtists(_ request: APIRequest) throws(APIError) -> Response {
        let ids = try Self.ids(request, max: 50)
        return json { json in
            json.object { json in
                json.array("artists", ids) { json, id in
                    if let place = catalogue.place(ofArtist: id) {
                        artist(catalogue.artists[place], to: &json)
                    } else {
                        json.null()
                    }
                }
            }
        }
    }

    /// `GET /v1/artists/{id}/albums`
    func artistAlbums(_ request: APIRequest) throws(APIError) -> Response {
        let place = try artist(withID: request.id)
        let page = try PageRequest(
            request.query, default: options.profile.artistAlbumsDefault, max: options.profile.artistAlbumsMax)
        let groups = try Self.groups(request.query["include_groups"])
        let market = try market(of: request)
        let guest = catalogue.artists[place].discography[.appearsOn]
        return json { json in
            self.page(
                page, of: catalogue.releases(of: place, in: groups, market: market), path: request.path,
                query: request.query, to: &json
            ) { json, release in
                let found = catalogue.releases[release]
                self.release(found, group: guest.contains(release) ? .appearsOn : found.group, to: &json)
            }
        }
    }

    /// All groups where none is named.
    private static func groups(_ list: String?) throws(APIError) -> Set<ReleaseGroup> {
        guard let list, !list.isEmpty else { return Set(ReleaseGroup.allCases) }
        let groups = list.split(separator: ",").map { ReleaseGroup(name: $0) }
        let known = groups.compactMap(\.self)
        guard known.count == groups.count else { throw .badRequest("Invalid include_groups") }
        return Set(known)
    }

    /// `GET /v1/artists/{id}/top-tracks`
    func topTracks(_ request: APIRequest) throws(APIError) -> Response {
        let place = try artist(withID: request.id)
        let releases = catalogue.releases(of: place, in: [.album, .single], market: try market(of: request))
        return json { json in
            json.object { json in
                json.array("tracks", releases.prefix(10).map { catalogue.releases[$0] }) { json, release in
                    track(Track(1, of: release), of: release, to: &json)
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
                    if let release = catalogue.release(id) {
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
            ) { track(Track($1, of: release), to: &$0) }
        }
    }

    /// `GET /v1/tracks/{id}`
    mutating func track(_ request: APIRequest) throws(APIError) -> Response {
        guard Identifier.isWellFormed(request.id) else { throw .invalidID }
        guard let (track, release) = world.catalogue.track(request.id) else { throw .notFound }
        return json { self.track(track, of: release, to: &$0) }
    }

    /// `GET /v1/tracks?ids=`
    mutating func severalTracks(_ request: APIRequest) throws(APIError) -> Response {
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
        let newest = catalogue.releases.filter { !$0.isWithdrawn }.sorted { $0.date.sortKey > $1.date.sortKey }
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
        json { $0.object { $0.array("markets", allMarkets) { $0.string($1) } } }
    }
}
