import HTTP

/// What plays, and where, as JSON.
extension SandboxState {
    /// `GET /v1/me/player`
    func playback(_ request: APIRequest) throws(APIError) -> Response {
        let player = players[try request.user()]
        guard let device = player.active else { return Response(.noContent, fields: APIFields.bare) }
        let current = player.current.flatMap { world.catalogue.track($0) }
        return json { json in
            json.object { json in
                json.name("device")
                self.device(device, of: player, to: &json)
                json.member("shuffle_state", player.isShuffled)
                json.member("smart_shuffle", false)
                json.member("repeat_state", player.repetition)
                currentMembers(of: player, current, at: request.time, to: &json)
            }
        }
    }

    /// `GET /v1/me/player/currently-playing`
    func currentlyPlaying(_ request: APIRequest) throws(APIError) -> Response {
        let player = players[try request.user()]
        guard player.active != nil else { return Response(.noContent, fields: APIFields.bare) }
        let current = player.current.flatMap { world.catalogue.track($0) }
        return json { json in
            json.object { currentMembers(of: player, current, at: request.time, to: &$0) }
        }
    }

    private func currentMembers(
        of player: Player, _ current: (track: Track, release: Release)?, at time: Moment, to json: inout JSONWriter
    ) {
        json.member("timestamp", time.milliseconds)
        json.name("context")
        if let context = player.context {
            json.object { json in
                json.object("external_urls") { json in
                    json.member("spotify", plain: "https://open.spotify.com/\(context.kind)/", context.id)
                }
                json.member("href", plain: apiURL, "/\(context.kind)s/", context.id)
                json.member("type", context.kind)
                json.member("uri", context.text)
            }
        } else {
            json.null()
        }
        json.member("progress_ms", player.progress)
        json.name("item")
        item(current, to: &json)
        json.member("currently_playing_type", "track")
        json.object("actions") { json in
            json.object("disallows") { $0.member(player.isPlaying ? "resuming" : "pausing", true) }
        }
        json.member("is_playing", player.isPlaying)
    }

    private func item(_ found: (track: Track, release: Release)?, to json: inout JSONWriter) {
        if let (track, release) = found { self.track(track, of: release, to: &json) } else { json.null() }
    }

    /// `GET /v1/me/player/queue`
    func queue(_ request: APIRequest) throws(APIError) -> Response {
        let player = players[try request.user()]
        let current = player.current.flatMap { world.catalogue.track($0) }
        let upcoming = player.upcoming.prefix(20).compactMap { world.catalogue.track($0) }
        return json { json in
            json.object { json in
                json.name("currently_playing")
                item(current, to: &json)
                json.array("queue", upcoming) { json, found in track(found.track, of: found.release, to: &json) }
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
            json.member("volume_percent", player.volume(of: device))
        }
    }
}
