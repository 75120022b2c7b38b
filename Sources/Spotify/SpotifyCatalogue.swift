import Crypto
public import Domain
public import HTTP

/// Artists' releases at Spotify, asked for with the app's own token: no user's quota or consent is spent on them.
public struct SpotifyCatalogue: Catalogue {
    private let api: WebAPI
    private let appToken: AppToken

    /// The catalogue; `appToken` may be shared.
    public init(settings: SpotifySettings, client: any Client, clock: any WallClock, appToken: AppToken) {
        api = WebAPI(settings: settings, client: client, clock: clock)
        self.appToken = appToken
    }

    /// A page of a group, newest first, of at most 10: more is refused in development mode (FACTS §2.3).
    public nonisolated(nonsending) func releases(of artist: String, group: ReleaseGroup, offset: Int)
        async throws(SourceFailure) -> ReleasePage
    {
        let content = try await content(artist, group, offset)
        return try page(content, digest(of: content))
    }

    /// The newest page, not even read where it is the known one.
    public nonisolated(nonsending) func releases(of artist: String, group: ReleaseGroup, unless known: PageDigest)
        async throws(SourceFailure) -> ReleasePage?
    {
        let content = try await content(artist, group, 0)
        let digest = digest(of: content)
        return digest == known ? nil : try page(content, digest)
    }

    private nonisolated(nonsending) func content(_ artist: String, _ group: ReleaseGroup, _ offset: Int)
        async throws(SourceFailure) -> [UInt8]
    {
        let token = try await appToken.token()
        var answer = await get(artist, group, offset, token)
        if answer == .unauthorized {
            // Tokens are refused now and then for no reason of ours (FACTS §4.1): one new one, one more try.
            answer = await get(artist, group, offset, try await appToken.token(after: token))
        }
        switch answer {
        case .content(let content): return content
        case .unauthorized: throw .transient("Spotify does not take a new token", after: nil)
        case .throttled(let after, let isQuota): throw .throttled(after: after, isQuota: isQuota)
        case .unknown(let reason): throw .gone(reason)
        case .refused(let reason): throw .refused(reason)
        case .trouble(let reason, let after): throw .transient(reason, after: after)
        case .lost(let reason): throw .transient(reason, after: nil)
        }
    }

    private nonisolated(nonsending) func get(
        _ artist: String, _ group: ReleaseGroup, _ offset: Int, _ token: AppToken.Granted
    ) async -> APIAnswer {
        let query = FormFields(
            [("include_groups", group.rawValue), ("limit", "10"), ("market", api.settings.market)]
                + (offset > 0 ? [("offset", String(offset))] : []))
        return await api.get("/artists/\(PercentEncoding.encode(artist))/albums", query, token: token.secret)
    }

    /// Whom Spotify names under an id: of two artists that it has made one, the one that stays.
    public func artist(_ id: String) async throws(SourceFailure) -> SourceArtist? {
        let path = "/artists/\(PercentEncoding.encode(id))"
        let token = try await appToken.token()
        switch await api.get(path, FormFields(), token: token.secret) {
        case .content(let content):
            let artist: WireArtist? = WebAPI.read(content)
            return artist?.artist(apiURL: api.settings.apiURL)
        case .throttled(let after, let isQuota): throw .throttled(after: after, isQuota: isQuota)
        default: return nil
        }
    }

    /// Goes into every digest. Raised when reading learns to see more on a page: every page is then read again.
    private static let reading: UInt8 = 1

    private func digest(of content: [UInt8]) -> PageDigest {
        var hash = SHA256()
        hash.update(data: [Self.reading])
        hash.update(data: content)
        return PageDigest(Array(hash.finalize().prefix(16)))
    }

    private func page(_ content: [UInt8], _ digest: PageDigest) throws(SourceFailure) -> ReleasePage {
        guard let page: WirePage<WireAlbum> = WebAPI.read(content) else {
            throw .transient("Spotify's answer is not readable", after: nil)
        }
        // A missing list is no empty list: only complete answers move state.
        guard let items = page.items ?? (page.total == 0 ? [] : nil) else {
            throw .transient("Spotify's answer holds no list of releases", after: nil)
        }
        let releases = items.compactMap { $0?.release(apiURL: api.settings.apiURL) }
        return ReleasePage(
            releases: releases, total: page.total, unreadable: items.count - releases.count,
            isLast: page.next == nil, digest: digest)
    }
}
