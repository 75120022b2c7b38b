import Domain

/// An account on the administrators' pages.
struct MemberItem: Sendable {
    struct ConnectionItem: Sendable {
        let provider: String
        let user: String
        /// The state, for the style sheet.
        let state: String
        let stateWords: String
        /// How old the consent is, and what is left of it.
        let consent: String?
        let trouble: String?
    }

    let id: Int64
    let name: String
    let isAdministrator: Bool
    let isBlocked: Bool
    let blocked: Moment?
    let blockReason: String?
    let came: Moment
    let seen: Moment?
    let follows: String
    let sessions: String
    let hasSessions: Bool
    let connections: [ConnectionItem]

    init(_ member: Member, now: Timestamp) {
        id = member.id.rawValue
        name = AuditWords.name(member.id, member.displayName)
        isAdministrator = member.isAdministrator
        isBlocked = member.blockedAt != nil
        blocked = member.blockedAt.map { Moment($0, relativeTo: now) }
        blockReason = member.blockReason.isEmpty ? nil : member.blockReason
        came = Moment(member.createdAt, words: DateWords.day(member.createdAt.day))
        seen = member.lastSeenAt.map { Moment($0, relativeTo: now) }
        follows = CountWords.of(member.follows, "artist")
        sessions = CountWords.of(member.sessions, "session")
        hasSessions = member.sessions > 0
        connections = member.connections.map { ConnectionItem($0, now: now) }
    }
}

extension MemberItem.ConnectionItem {
    init(_ connection: Member.Connection, now: Timestamp) {
        provider = connection.user.provider
        user = connection.user.id
        state = connection.state?.rawValue ?? "disconnected"
        stateWords =
            switch connection.state {
            case nil: "Disconnected"
            case .connected: "Active"
            case .needsReconnect: "Must reconnect"
            case .held: "Held"
            case .undecryptable: "Key missing"
            }
        if connection.state == nil {
            consent = nil
        } else {
            let age = Int((now - connection.authorizedAt) / .days(1))
            let left = ConsentAge.daysLeft(authorizedAt: connection.authorizedAt, now: now)
            let since = age < 1 ? "today" : "\(CountWords.of(age, "day")) ago"
            consent = "agreed \(since), \(CountWords.of(left, "day")) left"
        }
        trouble = connection.trouble ?? connection.end.map { "ended: \($0.rawValue.replacing("_", with: " "))" }
    }
}
