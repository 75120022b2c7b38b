/// How to use the stand-in, for people who have a client of Spotify to try: served beside the page for people.
enum HelpPage {
    /// The page, with the addresses and the client that this stand-in has.
    static func html(service: String, clientID: String, redirectURI: String) -> String {
        let base = HTMLText.escape(service)
        let client = HTMLText.escape(clientID)
        let redirect = HTMLText.escape(redirectURI)
        return AdminPageFrame.html(
            title: "Sandbox: help", path: "/help",
            content: """
                <h1>Point your client at the sandbox</h1>
                <p class="quiet">It stands in for Spotify's accounts service and Web API. Nothing in it is real, and no call
                leaves this machine.</p>
                \(clients(base, client, redirect))
                \(options)
                \(calls)
                \(faults)
                \(differences)
                """)
    }

    private static func clients(_ base: String, _ client: String, _ redirect: String) -> String {
        """
        <section><h2>Clients</h2>
        <p>Change the base addresses, and nothing else. Registered here is the client <code>\(client)</code> with the
        redirection URI <code>\(redirect)</code>; its secret is what <code>--client-secret</code> said.</p>
        <h3>spotipy</h3>
        <pre>from spotipy.oauth2 import SpotifyOAuth   # SpotifyPKCE and SpotifyClientCredentials alike
        SpotifyOAuth.OAUTH_AUTHORIZE_URL = "\(base)/authorize"
        SpotifyOAuth.OAUTH_TOKEN_URL = "\(base)/api/token"
        api = spotipy.Spotify(auth_manager=SpotifyOAuth("\(client)", SECRET, "\(redirect)", scope=SCOPES))
        api.prefix = "\(base)/v1/"</pre>
        <h3>tekore</h3>
        <p>It reads fields that development mode has no more: run the sandbox with <code>--profile extended</code>.</p>
        <pre>import tekore._auth.expiring.client as accounts, tekore._client.base as web
        accounts.OAUTH_AUTHORIZE_URL = "\(base)/authorize"
        accounts.OAUTH_TOKEN_URL = "\(base)/api/token"
        web.prefix = "\(base)/v1/"</pre>
        <h3>Your own</h3>
        <dl><dt>Authorization</dt><dd><code>\(base)/authorize</code></dd>
        <dt>Tokens</dt><dd><code>\(base)/api/token</code></dd>
        <dt>Web API</dt><dd><code>\(base)/v1</code></dd></dl>
        <h3>Without a browser</h3>
        <p>Post the parameters of the authorization request, a user and an answer; the code is in <code>Location</code>.</p>
        <pre>curl -si \(base)/authorize -d client_id=\(client) -d response_type=code \\
          --data-urlencode redirect_uri=\(redirect) -d scope=user-follow-read -d user=listener-1 -d action=agree</pre>
        </section>
        """
    }

    private static func table(_ rows: [(String, String)]) -> String {
        "<div class=\"scroll\"><table>\(rows.map { "<tr><td><code>\($0)</code></td><td>\($1)</td></tr>" }.joined())</table></div>"
    }

    private static let options =
        """
        <section><h2>fanfare sandbox</h2>
        """
        + table([
            (
                "--profile dev-2026",
                "As an app in development mode: fewer fields, removed routes answer 403, pages of ten, a quota."
            ),
            ("--profile extended", "As an app with extended quota: every field, the older routes, pages of fifty."),
            (
                "--artists 1000000",
                "How many artists there are; worked out when asked for. A search for releases goes through the first thousand, and through more only by the artist's name."
            ),
            ("--seed 1", "Decides every artist, release and id."),
            ("--still", "Nothing is released by itself."),
            (
                "--client-id, --client-secret, --redirect-uri",
                "The registered client. Redirection URIs are https, or http on 127.0.0.1 or [::1]; without a port every port will do."
            ),
            ("--token-lifetime 3600", "Seconds that access tokens live."),
        ]) + "</section>"

    private static let calls =
        """
        <section><h2>The admin side</h2>
        <p>JSON in, JSON out, on this port. Members nobody knows are refused; errors are <code>{"error": "what to do"}</code>.</p>
        """
        + table([
            ("POST /reset {seed?}", "Starts over; clients stay."),
            ("GET /clock", "<code>{\"now\": seconds}</code>: the machine's time and what was advanced."),
            ("POST /clock/advance {seconds}", "Goes on. What falls due is released, unless still."),
            ("GET /artists?limit=&amp;offset=", "The catalogue's artists: id, name, followers, albums."),
            ("POST /artists {name}", "One more."),
            (
                "POST /releases {artist_ids, name, release_date, type?, precision?, group?, upc?, explicit?, markets?, total_tracks?}",
                "Publishes; gives its id. The date is a day, a month, a year, 0000 or null."
            ),
            ("DELETE /releases/ID", "Withdraws."),
            ("GET /users", "The five listeners and whom they follow."),
            ("POST /users/ID/follow, /unfollow {artist_ids}", "Changes whom one follows."),
            ("POST /users/ID/revoke, /revoke {all: true}", "Ends the grants of one, or of everybody."),
            ("POST /users/ID/allow {allowed}", "Whether the app's owner has put one on the list."),
            (
                "POST /users/ID/player {premium?, devices?, reply?}",
                "Devices are active, idle, restricted or none; success is answered with 204, 202 or 200."
            ),
            ("POST /owner {premium}", "Whether the app's owner pays: otherwise nothing answers in development mode."),
            (
                "POST /tokens/policy {lifetime?, rotation?, consent_lifetime?, incident?}",
                "Rotation is none or always; an incident is none, invalid_grant (for everybody) or unavailable (503 in words)."
            ),
            (
                "POST /quota {family, per_day?, per_30s?, retry_after?}",
                "Families: accounts, me, following, artist-albums, albums, search, library, playlists, player, other; * is all; null is no limit."
            ),
            (
                "POST /faults {path, method?, name?, status?, headers?, body?, delay_ms?, cut_after_bytes?, times?}",
                "What goes wrong; the first that fits meets the call. <code>*</code> in a path stands for anything."
            ),
            ("GET /faults, DELETE /faults", "Those in force; ends them all."),
            ("GET /requests?since=N&amp;limit=", "The calls with greater numbers than N. No secret is ever in it."),
            ("GET /routes", "The calls of the Web API that the profile has."),
        ]) + "</section>"

    private static let faults =
        """
        <section><h2>Faults by name</h2>
        <p>What the real service was seen to do, for the <code>name</code> of a fault.</p>
        """
        + table([
            (
                "rate-limit-without-header, rate-limit-as-text",
                "429 without <code>Retry-After</code>, with JSON or without."
            ),
            ("removed-route-as-429", "429 from the first call of a removed route on."),
            (
                "spurious-401, spurious-403",
                "Refusals of what is allowed; gone on the next try with <code>times: 1</code>."
            ),
            ("not-registered-in-dashboard, not-registered-for-application", "Other words for who is not on the list."),
            ("502-as-json, 502-as-page, 503-as-text, empty-500, empty-504", "Outages, in the forms they take."),
            ("stale-total, double-total", "Lists that count wrong."),
            (
                "empty-list, null-list, null-items, duplicate-items",
                "Lists with nothing, with nulls, with everything twice."
            ),
            ("repeated-page", "The first page for ever."),
            ("null-dates, zero-dates, year-dates, month-dates", "Dates that say less than they could."),
            (
                "unknown-types, missing-fields, empty-images, empty-names",
                "Items with less, or other, than the description has."
            ),
        ]) + "</section>"

    private static let differences = """
        <section><h2>Where it differs from the real thing</h2><ul>
        <li>There is no password: the consent page asks every time which of the five listeners one is.</li>
        <li>How the real quota groups calls, and how large it is, is secret. Here 100 artist-albums calls a day and 180 calls
        in 30 seconds are the start, counted for all clients together.</li>
        <li>Authorization codes are good for ten minutes; the real time is not known.</li>
        <li>Answers are not compressed and carry no <code>ETag</code>. Pictures are drawings, in SVG.</li>
        <li>No podcasts, audiobooks, saved shows or recommendations. Searches for them find nothing.</li>
        <li>Playback stands still: the position is where somebody put it.</li>
        <li>Texts of errors that nobody wrote down are made up: match on the status and the code.</li>
        </ul></section>
        """
}
