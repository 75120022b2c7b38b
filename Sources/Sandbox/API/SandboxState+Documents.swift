import HTTP

/// The objects of the Web API as JSON, with the fields that the profile shows.
extension SandboxState {
    private var showsAllFields: Bool { options.profile == .extended }

    private func externalURL(_ folder: String, _ id: String, to json: inout JSONWriter) {
        json.object("external_urls") { $0.member("spotify", plain: "https://open.spotify.com", folder, id) }
    }

    private func reference(_ folder: String, _ id: String, to json: inout JSONWriter) {
        json.member("href", plain: apiURL, folder, id)
        json.member("id", id)
    }

    private static let imageSizes = [640, 300, 64]

    /// The same drawing in the three sizes Spotify has.
    func images(_ id: String, to json: inout JSONWriter) {
        json.array("images", Self.imageSizes) { json, size in
            json.object { json in
                json.member("url", plain: publicURL, "/image/", id)
                json.member("height", size)
                json.member("width", size)
            }
        }
    }

    /// An artist with all that is shown of one.
    func artist(_ artist: Artist, to json: inout JSONWriter) {
        json.object { json in
            externalURL("/artist/", artist.id, to: &json)
            if showsAllFields {
                json.object("followers") { json in
                    json.name("href")
                    json.null()
                    json.member("total", artist.followersElsewhere + followerCount(of: artist.id))
                }
            }
            json.array("genres", EmptyCollection<String>()) { $0.string($1) }
            reference("/artists/", artist.id, to: &json)
            images(artist.id, to: &json)
            json.member("name", artist.name)
            if showsAllFields { json.member("popularity", artist.popularity) }
            json.member("type", "artist")
            json.member("uri", plain: "spotify:artist:", artist.id)
        }
    }

    /// How many listeners follow the artist.
    private func followerCount(of artist: String) -> Int { world.listeners.count { $0.isFollowing(artist) } }

    /// The artists of a release or track, with little more than their names.
    private func artists(_ places: [Int], to json: inout JSONWriter) {
        json.array("artists", places) { json, place in
            let artist = world.catalogue.artist(at: place)
            json.object { json in
                externalURL("/artist/", artist.id, to: &json)
                reference("/artists/", artist.id, to: &json)
                json.member("name", artist.name)
                json.member("type", "artist")
                json.member("uri", plain: "spotify:artist:", artist.id)
            }
        }
    }

    /// A release as lists show it; `group` is the heading of an artist's list it stands under.
    func release(_ release: Release, group: ReleaseGroup? = nil, to json: inout JSONWriter) {
        json.object { json in
            releaseMembers(release, to: &json)
            if showsAllFields, let group { json.member("album_group", group.name) }
        }
    }

    private func releaseMembers(_ release: Release, to json: inout JSONWriter) {
        json.member("album_type", release.type.rawValue)
        json.member("total_tracks", release.trackCount)
        if showsAllFields {
            json.array("available_markets", release.markets ?? Markets.all) { $0.string($1) }
        }
        externalURL("/album/", release.id, to: &json)
        reference("/albums/", release.id, to: &json)
        images(release.id, to: &json)
        json.member("name", release.name)
        json.member("release_date", release.date.text)
        json.member("release_date_precision", release.date.precision.rawValue)
        json.member("type", "album")
        json.member("uri", plain: "spotify:album:", release.id)
        artists(release.artists, to: &json)
    }

    /// A release as it shows itself: with its tracks, rights and codes.
    func wholeRelease(_ release: Release, page: PageRequest, to json: inout JSONWriter) {
        json.object { json in
            releaseMembers(release, to: &json)
            json.name("tracks")
            self.page(
                page, of: Array(1...release.trackCount), path: "/v1/albums/\(release.id)/tracks", query: .init(),
                to: &json
            ) { track(Track($1, of: release, code: world.catalogue.code), to: &$0) }
            json.array("copyrights", ["C", "P"]) { json, type in
                json.object { json in
                    json.member("text", "\(release.date.text.map { $0.prefix(4) } ?? "") \(release.label)")
                    json.member("type", type)
                }
            }
            json.object("external_ids") { $0.member("upc", release.upc) }
            json.array("genres", EmptyCollection<String>()) { $0.string($1) }
            if showsAllFields {
                json.member("label", release.label)
                json.member("popularity", release.trackCount * 3)
            }
        }
    }

    /// A track; with its release where it stands alone.
    func track(_ track: Track, of release: Release? = nil, isInPlaylist: Bool = false, to json: inout JSONWriter) {
        json.object { json in
            if let release {
                json.name("album")
                self.release(release, to: &json)
            }
            artists(track.artists, to: &json)
            if showsAllFields {
                json.array("available_markets", release?.markets ?? Markets.all) { $0.string($1) }
            }
            json.member("disc_number", 1)
            json.member("duration_ms", track.milliseconds)
            if showsAllFields, isInPlaylist { json.member("episode", false) }
            json.member("explicit", track.isExplicit)
            if release != nil {
                json.object("external_ids") { $0.member("isrc", "QZFAN\(track.milliseconds)\(track.number)") }
            }
            externalURL("/track/", track.id, to: &json)
            reference("/tracks/", track.id, to: &json)
            json.member("is_local", false)
            json.member("name", track.name)
            if showsAllFields, release != nil { json.member("popularity", track.milliseconds % 80) }
            json.name("preview_url")
            json.null()
            if showsAllFields, isInPlaylist { json.member("track", true) }
            json.member("track_number", track.number)
            json.member("type", "track")
            json.member("uri", plain: "spotify:track:", track.id)
        }
    }

    /// A listener; `isSelf` shows what only the person's own app sees.
    func listener(_ listener: Listener, isSelf: Bool, scopes: Scopes, to json: inout JSONWriter) {
        json.object { json in
            if isSelf { json.member("account_id", listener.accountID) }
            if isSelf, showsAllFields, scopes.contains(.readPrivate) {
                json.member("country", listener.country)
                json.member("product", "premium")
                json.object("explicit_content") { json in
                    json.member("filter_enabled", false)
                    json.member("filter_locked", false)
                }
            }
            if isSelf, showsAllFields, scopes.contains(.readEmail) {
                json.member("email", "\(listener.id)@listeners.example")
            }
            json.member("display_name", listener.displayName)
            externalURL("/user/", listener.id, to: &json)
            if showsAllFields {
                json.object("followers") { json in
                    json.name("href")
                    json.null()
                    json.member("total", 3)
                }
            }
            reference("/users/", listener.id, to: &json)
            if listener.hasPicture {
                images(listener.accountID, to: &json)
            } else {
                json.array("images", EmptyCollection<String>()) { $0.string($1) }
            }
            json.member("type", "user")
            json.member("uri", plain: "spotify:user:", listener.id)
        }
    }
}
