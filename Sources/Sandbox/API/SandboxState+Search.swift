import HTTP

extension SandboxState {
    /// `GET /v1/search`: a page for each type asked for.
    mutating func search(_ request: APIRequest) throws(APIError) -> Response {
        guard let text = request.query["q"], !text.isEmpty else { throw .badRequest("No search query") }
        guard let types = request.query["type"]?.split(separator: ","), !types.isEmpty else {
            throw .badRequest("Missing parameter type")
        }
        let known = ["artist", "album", "track", "playlist", "show", "episode", "audiobook"]
        for type in types where !known.contains(String(type)) { throw .badRequest("Bad search type field \(type)") }
        let page = try PageRequest(
            request.query, default: options.profile.searchDefault, max: options.profile.searchMax, offsetMax: 1000)
        let query = SearchQuery(text)
        let artists = types.contains("artist") ? world.catalogue.places(matching: query) : []
        let artistIDs = page.part(of: artists).map(world.catalogue.code.artist)
        keepFragments(ofArtists: artistIDs)
        let seeksReleases = types.contains("album") || types.contains("track")
        let releases = seeksReleases ? releases(matching: query, at: request.time) : []
        return json { json in
            json.object { json in
                if types.contains("artist") {
                    json.name("artists")
                    self.page(page, of: artists, path: request.path, query: request.query, to: &json) {
                        guard let fragment = artistFragments[world.catalogue.code.artist($1)] else { return }
                        $0.fragment(fragment)
                    }
                }
                if types.contains("album") {
                    json.name("albums")
                    self.page(page, of: releases, path: request.path, query: request.query, to: &json) {
                        release($1, to: &$0)
                    }
                }
                if types.contains("track") {
                    json.name("tracks")
                    self.page(page, of: releases, path: request.path, query: request.query, to: &json) {
                        track(Track(1, of: $1, code: world.catalogue.code), of: $1, to: &$0)
                    }
                }
                for type in types where !["artist", "album", "track"].contains(String(type)) {
                    json.name("\(type)s")
                    self.page(page, of: [String](), path: request.path, query: request.query, to: &json) {
                        $0.string($1)
                    }
                }
            }
        }
    }

    private func releases(matching query: SearchQuery, at time: Moment) -> [Release] {
        let newest = time.day.adding(days: -14).description
        let places = query.artist.map { world.catalogue.places(matching: SearchQuery(artist: $0)) } ?? []
        return world.catalogue.searched(and: places.filter { $0 > Catalogue.searchedMax }.prefix(20)).filter {
            query.matches($0, newest: newest)
        }.map(\.release)
    }
}
