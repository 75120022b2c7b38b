import Configuration
import Domain
import HTTP
import Logging
import Spotify
import Store
import Tokens

/// The first provider, wired: whom people sign in with, whose tokens are kept, whose catalogue is checked.
struct SpotifyParts {
    let signIn: SpotifySignIn
    let keeper: TokenKeeper
    let catalogue: SpotifyCatalogue
    let search: SpotifyArtistSearch
    let followLists: SpotifyFollowLists

    /// Every call that no claim has entered goes into the ledger: the quota counts them all. A store in trouble does
    /// not stop a call, whose answer may be worth more than its count.
    init(
        _ settings: SpotifySettings, store: FanfareStore, client: any Client, clock: any WallClock, owner: [UInt8],
        pausedUntil: Timestamp?, logger: Logger, metrics: Metrics
    ) {
        let enter: @Sendable (CallFamily, Int) async -> Void = { family, count in
            try? await store.enterCalls(family, count: count, now: clock.now())
        }
        signIn = SpotifySignIn(settings: settings, client: client, clock: clock, onCalls: enter)
        keeper = TokenKeeper(
            store: store, exchanges: [SpotifyTokenExchange(settings: settings, client: client, clock: clock)],
            owner: owner, clock: clock, sleep: { await Environment.sleep($0) },
            onCall: { _ in await enter(.accounts, 1) }, pauses: pausedUntil.map { ["spotify": $0] } ?? [:],
            onPause: { provider, until in
                guard provider == "spotify" else { return }
                try? await store.pause(.accounts, until: until, isQuota: false, now: clock.now())
            },
            onEvent: {
                Journal.note($0, logger)
                metrics.note($0)
            })
        let appToken = AppToken(settings: settings, client: client, clock: clock, onCalls: enter)
        catalogue = SpotifyCatalogue(settings: settings, client: client, clock: clock, appToken: appToken)
        search = SpotifyArtistSearch(settings: settings, client: client, clock: clock, appToken: appToken)
        followLists = SpotifyFollowLists(
            settings: settings, client: client, clock: clock, tokens: keeper, onCalls: enter)
    }
}

extension SpotifySettings {
    init(_ settings: Settings) {
        self.init(
            clientID: settings.spotify.clientID, clientSecret: settings.spotify.clientSecret,
            accountsURL: settings.spotify.accountsURL, apiURL: settings.spotify.apiURL,
            redirectURI: "\(settings.baseURL)/callback", market: settings.spotify.market)
    }
}
