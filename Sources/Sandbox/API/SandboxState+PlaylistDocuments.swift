import HTTP

/// Playlists as JSON: what an app in development mode knows as `items` and `item` was `tracks` and `track` before.
extension SandboxState {
    /// An item with its track, as far as that still exists.
    typealias PlaylistEntry = (item: Playlist.Item, owner: Int, found: (track: Track, release: Release)?)

    /// The items of a playlist with their tracks.
    func entries(of playlist: Playlist) -> [PlaylistEntry] {
        playlist.items.map { ($0, playlist.owner, world.catalogue.track($0.uri.id)) }
    }

    /// A playlist; with a page of its items where one is given, else with their number.
    func playlist(_ playlist: Playlist, path: (page: PageRequest, entries: [PlaylistEntry])?, to json: inout JSONWriter)
    {
        json.object { json in
            json.member("collaborative", playlist.isCollaborative)
            json.member("description", playlist.description)
            json.object("external_urls") { $0.member("spotify", "https://open.spotify.com/playlist/\(playlist.id)") }
            json.member("href", "\(apiURL)/playlists/\(playlist.id)")
            json.member("id", playlist.id)
            if !playlist.items.isEmpty {
                images(playlist.id, to: &json)
            } else if options.profile == .extended {
                json.array("images", EmptyCollection<String>()) { $0.string($1) }
            } else {
                json.name("images")
                json.null()
            }
            json.member("name", playlist.name)
            json.name("owner")
            person(playlist.owner, to: &json)
            json.name("primary_color")
            json.null()
            json.member("public", playlist.isPublic)
            json.member("snapshot_id", playlist.snapshot)
            for name in options.profile == .extended ? ["items", "tracks"] : ["items"] {
                json.name(name)
                items(name, of: playlist, path, to: &json)
            }
            if path != nil, options.profile == .extended {
                json.object("followers") { json in
                    json.name("href")
                    json.null()
                    json.member("total", 0)
                }
            }
            json.member("type", "playlist")
            json.member("uri", "spotify:playlist:\(playlist.id)")
        }
    }

    private func items(
        _ name: String, of playlist: Playlist, _ content: (page: PageRequest, entries: [PlaylistEntry])?,
        to json: inout JSONWriter
    ) {
        let path = "/v1/playlists/\(playlist.id)/\(name)"
        if let (page, entries) = content {
            self.page(page, of: entries, path: path, query: .init(), to: &json) { entry($1, to: &$0) }
        } else {
            json.object { json in
                json.member("href", publicURL + path)
                json.member("total", playlist.items.count)
            }
        }
    }

    private func person(_ place: Int, to json: inout JSONWriter) {
        let listener = world.listeners[place]
        json.object { json in
            json.member("display_name", listener.displayName)
            json.object("external_urls") { $0.member("spotify", "https://open.spotify.com/user/\(listener.id)") }
            json.member("href", "\(apiURL)/users/\(listener.id)")
            json.member("id", listener.id)
            json.member("type", "user")
            json.member("uri", "spotify:user:\(listener.id)")
        }
    }

    /// An item of a playlist.
    func entry(_ entry: PlaylistEntry, to json: inout JSONWriter) {
        json.object { json in
            json.member("added_at", entry.item.added.description)
            json.name("added_by")
            person(entry.owner, to: &json)
            json.member("is_local", false)
            json.name("primary_color")
            json.null()
            for name in options.profile == .extended ? ["item", "track"] : ["item"] {
                json.name(name)
                if let (track, release) = entry.found {
                    self.track(track, of: release, isInPlaylist: true, to: &json)
                } else {
                    json.null()
                }
            }
            json.object("video_thumbnail") { json in
                json.name("url")
                json.null()
            }
        }
    }
}
