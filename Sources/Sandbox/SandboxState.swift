import HTTP

/// All that the stand-in knows. One value with one owner, `Sandbox`, which lets in one call at a time.
struct SandboxState: Sendable {
    /// What goes back to a client, and how badly.
    struct Answer: Sendable {
        var response: Response
        var delay: Duration?
        var cutAfterBytes: Int?
    }

    let options: SandboxOptions
    var publicURL: String {
        didSet {
            apiURL = publicURL + "/v1"
            fragments = ReleaseFragments()
            artistFragments = ArtistFragments()
        }
    }
    /// The URL of the Web API.
    private(set) var apiURL: String
    var world: World
    var grants = AccessGrants()
    var policy: TokenPolicy
    var quota: QuotaBuckets
    var faults = Faults()
    var log = RequestLog()
    var playlists = Playlists()
    var fragments = ReleaseFragments()
    var artistFragments = ArtistFragments()
    var players = Listener.all.map { _ in Player() }
    /// Whether the owner of the app pays for Spotify: otherwise nothing answers in development mode.
    var ownerHasPremium = true
    /// How far the clock is ahead of the machine's.
    private(set) var advanced = Duration.zero

    /// The state of a beginning at that time of the machine.
    init(options: SandboxOptions, machineTime: Moment, seed: UInt64? = nil) {
        self.options = options
        publicURL = options.publicURL
        apiURL = options.publicURL + "/v1"
        policy = TokenPolicy(lifetime: options.tokenLifetime)
        quota = QuotaBuckets(profile: options.profile, hasLimits: options.hasLimits)
        world = World(seed: seed ?? options.seed, artistCount: options.artistCount, start: machineTime.day)
    }

    /// The stand-in's time when the machine's is this.
    func time(_ machineTime: Moment) -> Moment { machineTime + advanced }

    /// Moves the clock on.
    mutating func advanceClock(by duration: Duration) { advanced += duration }

    /// Starts over; clients, address and the numbers of the log stay.
    mutating func reset(seed: UInt64?, machineTime: Moment) {
        var log = log
        log.clear()
        let publicURL = publicURL
        self = SandboxState(options: options, machineTime: machineTime, seed: seed)
        self.log = log
        self.publicURL = publicURL
    }

    /// Has what is due by now be in the catalogue. A still one stays as it was at the start.
    mutating func moveCatalogue(to machineTime: Moment) {
        guard !options.isStill else { return }
        let day = time(machineTime).day.daysSince1970
        if world.catalogue.today != day { world.catalogue.today = day }
    }

    /// One step of a living catalogue.
    mutating func advanceCatalogue(at machineTime: Moment) {
        if !options.isStill { _ = world.advance(on: time(machineTime).day) }
    }

    /// Has a listener follow an artist, or no longer.
    mutating func setFollow(of artist: String, by listener: Int, follows: Bool) {
        artistFragments = ArtistFragments()
        if follows { world.listeners[listener].follow(artist) } else { world.listeners[listener].unfollow(artist) }
    }

    /// The app with that id.
    func client(_ id: String) -> SandboxClient? { options.clients.first { $0.id == id } }

    /// Answers a call to the service, through whatever fault meets it, and writes it down.
    mutating func answer(_ call: ServiceCall, at machineTime: Moment) -> Answer {
        moveCatalogue(to: machineTime)
        let time = time(machineTime)
        let note = note(on: call)
        let fault = faults.take(method: call.method.name, path: call.path)
        // A list whose paging is broken gives its first page for ever.
        let heard = fault?.name == .repeatedPage ? call.without(["offset", "after"]) : call
        var response = fault?.response ?? respond(to: heard, family: note.family, at: time)
        if let name = fault?.name { response = name.altered(response) }
        log.append(call, status: response.status.code, note: note, at: time)
        return Answer(response: response, delay: fault?.delay, cutAfterBytes: fault?.cutAfterBytes)
    }

    private mutating func respond(to call: ServiceCall, family: EndpointFamily, at time: Moment) -> Response {
        switch call.segments.first {
        case "v1": return api(call, family: family, at: time)
        case "authorize" where call.segments.count == 1: return authorize(call, at: time)
        case _? where call.segments.count == 2 && call.segments[1] == "login": return login(call)
        case "api" where call.segments == ["api", "token"]: return token(call, at: time)
        case "image" where call.segments.count == 2: return image(call.segments[1])
        case nil: return .html(.ok, Array(WelcomePage.html(profile: options.profile).utf8))
        default: return .text(.notFound, "Not found")
        }
    }

    private func image(_ id: String) -> Response {
        guard Identifier.isWellFormed(id) else { return .text(.notFound, "Not found") }
        return Response(
            .ok,
            fields: [
                .contentType: "image/svg+xml", .cacheControl: "public, max-age=31536000, immutable",
                "access-control-allow-origin": "*", .xContentTypeOptions: "nosniff",
                .contentSecurityPolicy: "default-src 'none'",
            ], body: .bytes(Array(CoverArt.svg(for: id).utf8)))
    }

    /// Who makes a call, by what it carries; changes nothing, so that it holds for calls that a fault meets too.
    private func note(on call: ServiceCall) -> RequestNote {
        var note = RequestNote(family: EndpointFamily(segments: call.segments))
        if call.segments.first == "v1" {
            guard let token = call.credentials("Bearer").flatMap({ grants.accessToken($0) }) else { return note }
            note.clientID = token.clientID
            note.user = grants.listener(of: token).map { world.listeners[$0].id }
        } else if note.family == .accounts {
            let form = call.method == .post ? call.form : call.query
            note.clientID = basicCredentials(of: call)?.id ?? form?["client_id"]
            note.user = form?["user"]
            if call.segments.first == "api" { note.grantType = form?["grant_type"] }
            if let consent = form?["code"].flatMap({ grants.code($0) })?.consent {
                note.user = world.listeners[consent.listener].id
            } else if let token = form?["refresh_token"].flatMap({ grants.refreshToken($0) }) {
                note.user = world.listeners[grants.grants[token.grant].consent.listener].id
            }
        }
        return note
    }
}
