public import Domain
public import HTTP

/// Artists by name at Spotify (FACTS §4.6), asked for with the app's own token.
public struct SpotifyArtistSearch: ArtistSearch {
    /// More is refused in development mode (FACTS §2.3).
    private static let resultsMax = 10

    private let api: WebAPI
    private let appToken: AppToken

    /// A search; `appToken` may be shared.
    public init(settings: SpotifySettings, client: any Client, clock: any WallClock, appToken: AppToken) {
        api = WebAPI(settings: settings, client: client, clock: clock)
        self.appToken = appToken
    }

    /// Those with an id, in Spotify's order.
    public func artists(matching text: String) async throws(SourceFailure) -> [SourceArtist] {
        guard !text.isEmpty else { return [] }
        let token = try await appToken.token()
        var answer = await get(text, token)
        if answer == .unauthorized { answer = await get(text, try await appToken.token(after: token)) }
        switch answer {
        case .content(let content): return try artists(in: content)
        case .unauthorized: throw .transient("Spotify does not take a new token", after: nil)
        case .throttled(let after, let isQuota): throw .throttled(after: after, isQuota: isQuota)
        case .unknown(let reason), .refused(let reason): throw .refused(reason)
        case .trouble(let reason, let after): throw .transient(reason, after: after)
        case .lost(let reason): throw .transient(reason, after: nil)
        }
    }

    private func get(_ text: String, _ token: AppToken.Granted) async -> APIAnswer {
        let query = FormFields([
            ("q", text), ("type", "artist"), ("limit", String(SpotifyArtistSearch.resultsMax)),
            ("market", api.settings.market),
        ])
        return await api.get("/search", query, token: token.secret)
    }

    private func artists(in content: [UInt8]) throws(SourceFailure) -> [SourceArtist] {
        // The wrapper is the one of the follow lists: a page of artists.
        guard let page = WebAPI.read(content, as: WireFollowing.self)?.artists, let items = page.items else {
            throw .transient("Spotify's answer is not readable", after: nil)
        }
        return items.compactMap { $0?.artist(apiURL: api.settings.apiURL) }
    }
}
