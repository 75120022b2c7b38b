import HTTP

/// One call of the Web API: the table of contents of `/v1`.
struct APIRoute: Sendable {
    /// Who may make a call.
    enum Access: Sendable {
        /// The app itself, or the app for somebody.
        case anyToken
        /// The app for somebody.
        case user
        /// The app for somebody who allowed one of these.
        case oneOf(Scopes)
    }

    /// Which kinds of app have the call; to the others it is 403.
    enum Offer: Sendable { case toAll, toExtendedOnly }

    /// What a call does.
    typealias Action = @Sendable (inout SandboxState, APIRequest) throws(APIError) -> Response

    let method: Method
    /// Segments behind `/v1`; `{id}` stands for any.
    let pattern: [String]
    let access: Access
    let offer: Offer
    let action: Action

    private init(
        _ method: Method, _ path: String, _ access: Access, _ offer: Offer = .toAll, _ action: @escaping Action
    ) {
        self.method = method
        pattern = path.split(separator: "/").map(String.init)
        self.access = access
        self.offer = offer
        self.action = action
    }

    /// Every call there is.
    static let all: [APIRoute] =
        [
            APIRoute(.get, "me", .user) { state, request throws(APIError) in state.me(request) },
            APIRoute(.get, "me/following", .oneOf(.followRead)) { state, request throws(APIError) in
                try state.following(request)
            },
            APIRoute(.put, "me/following", .oneOf(.followModify), .toExtendedOnly) { state, request throws(APIError) in
                try state.followArtists(request, follows: true)
            },
            APIRoute(.delete, "me/following", .oneOf(.followModify), .toExtendedOnly) {
                state, request throws(APIError) in
                try state.followArtists(request, follows: false)
            },
            APIRoute(.get, "me/following/contains", .oneOf(.followRead), .toExtendedOnly) {
                state, request throws(APIError) in
                try state.followingContains(request)
            },
            APIRoute(.put, "me/library", .user) { state, request throws(APIError) in
                try state.saveToLibrary(request, saves: true)
            },
            APIRoute(.delete, "me/library", .user) { state, request throws(APIError) in
                try state.saveToLibrary(request, saves: false)
            },
            APIRoute(.get, "me/library/contains", .user) { state, request throws(APIError) in
                try state.libraryContains(request)
            },
            APIRoute(.get, "artists/{id}", .anyToken) { state, request throws(APIError) in try state.artist(request) },
            APIRoute(.get, "artists", .anyToken, .toExtendedOnly) { state, request throws(APIError) in
                try state.severalArtists(request)
            },
            APIRoute(.get, "artists/{id}/albums", .anyToken) { state, request throws(APIError) in
                try state.artistAlbums(request)
            },
            APIRoute(.get, "artists/{id}/top-tracks", .anyToken, .toExtendedOnly) { state, request throws(APIError) in
                try state.topTracks(request)
            },
            APIRoute(.get, "albums/{id}", .anyToken) { state, request throws(APIError) in try state.album(request) },
            APIRoute(.get, "albums", .anyToken, .toExtendedOnly) { state, request throws(APIError) in
                try state.severalAlbums(request)
            },
            APIRoute(.get, "albums/{id}/tracks", .anyToken) { state, request throws(APIError) in
                try state.albumTracks(request)
            },
            APIRoute(.get, "tracks/{id}", .anyToken) { state, request throws(APIError) in try state.track(request) },
            APIRoute(.get, "tracks", .anyToken, .toExtendedOnly) { state, request throws(APIError) in
                try state.severalTracks(request)
            },
            APIRoute(.get, "search", .anyToken) { state, request throws(APIError) in try state.search(request) },
            APIRoute(.get, "browse/new-releases", .anyToken, .toExtendedOnly) { state, request throws(APIError) in
                try state.newReleases(request)
            },
            APIRoute(.get, "markets", .anyToken, .toExtendedOnly) { state, request throws(APIError) in state.markets()
            },
            APIRoute(.get, "users/{id}", .anyToken, .toExtendedOnly) { state, request throws(APIError) in
                try state.user(request)
            },
        ] + playlistRoutes("items", .toAll) + playlistRoutes("tracks", .toExtendedOnly) + playerRoutes

    private static let modifiesPlaylists = Access.oneOf([.playlistModifyPublic, .playlistModifyPrivate])

    /// The calls on playlists whose content goes by that name: `items` since February 2026, `tracks` before.
    private static func playlistRoutes(_ items: String, _ offer: Offer) -> [APIRoute] {
        let routes = [
            APIRoute(.get, "playlists/{id}/\(items)", .anyToken, offer) { state, request throws(APIError) in
                try state.playlistItems(request)
            },
            APIRoute(.post, "playlists/{id}/\(items)", modifiesPlaylists, offer) { state, request throws(APIError) in
                try state.addPlaylistItems(request)
            },
            APIRoute(.put, "playlists/{id}/\(items)", modifiesPlaylists, offer) { state, request throws(APIError) in
                try state.replacePlaylistItems(request)
            },
            APIRoute(.delete, "playlists/{id}/\(items)", modifiesPlaylists, offer) { state, request throws(APIError) in
                try state.removePlaylistItems(request)
            },
        ]
        guard offer == .toAll else {
            return routes + [
                APIRoute(.post, "users/{id}/playlists", modifiesPlaylists, offer) { state, request throws(APIError) in
                    try state.createPlaylist(request)
                },
                APIRoute(.get, "users/{id}/playlists", .anyToken, offer) { state, request throws(APIError) in
                    try state.othersPlaylists(request)
                },
            ]
        }
        return routes + [
            APIRoute(.get, "me/playlists", .oneOf(.playlistReadPrivate)) { state, request throws(APIError) in
                try state.ownPlaylists(request)
            },
            APIRoute(.post, "me/playlists", modifiesPlaylists) { state, request throws(APIError) in
                try state.createPlaylist(request)
            },
            APIRoute(.get, "playlists/{id}", .anyToken) { state, request throws(APIError) in try state.playlist(request)
            },
            APIRoute(.put, "playlists/{id}", modifiesPlaylists) { state, request throws(APIError) in
                try state.changePlaylist(request)
            },
        ]
    }

    private static let playerRoutes: [APIRoute] = [
        APIRoute(.get, "me/player", .oneOf(.readPlaybackState)) { state, request throws(APIError) in
            try state.playback(request)
        },
        APIRoute(.put, "me/player", .oneOf(.modifyPlaybackState)) { state, request throws(APIError) in
            try state.transfer(request)
        },
        APIRoute(.get, "me/player/devices", .oneOf(.readPlaybackState)) { state, request throws(APIError) in
            try state.devices(request)
        },
        APIRoute(.get, "me/player/currently-playing", .oneOf([.readCurrentlyPlaying, .readPlaybackState])) {
            state, request throws(APIError) in
            try state.currentlyPlaying(request)
        },
        APIRoute(.get, "me/player/queue", .oneOf(.readPlaybackState)) { state, request throws(APIError) in
            try state.queue(request)
        },
        APIRoute(.post, "me/player/queue", .oneOf(.modifyPlaybackState)) { state, request throws(APIError) in
            try state.addToQueue(request)
        },
        APIRoute(.put, "me/player/play", .oneOf(.modifyPlaybackState)) { state, request throws(APIError) in
            try state.play(request)
        },
        APIRoute(.put, "me/player/pause", .oneOf(.modifyPlaybackState)) { state, request throws(APIError) in
            try state.pause(request)
        },
        APIRoute(.post, "me/player/next", .oneOf(.modifyPlaybackState)) { state, request throws(APIError) in
            try state.skip(request, forward: true)
        },
        APIRoute(.post, "me/player/previous", .oneOf(.modifyPlaybackState)) { state, request throws(APIError) in
            try state.skip(request, forward: false)
        },
        APIRoute(.put, "me/player/seek", .oneOf(.modifyPlaybackState)) { state, request throws(APIError) in
            try state.seek(request)
        },
        APIRoute(.put, "me/player/volume", .oneOf(.modifyPlaybackState)) { state, request throws(APIError) in
            try state.setVolume(request)
        },
        APIRoute(.put, "me/player/shuffle", .oneOf(.modifyPlaybackState)) { state, request throws(APIError) in
            try state.setShuffle(request)
        },
        APIRoute(.put, "me/player/repeat", .oneOf(.modifyPlaybackState)) { state, request throws(APIError) in
            try state.setRepetition(request)
        },
    ]

    /// First segments of what Spotify once had for every app and took from those in development mode, where it answers
    /// 403 instead of 404 although nothing is built here.
    static let takenAway: [[String]] = [
        ["browse"], ["recommendations"], ["audio-features"], ["audio-analysis"], ["users"], ["shows"], ["episodes"],
        ["audiobooks"], ["chapters"], ["artists", "{id}", "related-artists"], ["playlists", "{id}", "tracks"],
        ["playlists", "{id}", "followers"], ["me", "albums"], ["me", "tracks"], ["me", "shows"], ["me", "episodes"],
        ["me", "audiobooks"], ["tracks"],
    ]

    /// The segment that stands for `{id}`, empty where there is none; nil where the path is another.
    func match(_ segments: ArraySlice<String>) -> String? {
        guard segments.count == pattern.count else { return nil }
        var id = ""
        for index in pattern.indices {
            let segment = segments[segments.startIndex + index]
            if pattern[index] == "{id}" { id = segment } else if pattern[index] != segment { return nil }
        }
        return id
    }
}
