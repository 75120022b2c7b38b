import HTTP

/// The commands to what plays.
extension SandboxState {
    /// `PUT /v1/me/player/play`: a JSON object says what, no content means go on.
    mutating func play(_ request: APIRequest) throws(APIError) -> Response {
        let body = request.body.isEmpty ? nil : try Self.object(request)
        let context = try body?["context_uri"]?.text.map { (text) throws(APIError) in
            guard let uri = SpotifyURI(text) else { throw .badRequest("Invalid context uri") }
            return uri
        }
        let tracks = try body?["uris"]?.texts?.map { (text) throws(APIError) in
            guard let uri = SpotifyURI(text), uri.kind == "track" else {
                throw .badRequest("Invalid track uri: \(text)")
            }
            return uri.id
        }
        return try command(request) { (state, player) throws(APIError) in
            let all = tracks ?? context.map { state.tracks(of: $0) }
            if let all {
                let uri = body?["offset"]?["uri"]?.text.flatMap { SpotifyURI($0) }?.id
                let position = body?["offset"]?["position"]?.wholeNumber ?? uri.flatMap { all.firstIndex(of: $0) } ?? 0
                player.play(context, tracks: all, from: position)
                player.progress = body?["position_ms"]?.wholeNumber ?? 0
            }
            player.isPlaying = true
            if let id = request.query["device_id"], !id.isEmpty { player.activate(id) }
        }
    }

    /// The ids of the tracks that an album, a playlist or an artist stands for.
    private func tracks(of context: SpotifyURI) -> [String] {
        switch context.kind {
        case "album":
            guard let release = world.catalogue.release(context.id) else { return [] }
            return (1...release.trackCount).map { world.catalogue.code.track($0, of: release.key) }
        case "playlist": return playlists[context.id]?.items.map(\.uri.id) ?? []
        case "artist":
            guard let place = world.catalogue.place(ofArtist: context.id) else { return [] }
            return world.catalogue.releases(of: place, in: [.album, .single], market: nil).prefix(10).map {
                world.catalogue.code.track(1, of: $0.release)
            }
        default: return []
        }
    }

    /// `PUT /v1/me/player/pause`
    mutating func pause(_ request: APIRequest) throws(APIError) -> Response {
        try command(request) { $1.isPlaying = false }
    }

    /// `POST /v1/me/player/next`, `/previous`
    mutating func skip(_ request: APIRequest, forward: Bool) throws(APIError) -> Response {
        try command(request) { (_, player) throws(APIError) in
            guard forward ? player.skip() : player.skipBack() else {
                throw APIError(
                    status: .forbidden, message: "Player command failed: Restriction violated",
                    reason: forward ? "NO_NEXT_TRACK" : "NO_PREV_TRACK")
            }
        }
    }

    /// `PUT /v1/me/player/seek?position_ms=`
    mutating func seek(_ request: APIRequest) throws(APIError) -> Response {
        let position = try Self.number("position_ms", in: 0...86_400_000, of: request)
        return try command(request) { $1.progress = position }
    }

    /// `PUT /v1/me/player/volume?volume_percent=`
    mutating func setVolume(_ request: APIRequest) throws(APIError) -> Response {
        let percent = try Self.number("volume_percent", in: 0...100, of: request)
        return try command(request) { (_, player) throws(APIError) in
            let id = request.query["device_id"]
            guard let device = id.map({ id in player.all.first { $0.id == id } }) ?? player.active,
                player.volume(of: device) != nil
            else {
                throw APIError(
                    status: .forbidden, message: "Player command failed: Cannot control device volume",
                    reason: "VOLUME_CONTROL_DISALLOW")
            }
            player.setVolume(percent, of: device)
        }
    }

    /// `PUT /v1/me/player/shuffle?state=`
    mutating func setShuffle(_ request: APIRequest) throws(APIError) -> Response {
        let state = try Self.choice("state", of: ["true", "false"], in: request)
        return try command(request) { $1.isShuffled = state == "true" }
    }

    /// `PUT /v1/me/player/repeat?state=`
    mutating func setRepetition(_ request: APIRequest) throws(APIError) -> Response {
        let state = try Self.choice("state", of: ["off", "track", "context"], in: request)
        return try command(request) { $1.repetition = state }
    }

    /// `POST /v1/me/player/queue?uri=`
    mutating func addToQueue(_ request: APIRequest) throws(APIError) -> Response {
        guard let uri = request.query["uri"].flatMap({ SpotifyURI($0) }), uri.kind == "track" else {
            throw .badRequest("Invalid uri")
        }
        return try command(request) { $1.queue.append(uri.id) }
    }

    /// `PUT /v1/me/player`: has another device play.
    mutating func transfer(_ request: APIRequest) throws(APIError) -> Response {
        let listener = try request.user()
        let body = try Self.object(request)
        guard let ids = body["device_ids"]?.texts, ids.count == 1 else {
            throw .badRequest("Missing required field: device_ids")
        }
        try Self.checkCommand(to: players[listener], device: ids[0])
        players[listener].activate(ids[0])
        if body["play"]?.truth == true { players[listener].isPlaying = true }
        return Self.reply(players[listener])
    }

    /// Checks that a command can be carried out, carries it out, and says so in the form set.
    private mutating func command(
        _ request: APIRequest, _ action: (inout SandboxState, inout Player) throws(APIError) -> Void
    ) throws(APIError) -> Response {
        let listener = try request.user()
        var player = players[listener]
        try Self.checkCommand(to: player, device: request.query["device_id"])
        try action(&self, &player)
        players[listener] = player
        return Self.reply(player)
    }

    private static func checkCommand(to player: Player, device: String?) throws(APIError) {
        guard player.hasPremium else {
            throw APIError(
                status: .forbidden, message: "Player command failed: Premium required", reason: "PREMIUM_REQUIRED")
        }
        if let device, !device.isEmpty {
            guard player.all.contains(where: { $0.id == device }) else {
                throw APIError(status: .notFound, message: "Device not found")
            }
        } else if player.active == nil {
            throw APIError(
                status: .notFound, message: "Player command failed: No active device found", reason: "NO_ACTIVE_DEVICE")
        }
        if player.devices == .restricted {
            throw APIError(
                status: .forbidden, message: "Player command failed: Restriction violated", reason: "UNKNOWN")
        }
    }

    private static func number(
        _ name: String, in range: ClosedRange<Int>, of request: APIRequest
    ) throws(APIError) -> Int {
        guard let text = request.query[name] else { throw .badRequest("Missing required field: \(name)") }
        guard let number = Int(text), range.contains(number) else { throw .badRequest("Invalid \(name)") }
        return number
    }

    private static func choice(
        _ name: String, of choices: [String], in request: APIRequest
    ) throws(APIError) -> String {
        guard let text = request.query[name] else { throw .badRequest("Missing required field: \(name)") }
        guard choices.contains(text.lowercased()) else { throw .badRequest("Invalid \(name)") }
        return text.lowercased()
    }

    /// Success in the form set: a client must take any 2xx and read nothing into its content.
    private static func reply(_ player: Player) -> Response {
        guard player.reply == .ok else { return Response(player.reply, fields: APIFields.bare) }
        return Response(.ok, fields: APIFields.plainText, body: .bytes(Array("AAAAAAAAAAAAAAAAAAAAAAAAAAA".utf8)))
    }
}
