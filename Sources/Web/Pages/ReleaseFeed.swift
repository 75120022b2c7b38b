import Domain
import HTTP
import Templating

/// Everything a rendered feed depends on.
struct FeedKey: Sendable, Hashable {
    let account: AccountID
    let version: Int64
    /// The feed holds its own address.
    let path: String
}

/// A rendered feed and its validator (RFC 9110 §8.8.3).
struct RenderedFeed: Sendable {
    let bytes: [UInt8]
    let entityTag: String
}

/// `GET /feeds/TOKEN/releases.atom`: an account's announcements for feed readers (RFC 4287), without a cookie.
enum ReleaseFeed {
    struct Feed: Sendable {
        let id: String
        let address: String
        let home: String
        let updated: String
        let entries: String
    }

    struct Entry: Sendable {
        let id: String
        let title: String
        let link: String?
        let time: String
        let artists: [String]
        let summary: String
        let kind: String
    }

    private static let length = 50

    /// The path of a feed below the base URL.
    static func path(_ address: FeedAddress) -> String { "/feeds/\(address.token.reveal())/releases.atom" }

    /// The path of an account's feed; nil while the store cannot tell, since a page can do without.
    static func path(of account: AccountID, _ site: Site) async -> String? {
        if let path = site.feedPaths.fragment(for: account) { return path }
        guard let address = try? await site.environment.pages.feedAddress(of: account) else { return nil }
        site.feedPaths.keep(path(address), for: account)
        return path(address)
    }

    @Sendable static func show(_ visit: Visit) async throws(Refusal) -> Response {
        let token = Secret(visit.parameters.first ?? "")
        let store = visit.site.environment.pages
        let feed: RenderedFeed?
        do throws(StoreFailure) {
            feed = try store.account(forFeedToken: token).map { account throws(StoreFailure) in
                try self.feed(of: account, token, visit)
            }
        } catch {
            throw Refusal(error)
        }
        guard let feed else { throw .notFound }
        return answer(feed, visit.request)
    }

    private static func feed(
        of account: AccountID, _ token: Secret, _ visit: Visit
    ) throws(StoreFailure) -> RenderedFeed {
        let store = visit.site.environment.pages
        let key = FeedKey(
            account: account, version: try store.pageVersion(of: account), path: path(FeedAddress(token: token)))
        if let kept = visit.site.feeds.fragment(for: key) { return kept }
        // What is held waits for its reader's word, and that is said on the page alone.
        let cards = try store.announcements(of: account, before: nil, limit: length).filter { $0.reach != .held }
        let reminders = try store.reminders(of: account, limit: FeedReminders.length)
        let feed = render(cards, reminders, at: key.path, visit)
        visit.site.feeds.keep(feed, for: key)
        return feed
    }

    private static func answer(_ feed: RenderedFeed, _ request: Request) -> Response {
        var response = Response(.ok, fields: [.cacheControl: "private, no-cache"])
        if let tag = FieldValue(feed.entityTag) { response.fields.append(.eTag, tag) }
        if Validators.isNotModified(request.fields, entityTag: feed.entityTag, lastModified: nil) {
            response.status = .notModified
            return response
        }
        response.fields.append(.contentType, "application/atom+xml; charset=utf-8")
        response.body = .bytes(feed.bytes)
        return response
    }

    private static func render(
        _ cards: [ReleaseCard], _ reminders: [ConsentReminder], at path: String, _ visit: Visit
    ) -> RenderedFeed {
        let environment = visit.site.environment
        // RFC 4151: a tag of the host stays the same wherever the feed's address moves.
        let host = environment.address.host.filter { $0 != "[" && $0 != "]" }.map { $0 == ":" ? "-" : $0 }
        let tag = "tag:\(String(host)),2026:"
        let told =
            cards.map { (at: $0.at, entry: Entry($0, tag: tag)) }
            + reminders.map { (at: $0.at, entry: FeedReminders.entry($0, tag: tag, environment)) }
        let newest = told.map(\.at).max()
        let entries = told.sorted { $0.at > $1.at }.map { environment.templates.render("feed-entry", $0.entry) }
        let feed = Feed(
            id: "\(tag)releases\(environment.address.path)", address: environment.address.url(path),
            home: environment.address.url("/"),
            // RFC 4287 §4.2.15 demands a time; an empty feed has not changed yet.
            updated: DateWords.rfc3339(newest ?? Timestamp(milliseconds: 0)),
            entries: entries.joined())
        let bytes = Array(environment.templates.render("feed", feed).utf8)
        let digest = Base64.url.encode(Array(environment.keys.digest(bytes).prefix(15)))
        return RenderedFeed(bytes: bytes, entityTag: "\"\(digest)\"")
    }
}

extension ReleaseFeed.Entry {
    init(_ card: ReleaseCard, tag: String) {
        id = "\(tag)announcement/\(card.announcement?.rawValue ?? 0)"
        title = "\(ReleaseWords.artists(card)) \u{2013} \(ReleaseWords.title(card))"
        link = ReleaseWords.link(card.pageURL)
        time = DateWords.rfc3339(card.at)
        artists = card.artists.isEmpty ? [ReleaseWords.artists(card)] : card.artists
        kind = card.releaseClass.rawValue
        var facts = [ReleaseWords.type(card.type) ?? "Release", DateWords.release(card.date)]
        if let label = ReleaseWords.label(card.releaseClass) { facts.append(label.lowercased()) }
        if let count = card.trackCount { facts.append(CountWords.of(count, "track")) }
        facts.append("on Spotify")
        summary = facts.joined(separator: " \u{00B7} ")
    }
}
