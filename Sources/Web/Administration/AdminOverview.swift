import Domain
import HTTP

/// `GET /admin`: who is here, who may join, and what the installation has left to spend.
enum AdminOverview {
    struct Page: Sendable {
        let shell: Shell
        let pageTitle: String
        let token: String
        let figures: Figures
        let members: [MemberItem]
        /// The number after which the next page begins; nil on the last.
        let next: Int64?
        let isFirst: Bool
        let requests: [RequestItem]
        let hasRequests: Bool
        let invitations: [InvitationItem]
        let hasInvitations: Bool
        /// Whether only an administrator can be invited.
        let isClosed: Bool
        let admissions: [AdmissionItem]
        let hasAdmissions: Bool
        let providers: [String]
    }

    struct Figures: Sendable {
        let accounts: String
        let registration: String
        let seats: String
        let seatsUsed: Int
        let seatsMax: Int
        let budget: String
        /// How many connections are held, if any.
        let held: String?
        let pause: String?
    }

    struct RequestItem: Sendable {
        let provider: String
        let user: String
        let name: String
        let at: Moment
    }

    struct InvitationItem: Sendable {
        let id: Int64
        let note: String
        let makesAdministrator: Bool
        let ends: Moment
    }

    struct AdmissionItem: Sendable {
        let provider: String
        let user: String
        let note: String?
    }

    private static let pageLength = 50

    @Sendable static func show(_ visit: Visit, _ session: Session) async throws(Refusal) -> Response {
        let environment = visit.site.environment
        let store = environment.members
        let after = try visit.query()["after"].flatMap { Int64($0) }.map { AccountID($0) }
        let page: Page
        do throws(StoreFailure) {
            var members = try store.members(after: after, limit: pageLength + 1, now: visit.now)
            let hasMore = members.count > pageLength
            members.removeLast(max(0, members.count - pageLength))
            let counts = try store.memberCounts()
            let requests = try store.joinRequests()
            let invitations = try store.invitations(now: visit.now)
            let admissions = try store.admissions()
            page = Page(
                shell: visit.site.shell(for: session, at: .administration), pageTitle: "Administration",
                token: FormToken.make(for: session.id, keys: environment.keys),
                figures: Figures(
                    counts, try environment.pages.budget(now: visit.now),
                    provider: environment.provider.displayName, now: visit.now),
                members: members.map { MemberItem($0, now: visit.now) },
                next: hasMore ? members.last?.id.rawValue : nil,
                isFirst: after == nil, requests: requests.map { RequestItem($0, now: visit.now) },
                hasRequests: !requests.isEmpty,
                invitations: invitations.map { InvitationItem($0, now: visit.now) },
                hasInvitations: !invitations.isEmpty, isClosed: counts.registration == .closed,
                admissions: admissions.map { AdmissionItem($0) }, hasAdmissions: !admissions.isEmpty,
                providers: [environment.provider.name] + environment.otherProviders.listings.map(\.name))
        } catch {
            throw Refusal(error)
        }
        return visit.site.page("admin", page)
    }
}

extension AdminOverview.Figures {
    init(_ counts: MemberCounts, _ budget: BudgetView, provider: String, now: Timestamp) {
        let number = CountWords.of(counts.accounts, "account")
        accounts = counts.accountsMax.map { "\(number), of \(CountWords.number($0)) at most" } ?? number
        registration =
            switch counts.registration {
            case .open: "Whoever can sign in may join."
            case .closed: "Nobody new may join."
            case .allowlist: "Whom you let in may join."
            case .invite: "Whoever you invite or let in may join."
            }
        seatsMax = MemberCounts.seats
        seatsUsed = min(counts.seatsUsed, seatsMax)
        seats =
            counts.seatsUsed <= seatsMax
            ? "\(counts.seatsUsed) of \(seatsMax) Spotify seats used"
            : "\(CountWords.number(counts.seatsUsed)) people connected with Spotify"
        let checks = CountWords.of(budget.used, "artist check")
        self.budget =
            budget.allowed.map { "\(checks) in the last 24 hours, of \(CountWords.number($0)) allowed" }
            ?? "\(checks) in the last 24 hours, without a limit"
        held = counts.held > 0 ? CountWords.of(counts.held, "connection is held", "connections are held") : nil
        pause = BudgetWords.pause(budget, provider: provider, now: now)
    }
}

extension AdminOverview.RequestItem {
    init(_ request: JoinRequest, now: Timestamp) {
        provider = request.user.provider
        user = request.user.id
        name = request.displayName.isEmpty ? request.user.id : request.displayName
        at = Moment(request.lastAt, relativeTo: now)
    }
}

extension AdminOverview.InvitationItem {
    init(_ invitation: Invitation, now: Timestamp) {
        id = invitation.id
        note = invitation.note.isEmpty ? "Invitation \(invitation.id)" : invitation.note
        makesAdministrator = invitation.makesAdministrator
        ends = Moment(invitation.endsAt, relativeTo: now)
    }
}

extension AdminOverview.AdmissionItem {
    init(_ entry: AdmissionEntry) {
        provider = entry.user.provider
        user = entry.user.id
        note = entry.note.isEmpty ? nil : entry.note
    }
}
