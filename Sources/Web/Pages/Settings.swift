import Domain
import HTTP

/// `GET /settings`: the connection, the feed, the sessions, and the ways out.
enum Settings {
    struct Page: Sendable {
        let shell: Shell
        let pageTitle: String
        let provider: String
        let connections: [ConnectionItem]
        /// The link to connect the first provider; nil where it is connected.
        let connect: String?
        let identities: IdentityList
        let feed: String
        let sessions: [SessionItem]
        let hasOtherSessions: Bool
        let events: [SecurityEvents.Item]
        let token: String
    }

    struct ConnectionItem: Sendable {
        let id: Int64
        /// The state, for the style sheet.
        let state: String
        let stateWords: String
        let trouble: String?
        let consent: String?
        let isConsentShort: Bool
        let scopes: [String]
        let hasScopes: Bool
        let listRead: Moment?
        let listTrouble: String?
        let reconnect: String
        let canDisconnect: Bool
    }

    struct SessionItem: Sendable {
        let id: String
        let device: String
        let network: String?
        let began: Moment
        let seen: Moment
        let isCurrent: Bool
    }

    @Sendable static func show(_ visit: Visit, _ session: Session) async throws(Refusal) -> Response {
        let site = visit.site
        let environment = site.environment
        let connections: [ConnectionView]
        let identities: [IdentityView]
        let sessions: [Session]
        let feed: FeedAddress
        let events: SecurityEvents
        do throws(StoreFailure) {
            connections = try environment.pages.connections(of: session.account)
            identities = try environment.sessions.identities(of: session.account)
            sessions = try environment.sessions.sessions(of: session.account, now: visit.now)
            feed = try await environment.pages.feedAddress(of: session.account)
            events = try SecurityEvents(of: session.account, environment.members, now: visit.now)
        } catch {
            throw Refusal(error)
        }
        // Without a connection there is nothing to renew.
        let start =
            connections.isEmpty
            ? nil
            : try SignInStart.begin(
                visit, returnPath: ReturnPath(checking: "/settings"), renewing: session.account)
        let page = Page(
            shell: site.shell(for: session, at: .settings), pageTitle: "Settings",
            provider: environment.provider.displayName,
            connections: connections.map {
                ConnectionItem(
                    $0, provider: environment.provider.displayName, reconnect: start?.url ?? "", now: visit.now)
            },
            connect: connections.isEmpty ? IdentityList.connectLink(environment.provider.name, visit) : nil,
            identities: IdentityList(identities, visit),
            feed: environment.address.url(ReleaseFeed.path(feed)),
            sessions: sessions.map { SessionItem($0, isCurrent: $0.id == session.id, now: visit.now) },
            hasOtherSessions: sessions.contains { $0.id != session.id }, events: events.items,
            token: FormToken.make(for: session.id, keys: environment.keys))
        var response = site.page("settings", page)
        start?.addCookies(to: &response)
        return response
    }
}

extension Settings.ConnectionItem {
    init(_ connection: ConnectionView, provider: String, reconnect: String, now: Timestamp) {
        id = connection.id.rawValue
        state = connection.isDisconnected ? "disconnected" : connection.state.rawValue
        stateWords = ConnectionWords.state(connection, provider: provider)
        trouble = ConnectionWords.trouble(connection, provider: provider)
        let isInUse = !connection.isDisconnected && connection.state == .connected
        if let authorizedAt = connection.authorizedAt, !connection.isDisconnected {
            let end = ConsentAge.end(authorizedAt: authorizedAt)
            let left = ConsentAge.daysLeft(authorizedAt: authorizedAt, now: now)
            consent =
                "You agreed on \(DateWords.day(authorizedAt.day)). \(provider) asks again after six months: by "
                + "\(DateWords.day(end.day)) (\(CountWords.of(left, "day")) left)."
            isConsentShort = ConsentAge.reminder(daysLeft: left) != nil
        } else {
            consent = nil
            isConsentShort = false
        }
        scopes = connection.isDisconnected ? [] : connection.scopes.map { ConnectionWords.scope($0) }
        hasScopes = !scopes.isEmpty
        listRead = connection.followsReadAt.map { Moment($0, relativeTo: now) }
        listTrouble =
            isInUse ? ConnectionWords.listTrouble(connection, provider: provider) : nil
        self.reconnect = reconnect
        canDisconnect = !connection.isDisconnected
    }
}

extension Settings.SessionItem {
    init(_ session: Session, isCurrent: Bool, now: Timestamp) {
        id = session.id.text
        device = session.device.words
        network = session.device.network.isEmpty ? nil : session.device.network
        began = Moment(session.createdAt, words: DateWords.day(session.createdAt.day))
        seen = Moment(session.lastSeenAt, relativeTo: now)
        self.isCurrent = isCurrent
    }
}
