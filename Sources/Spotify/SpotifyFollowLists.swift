public import Domain
public import HTTP

/// The artists that users follow at Spotify, each list read with its owner's token.
public struct SpotifyFollowLists: FollowLists {
    /// More pages than this no list has: 20,000 artists.
    private static let pagesMax = 400
    private static let pageSize = FollowListGuard.pageSize

    private let api: WebAPI
    private let tokens: any AccessTokens
    private let onCalls: @Sendable (CallFamily, _ count: Int) async -> Void

    /// Follow lists. `onCalls` is told how many calls a reading took, to enter them into the ledger.
    public init(
        settings: SpotifySettings, client: any Client, clock: any WallClock, tokens: any AccessTokens,
        onCalls: @escaping @Sendable (CallFamily, _ count: Int) async -> Void = { _, _ in }
    ) {
        api = WebAPI(settings: settings, client: client, clock: clock)
        self.tokens = tokens
        self.onCalls = onCalls
    }

    /// The complete list. Throws when any page fails, when paging does not advance, and for an empty list that is said
    /// to have artists (FACTS §4.3).
    public func followedArtists(of connection: ConnectionID) async throws(SourceFailure) -> SourceFollowList {
        var reading = Reading(connection: connection)
        let list: Result<SourceFollowList, SourceFailure>
        do throws(SourceFailure) { list = .success(try await read(&reading)) } catch { list = .failure(error) }
        if reading.calls > 0 { await onCalls(.following, reading.calls) }
        return try list.get()
    }

    /// How far the reading of one list has come.
    private struct Reading {
        let connection: ConnectionID
        var calls = 0
        var token: AccessToken?
        var hasRenewed = false
    }

    private func read(_ reading: inout Reading) async throws(SourceFailure) -> SourceFollowList {
        var artists: [SourceArtist] = []
        var unreadable = 0
        var known: Set<String> = []
        var total = 0
        var after: String?
        for _ in 0..<SpotifyFollowLists.pagesMax {
            let page = try await page(after: after, &reading)
            guard let items = page.items ?? (page.total == 0 ? [] : nil) else {
                throw .transient("Spotify's answer holds no list of artists", after: nil)
            }
            let before = artists.count
            let readable = items.compactMap { $0?.artist(apiURL: api.settings.apiURL) }
            unreadable += items.count - readable.count
            for artist in readable where known.insert(artist.id).inserted { artists.append(artist) }
            let missing = page.total.map { $0 - artists.count - unreadable }
            // A page that says less than another does may be false itself.
            total = max(total, page.total ?? 0)
            let list = SourceFollowList(
                artists, unreadable: unreadable, missing: max(0, total - artists.count - unreadable))
            if artists.isEmpty, let missing, missing > 0 {
                throw .transient("Spotify answered an empty list, and says that it has \(missing) artists", after: nil)
            }
            guard let next = cursor(behind: page, items: items, missing: missing) else { return list }
            if artists.count == before {
                // Page one for ever, as it happened once; an empty page behind the last one is an ordinary end.
                guard items.isEmpty || (missing ?? 0) <= 0 else {
                    throw .transient("Spotify's paging does not advance", after: nil)
                }
                return list
            }
            after = next
        }
        throw .transient("Spotify's list does not end", after: nil)
    }

    /// What to ask the next page after; nil at the end. The cursor as told, else the one in `next`, else the last id of
    /// a full page where the count says that more is to come.
    private func cursor(behind page: WirePage<WireArtist>, items: [WireArtist?], missing: Int?) -> String? {
        if let after = page.after, !after.isEmpty { return after }
        if let next = page.next, let mark = next.firstIndex(of: "?"),
            let after = FormFields(query: String(next[next.index(after: mark)...]))?["after"], !after.isEmpty
        {
            return after
        }
        guard items.count >= SpotifyFollowLists.pageSize, missing ?? 1 > 0 else { return nil }
        return items.last??.id
    }

    private func page(after: String?, _ reading: inout Reading) async throws(SourceFailure) -> WirePage<WireArtist> {
        var query = FormFields([("type", "artist"), ("limit", String(SpotifyFollowLists.pageSize))])
        if let after { query.append("after", after) }
        while true {
            let token = try await token(&reading)
            reading.calls += 1
            switch await api.get("/me/following", query, token: token.secret) {
            case .content(let content):
                guard let page = WebAPI.read(content, as: WireFollowing.self)?.artists else {
                    throw .transient("Spotify's answer is not readable", after: nil)
                }
                return page
            case .unauthorized:
                // Once a reading: a wrong clock or a spurious 401 costs one exchange, never a loop.
                guard !reading.hasRenewed else {
                    throw .transient("Spotify does not take a new token", after: nil)
                }
                reading.hasRenewed = true
                do throws(TokenFailure) {
                    reading.token = try await tokens.token(for: reading.connection, after: token)
                } catch { throw SourceFailure(error) }
            case .throttled(let after, let isQuota): throw .throttled(after: after, isQuota: isQuota)
            case .unknown(let reason), .refused(let reason): throw .refused(reason)
            case .trouble(let reason, let after): throw .transient(reason, after: after)
            case .lost(let reason): throw .transient(reason, after: nil)
            }
        }
    }

    private func token(_ reading: inout Reading) async throws(SourceFailure) -> AccessToken {
        if let token = reading.token { return token }
        do throws(TokenFailure) {
            let token = try await tokens.token(for: reading.connection)
            reading.token = token
            return token
        } catch { throw SourceFailure(error) }
    }
}
