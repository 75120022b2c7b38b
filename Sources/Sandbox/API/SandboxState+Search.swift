import HTTP

extension SandboxState {
    /// `GET /v1/search`: a page for each type asked for.
    func search(_ request: APIRequest) throws(APIError) -> Response {
        guard let text = request.query["q"], !text.isEmpty else { throw .badRequest("No search query") }
        guard let types = request.query["type"]?.split(separator: ","), !types.isEmpty else {
            throw .badRequest("Missing parameter type")
        }
        let known = ["artist", "album", "track", "playlist", "show", "episode", "audiobook"]
        for type in types where !known.contains(String(type)) { throw .badRequest("Bad search type field \(type)") }
        let page = try PageRequest(
            request.query, default: options.profile.searchDefault, max: options.profile.searchMax, offsetMax: 1000)
        let query = SearchQuery(text)
        return json { json in
            json.object { json in
                if types.contains("artist") {
                    json.name("artists")
                    self.page(page, of: artists(matching: query), path: request.path, query: request.query, to: &json) {
                        artist($1, to: &$0)
                    }
                }
                if types.contains("album") {
                    let found = releases(matching: query, at: request.time)
                    json.name("albums")
                    self.page(page, of: found, path: request.path, query: request.query, to: &json) {
                        release($1, to: &$0)
                    }
                }
                if types.contains("track") {
                    let found = releases(matching: query, at: request.time)
                    json.name("tracks")
                    self.page(page, of: found, path: request.path, query: request.query, to: &json) {
                        track(Track(1, of: $1), of: $1, to: &$0)
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

    private func artists(matching query: SearchQuery) -> [Artist] {
        world.catalogue.artists.filter { !$0.isCollective && query.matches($0) }
    }

    private func releases(matching query: SearchQuery, at time: Moment) -> [Release] {
        let newest = time.day.adding(days: -14).description
        return world.catalogue.releases.filter { release in
            !release.isWithdrawn
                && query.matches(release, by: release.artists.map { world.catalogue.artists[$0] }, newest: newest)
        }
    }
}
