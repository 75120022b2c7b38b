import Domain
import HTTP
import Templating

/// Everything a rendered release page depends on.
struct ReleasePageKey: Sendable, Hashable {
    /// The page holds a form token, so it belongs to a session, not to an account.
    let session: SessionID
    let account: AccountID
    let name: String
    let before: AnnouncementID?
    let version: Int64
    /// Words such as "Today" and the completeness line move with the time.
    let minute: Int64
}

/// `GET /` signed in: what is new, newest first, by the day it was announced; then what was out before.
enum ReleaseList {
    struct Page: Sendable {
        let shell: Shell
        let pageTitle: String
        let feed: String?
        let progress: ImportProgress?
        let warning: String?
        /// What the link beside the warning says.
        let warningAct: String
        /// Where it leads, below the base path.
        let warningLink: String
        let completeness: String?
        let failing: String?
        /// The sections, rendered.
        let days: String
        let emptyMessage: String?
        /// Whether the page leads to the search for artists.
        let leadsToArtists: Bool
        let isFirst: Bool
        let older: Int64?
        /// The sections of what was out before, rendered; nil if there is none, or not on this page.
        let earlier: String?
    }

    /// A heading and its releases, rendered.
    struct Section: Sendable {
        let heading: String
        /// For `<time datetime>`; nil for headings that are no day.
        let machineDay: String?
        let cards: String
    }

    static let pageLength = 50
    private static let earlierLength = 60
    /// Room for what stands around the sections.
    private static let frameBytes = 4096

    nonisolated(nonsending) static func show(_ visit: Visit, _ session: Session) async throws(Refusal) -> Response {
        let before = try position(visit)
        let site = visit.site
        do throws(StoreFailure) {
            // Read before the rest: what changes meanwhile belongs to the next version.
            let version = try site.environment.pages.pageVersion(of: session.account)
            let key = ReleasePageKey(
                session: session.id, account: session.account, name: session.displayName, before: before,
                version: version, minute: visit.now.seconds / 60)
            if let bytes = site.releasePages.fragment(for: key) { return site.page(bytes) }
            let page = try await page(visit, session, before, version)
            let bytes = render(page, site)
            // Progress moves faster than the key tells.
            if page.progress == nil { site.releasePages.keep(bytes, for: key) }
            return site.page(bytes)
        } catch {
            throw Refusal(error)
        }
    }

    private static func render(_ page: Page, _ site: Site) -> [UInt8] {
        // Lists, and progress with its own parts, are more than texts.
        guard page.progress == nil, page.shell.notices.isEmpty else {
            return Array(site.environment.templates.render("releases", page).utf8)
        }
        var bytes: [UInt8] = []
        bytes.reserveCapacity(page.days.utf8.count + (page.earlier?.utf8.count ?? 0) + frameBytes)
        site.releaseFrames.render(page, to: &bytes)
        return bytes
    }

    /// `?before=ID`, for older pages.
    private static func position(_ visit: Visit) throws(Refusal) -> AnnouncementID? {
        guard visit.request.query != nil, let text = try visit.query()["before"] else { return nil }
        guard let number = Int64(text), number > 0 else { throw .malformed("The address names no page of this list.") }
        return AnnouncementID(number)
    }

    private nonisolated(nonsending) static func page(
        _ visit: Visit, _ session: Session, _ before: AnnouncementID?, _ version: Int64
    ) async throws(StoreFailure) -> Page {
        let site = visit.site
        let store = site.environment.pages
        let account = session.account
        var cards = try store.announcements(of: account, before: before, limit: pageLength + 1)
        let hasOlder = cards.count > pageLength
        cards.removeLast(max(0, cards.count - pageLength))
        let completeness = try store.completeness(of: account)
        let connections = try store.connections(of: account)
        // What was out before stands at the end of the list, wherever that is.
        let earlier = hasOlder ? [] : try store.earlier(of: account, limit: earlierLength)
        let provider = site.environment.provider.displayName
        let isHeld = connections.contains { !$0.isDisconnected && $0.state == .held }
        return Page(
            shell: site.shell(for: session, at: .releases, version: version), pageTitle: "New releases",
            feed: await ReleaseFeed.path(of: account, site).map { visit.path($0) },
            progress: before == nil ? ImportProgress(completeness, connections, provider: provider) : nil,
            warning: warning(connections, provider: provider, now: visit.now),
            warningAct: isHeld ? "Go to the settings" : "Reconnect",
            warningLink: isHeld ? "/settings#connection" : "/reconnect",
            completeness: words(completeness, now: visit.now),
            failing: completeness.failing > 0 ? "\(CountWords.number(completeness.failing)) failing" : nil,
            days: sections(cards, today: visit.now.day, site, session),
            emptyMessage: cards.isEmpty && before == nil ? emptyMessage(completeness, provider: provider) : nil,
            leadsToArtists: completeness.followListRead && completeness.artists == 0,
            isFirst: before == nil, older: hasOlder ? cards.last?.announcement?.rawValue : nil,
            earlier: earlier.isEmpty ? nil : sections(earlier: earlier, site, session))
    }

    private static func sections(_ cards: [ReleaseCard], today: Day, _ site: Site, _ session: Session) -> String {
        var output: [UInt8] = []
        for (day, cards) in runs(of: cards, by: { $0.at.day }) {
            let section = Section(
                heading: DateWords.heading(day, today: today), machineDay: ReleaseDate.day(day).text,
                cards: ReleaseCards.render(
                    cards, site, token: FormToken.make(for: session.id, keys: site.environment.keys)))
            site.releaseSections.render(section, to: &output)
        }
        return String(decoding: output, as: UTF8.self)
    }

    private static func sections(earlier cards: [ReleaseCard], _ site: Site, _ session: Session) -> String {
        var output: [UInt8] = []
        for (month, cards) in runs(of: cards, by: { DateWords.group($0.date) }) {
            let section = Section(
                heading: month, machineDay: nil,
                cards: ReleaseCards.render(
                    cards, site, token: FormToken.make(for: session.id, keys: site.environment.keys)))
            site.earlierSections.render(section, to: &output)
        }
        return String(decoding: output, as: UTF8.self)
    }

    /// Neighbours with the same key, together.
    private static func runs<Key: Equatable>(
        of cards: [ReleaseCard], by key: (ReleaseCard) -> Key
    ) -> [(Key, ArraySlice<ReleaseCard>)] {
        var runs: [(Key, ArraySlice<ReleaseCard>)] = []
        var start = cards.startIndex
        while start < cards.endIndex {
            let first = key(cards[start])
            let end = cards[start...].firstIndex { key($0) != first } ?? cards.endIndex
            runs.append((first, cards[start..<end]))
            start = end
        }
        return runs
    }

    private static func words(_ completeness: Completeness, now: Timestamp) -> String? {
        guard completeness.artists > 0 else { return nil }
        let part = CountWords.number(completeness.baselines)
        let checked = "\(part) of \(CountWords.of(completeness.artists, "artist")) checked"
        guard completeness.baselines == completeness.artists, let since = completeness.checkedSince else {
            return "\(checked) so far"
        }
        return "\(checked) since \(DateWords.moment(since, now: now))"
    }

    private static func warning(_ connections: [ConnectionView], provider: String, now: Timestamp) -> String? {
        for connection in connections {
            if let trouble = ConnectionWords.trouble(connection, provider: provider) { return trouble }
            guard let authorizedAt = connection.authorizedAt else { continue }
            let left = ConsentAge.daysLeft(authorizedAt: authorizedAt, now: now)
            guard let reminder = ConsentAge.reminder(daysLeft: left) else { continue }
            let when = left == 0 ? "today" : "in \(CountWords.of(left, "day"))"
            // The last days say what is at stake.
            let stake = reminder <= 3 ? " From then on your list is no longer read." : ""
            return "\(provider) asks for your consent again \(when).\(stake)"
        }
        return nil
    }

    private static func emptyMessage(_ completeness: Completeness, provider: String) -> String {
        if !completeness.followListRead { return "Your list is on its way. This page fills by itself." }
        if completeness.artists == 0 {
            return
                "You follow no artists yet. Find some by name, or follow them on \(provider), once it is connected: they "
                + "turn up here within a quarter of an hour."
        }
        return "Nothing new since you joined. As soon as one of your artists releases something, it stands here."
    }
}

extension ReleaseList.Section: StencilValue {
    static let names = ["heading", "machineDay", "cards"]

    var texts: [String?] { [heading, machineDay, cards] }
}

extension ReleaseList.Page: StencilValue {
    static let names = [
        "pageTitle", "feed", "warning", "warningAct", "warningLink", "completeness", "failing", "days", "emptyMessage",
        "leadsToArtists", "isFirst", "older", "earlier", "shell.base", "shell.styles", "shell.script",
        "shell.icon", "shell.events", "shell.visitor.name", "shell.visitor.token", "shell.visitor.isAtReleases",
        "shell.visitor.isAtArtists", "shell.visitor.isAtSettings", "shell.visitor.isAdministrator",
        "shell.visitor.isAtAdministration",
    ]

    var texts: [String?] {
        let visitor = shell.visitor
        return [
            pageTitle, feed, warning, warningAct, warningLink, completeness, failing, days, emptyMessage,
            text(leadsToArtists), text(isFirst), older.map { String($0) }, earlier, shell.base,
            shell.styles, shell.script, shell.icon, shell.events, visitor?.name, visitor?.token,
            text(visitor?.isAtReleases), text(visitor?.isAtArtists), text(visitor?.isAtSettings),
            text(visitor?.isAdministrator), text(visitor?.isAtAdministration),
        ]
    }

    /// A section asks only whether there is one.
    private func text(_ flag: Bool?) -> String? { flag == true ? "" : nil }
}
