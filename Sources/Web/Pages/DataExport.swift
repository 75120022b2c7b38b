import Domain
import HTTP

/// `GET /settings/export`: everything that is kept about whoever asks, as one JSON file. No token is in it, nor the feed
/// address, which would let its reader in.
enum DataExport {
    /// Announcements read at a time.
    private static let batch = 500

    @Sendable static func show(_ visit: Visit, _ session: Session) async throws(Refusal) -> Response {
        let environment = visit.site.environment
        let account = session.account
        var members: [(String, String)]
        do throws(StoreFailure) {
            members = [
                ("exported_at", time(visit.now)),
                (
                    "account",
                    object([("id", String(account.rawValue)), ("display_name", JSONText.quote(session.displayName))])
                ),
                ("connections", array(try environment.pages.connections(of: account).map(connection))),
                ("follows", array(try environment.pages.artists(of: account, now: visit.now).map(follow))),
                ("announcements", array(try announcements(of: account, environment.pages))),
                (
                    "sessions",
                    array(
                        try environment.sessions.sessions(of: account, now: visit.now).map {
                            self.session($0, isCurrent: $0.id == session.id)
                        })
                ),
            ]
        } catch {
            throw Refusal(error)
        }
        var response = Response.json(.ok, Array((object(members) + "\n").utf8))
        response.fields.append(.contentDisposition, "attachment; filename=\"fanfare-export.json\"")
        response.fields.append(.cacheControl, "no-store")
        return response
    }

    private static func announcements(of account: AccountID, _ pages: any PageStore) throws(StoreFailure) -> [String] {
        var all: [String] = []
        var before: AnnouncementID?
        while true {
            let cards = try pages.announcements(of: account, before: before, limit: batch)
            all += cards.map(announcement)
            guard cards.count == batch, let last = cards.last?.announcement else { return all }
            before = last
        }
    }

    private static func connection(_ view: ConnectionView) -> String {
        object([
            ("provider", JSONText.quote(view.provider)),
            ("state", JSONText.quote(view.isDisconnected ? "disconnected" : view.state.rawValue)),
            ("end_reason", text(view.end?.rawValue)), ("authorized_at", time(view.authorizedAt)),
            ("scopes", array(view.scopes.map { JSONText.quote($0) })),
            ("follow_list_read_at", time(view.followsReadAt)),
            ("follow_list_failure", text(view.followsFailure)),
        ])
    }

    private static func follow(_ row: ArtistRow) -> String {
        object([
            ("artist_id", JSONText.quote(row.sourceID)), ("name", JSONText.quote(row.name)),
            ("url", JSONText.quote(row.pageURL)), ("followed_at", time(row.followedAt)),
            ("last_checked_at", time(row.lastCompleteAt)), ("next_check_at", time(row.nextDueAt)),
        ])
    }

    private static func announcement(_ card: ReleaseCard) -> String {
        object([
            ("announced_at", time(card.at)), ("class", JSONText.quote(card.releaseClass.rawValue)),
            ("release_id", JSONText.quote(card.sourceID)), ("title", JSONText.quote(card.title)),
            ("type", text(card.type?.rawValue)), ("release_date", text(card.date.text.isEmpty ? nil : card.date.text)),
            ("artists", array(card.artists.map { JSONText.quote($0) })), ("url", JSONText.quote(card.pageURL)),
        ])
    }

    private static func session(_ session: Session, isCurrent: Bool) -> String {
        object([
            ("began_at", time(session.createdAt)), ("last_seen_at", time(session.lastSeenAt)),
            ("user_agent", JSONText.quote(session.device.userAgent)),
            ("network", JSONText.quote(session.device.network)), ("is_current", String(isCurrent)),
        ])
    }

    // MARK: JSON

    private static func object(_ members: [(String, String)]) -> String {
        "{" + members.map { "\(JSONText.quote($0.0)): \($0.1)" }.joined(separator: ", ") + "}"
    }

    private static func array(_ items: [String]) -> String { "[" + items.joined(separator: ",\n") + "]" }

    private static func text(_ text: String?) -> String { text.map { JSONText.quote($0) } ?? "null" }

    private static func time(_ time: Timestamp?) -> String {
        time.map { JSONText.quote(DateWords.rfc3339($0)) } ?? "null"
    }
}
