import Domain
import Synchronization

/// Sessions and pages in memory. Everything that a test wants to see or set is in `state`.
final class MemoryStore: SessionStore, PageStore {
    struct State: Sendable {
        var sessions: [String: Session] = [:]
        var consumed: Set<[UInt8]> = []
        var signIns: [SignIn] = []
        var touched: [SessionID] = []
        var outcome: Outcome = .account(1, isNew: false)
        var failure: StoreFailure?
        var signInFailure: StoreFailure?
        var cards: [AccountID: [ReleaseCard]] = [:]
        var earlier: [AccountID: [ReleaseCard]] = [:]
        var artists: [AccountID: [ArtistRow]] = [:]
        var completeness: [AccountID: Completeness] = [:]
        var connections: [AccountID: [ConnectionView]] = [:]
        var reminders: [AccountID: [ConsentReminder]] = [:]
        var budget = BudgetView(used: 12, allowed: 80, pausedUntil: nil)
        var forecast = CheckForecast(mean: .hours(60), longest: .days(6), planned: 600, due: 12, first: 0)
        var versions: [AccountID: Int64] = [:]
        var feedGeneration: [AccountID: Int] = [:]
        var disconnected: [ConnectionID] = []
        var deleted: [AccountID] = []
        var rules: [AccountID: TellingRules] = [:]
        var trials: [TellingRules: DryRun] = [:]
        var tiers: [AccountID: [ArtistID: ArtistTier]] = [:]
        var views: [ArtistID: ArtistView] = [:]
        var explanations: [ReleaseID: ReleaseExplanation] = [:]
        var words: [ReleaseID: Attribution] = [:]
        var log: [AccountID: [LoggedDecision]] = [:]
        var identities: [AccountID: [IdentityView]] = [:]
        var owners: [String: AccountID] = [:]
        var proposals: [SessionID: (link: ProposedLink, expiresAt: Timestamp)] = [:]
        var linkOutcome: LinkOutcome?
        var removed: [ConnectionID] = []
        var follows: [AccountID: [String: ArtistID]] = [:]
        var followed: [SourceArtist] = []
        var unfollowed: [ArtistID] = []
        var permit = SearchPermit.granted
        var searchesClaimed = 0
        var searchPauses: [Timestamp] = []
        var reads = 0
        var nextSession = 1
        // What `MemoryStore+Members` keeps.
        var members: [Member] = []
        var counts = MemberCounts(accounts: 2, accountsMax: nil, registration: .open, seatsUsed: 2, held: 0)
        var invitations: [String: Invitation] = [:]
        var requests: [JoinRequest] = []
        var admissions: [AdmissionEntry] = []
        var acts: [AdministrativeAct] = []
        var actOutcome = AdministrativeOutcome.done
        var entries: [AuditEntry] = []
    }

    enum Outcome: Sendable {
        case account(Int64, isNew: Bool)
        case notAdmitted(AdmissionRefusal)
        case otherIdentity
    }

    let state = Mutex(State())

    /// A session of an account, and the token of its cookie.
    func begin(
        _ account: Int64, name: String = "Ada", isAdministrator: Bool = false, at now: Timestamp
    ) -> (Session, String) {
        state.withLock { state in
            let number = state.nextSession
            state.nextSession += 1
            let session = Session(
                id: SessionID("s\(number)"), account: AccountID(account), displayName: name, createdAt: now,
                lastSeenAt: now, device: SessionDevice(userAgent: "Firefox/140.0 Linux", network: "203.0.113.0/24"),
                isAdministrator: isAdministrator)
            state.sessions["s\(number).secret"] = session
            return (session, "s\(number).secret")
        }
    }

    func read<T>(_ body: (inout State) -> T) throws(StoreFailure) -> T {
        let result: Result<T, StoreFailure> = state.withLock { state in
            state.reads += 1
            if let failure = state.failure { return .failure(failure) }
            return .success(body(&state))
        }
        return try result.get()
    }

    // MARK: Sessions

    func consumeFlow(_ id: [UInt8], expiresAt: Timestamp, now: Timestamp) async throws(StoreFailure) -> Bool {
        try read { $0.consumed.insert(id).inserted }
    }

    func signIn(_ signIn: SignIn, now: Timestamp) async throws(StoreFailure) -> SignInOutcome {
        if let failure = state.withLock({ $0.signInFailure }) { throw failure }
        let outcome = try read { state in
            state.signIns.append(signIn)
            return state.outcome
        }
        switch outcome {
        case .notAdmitted(let refusal): return .notAdmitted(refusal)
        case .otherIdentity: return .otherIdentity
        case .account(let account, let isNew):
            if let old = signIn.replacing { _ = try await endSession(old, of: AccountID(account)) }
            let (_, token) = begin(account, at: now)
            return .signedIn(AccountID(account), token: Secret(token), isNew: isNew)
        }
    }

    func session(_ token: Secret, now: Timestamp) throws(StoreFailure) -> Session? {
        try read { $0.sessions[token.reveal()] }
    }

    func touch(_ session: Session, now: Timestamp) async throws(StoreFailure) {
        try read { $0.touched.append(session.id) }
    }

    func sessions(of account: AccountID, now: Timestamp) throws(StoreFailure) -> [Session] {
        try read { $0.sessions.values.filter { $0.account == account }.sorted { $0.id.text < $1.id.text } }
    }

    func endSession(_ id: SessionID, of account: AccountID) async throws(StoreFailure) -> Bool {
        try read { state in
            let ended = state.sessions.filter { $0.value.id == id && $0.value.account == account }
            for key in ended.keys { state.sessions[key] = nil }
            return !ended.isEmpty
        }
    }

    func endSessions(of account: AccountID, except id: SessionID?) async throws(StoreFailure) {
        try read { state in
            state.sessions = state.sessions.filter { $0.value.account != account || $0.value.id == id }
        }
    }

    // MARK: Pages

    func announcements(
        of account: AccountID, before: AnnouncementID?, limit: Int
    ) throws(StoreFailure) -> [ReleaseCard] {
        try read { state in
            let cards = (state.cards[account] ?? []).filter { card in
                before.map { end in card.announcement.map { $0 < end } ?? false } ?? true
            }
            return Array(cards.prefix(limit))
        }
    }

    func earlier(of account: AccountID, limit: Int) throws(StoreFailure) -> [ReleaseCard] {
        try read { Array(($0.earlier[account] ?? []).prefix(limit)) }
    }

    func artists(of account: AccountID, now: Timestamp) throws(StoreFailure) -> [ArtistRow] {
        try read { $0.artists[account] ?? [] }
    }

    func completeness(of account: AccountID) throws(StoreFailure) -> Completeness {
        try read { state in
            state.completeness[account]
                ?? Completeness(followListRead: true, artists: 0, baselines: 0, failing: 0, checkedSince: nil)
        }
    }

    func connections(of account: AccountID) throws(StoreFailure) -> [ConnectionView] {
        try read { $0.connections[account] ?? [] }
    }

    func budget(now: Timestamp) throws(StoreFailure) -> BudgetView { try read { $0.budget } }

    func reminders(of account: AccountID, limit: Int) throws(StoreFailure) -> [ConsentReminder] {
        try read { Array(($0.reminders[account] ?? []).prefix(limit)) }
    }

    func forecast(of account: AccountID?, now: Timestamp) throws(StoreFailure) -> CheckForecast {
        try read { $0.forecast }
    }

    func callStandings(now: Timestamp) throws(StoreFailure) -> [CallStanding] {
        try read { state in
            CallFamily.allCases.map { CallStanding(family: $0, used: 3, pausedUntil: state.budget.pausedUntil) }
        }
    }

    func pageVersion(of account: AccountID) throws(StoreFailure) -> Int64 { try read { $0.versions[account] ?? 1 } }

    func feedAddress(of account: AccountID) async throws(StoreFailure) -> FeedAddress {
        try read { state in
            let generation = state.feedGeneration[account] ?? 1
            state.feedGeneration[account] = generation
            return FeedAddress(token: Secret("feed-\(account.rawValue)-\(generation)"))
        }
    }

    func replaceFeedAddress(of account: AccountID) async throws(StoreFailure) -> FeedAddress {
        try read { $0.feedGeneration[account, default: 1] += 1 }
        return try await feedAddress(of: account)
    }

    func account(forFeedToken token: Secret) throws(StoreFailure) -> AccountID? {
        try read { state in
            state.feedGeneration.first { token.reveal() == "feed-\($0.key.rawValue)-\($0.value)" }?.key
        }
    }

    func disconnect(_ connection: ConnectionID, of account: AccountID, now: Timestamp) async throws(StoreFailure) {
        try read { $0.disconnected.append(connection) }
    }

    func deleteAccount(_ account: AccountID) async throws(StoreFailure) {
        try read { state in
            state.deleted.append(account)
            state.sessions = state.sessions.filter { $0.value.account != account }
        }
    }

    func probe() async throws(StoreFailure) { try read { _ in } }
}
