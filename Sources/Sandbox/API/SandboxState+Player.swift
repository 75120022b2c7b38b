import HTTP

/// The calls about what is playing, and where.
extension SandboxState {
    /// `GET /v1/me/player`
    func playback(_ request: APIRequest) throws(APIError) -> Response {
        let player = players[try request.user()]
        guard let device = player.all.first(where: { player.isActive($0) }) else {
            return Response(.noContent, fields: APIFields.bare)
        }
        return json { json in
            json.object { json in
                json.name("device")
                self.device(device, of: player, to: &json)
                json.member("shuffle_state", false)
                json.member("repeat_state", "off")
                json.member("timestamp", request.time.milliseconds)
                json.name("context")
                if let context = player.context {
                    json.object { $0.member("uri", context) }
                } else {
                    json.null()
                }
                json.member("progress_ms", 0)
                json.member("is_playing", player.isPlaying)
                json.name("item")
                json.null()
                json.member("currently_playing_type", "track")
            }
        }
    }

    /// `GET /v1/me/player/devices`
    func devices(_ request: APIRequest) throws(APIError) -> Response {
        let player = players[try request.user()]
        return json { json in
            json.object { json in
                json.array("devices", player.all) { device($1, of: player, to: &$0) }
            }
        }
    }

    private func device(_ device: Player.Device, of player: Player, to json: inout JSONWriter) {
        json.object { json in
            json.member("id", device.id)
            json.member("is_active", player.isActive(device))
            json.member("is_private_session", false)
            json.member("is_restricted", player.devices == .restricted)
            json.member("name", device.name)
            json.member("supports_volume", device.volume != nil)
            json.member("type", device.kind)
            json.member("volume_percent", device.volume)
        }
    }

    /// `PUT /v1/me/player/play`: a JSON object says what, no content means go on.
    mutating func play(_ request: APIRequest) throws(APIError) -> Response {
        let listener = try request.user()
        var context: String?
        if !request.body.isEmpty {
            let body = try Self.object(request)
            context = body["context_uri"]?.text ?? body["uris"]?.texts?.first
            if let context, SpotifyURI(context) == nil { throw .badRequest("Invalid context uri") }
        }
        try checkCommand(request, to: players[listener])
        if let context { players[listener].context = context }
        players[listener].isPlaying = true
        return reply(players[listener])
    }

    /// `PUT /v1/me/player/pause`
    mutating func pause(_ request: APIRequest) throws(APIError) -> Response {
        let listener = try request.user()
        try checkCommand(request, to: players[listener])
        players[listener].isPlaying = false
        return reply(players[listener])
    }

    private func checkCommand(_ request: APIRequest, to player: Player) throws(APIError) {
        guard player.hasPremium else {
            throw APIError(
                status: .forbidden, message: "Player command failed: Premium required", reason: "PREMIUM_REQUIRED")
        }
        if let id = request.query["device_id"], !id.isEmpty {
            guard player.all.contains(where: { $0.id == id }) else {
                throw APIError(status: .notFound, message: "Device not found")
            }
        } else if !player.all.contains(where: { player.isActive($0) }) {
            throw APIError(
                status: .notFound, message: "Player command failed: No active device found", reason: "NO_ACTIVE_DEVICE")
        }
        if player.devices == .restricted {
            throw APIError(
                status: .forbidden, message: "Player command failed: Restriction violated", reason: "UNKNOWN")
        }
    }

    /// Success in the form set: a client must take any 2xx and read nothing into its content.
    private func reply(_ player: Player) -> Response {
        guard player.reply == .ok else { return Response(player.reply, fields: APIFields.bare) }
        return Response(.ok, fields: APIFields.plainText, body: .bytes(Array("AAAAAAAAAAAAAAAAAAAAAAAAAAA".utf8)))
    }
}
