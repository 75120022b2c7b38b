import Domain
import Synchronization

/// Work in memory, under the rules of the port; fails when told to.
final class MemoryWorkStore: WorkStore {
    struct Failed: Sendable, Equatable {
        var reason: String
        var retryAt: Timestamp
    }

    struct State: Sendable {
        var dueChecks: [CheckClaim] = []
        var dueLists: [FollowListClaim] = []
        var claimLimits: [Int] = []
        var completedChecks: [CheckClaim] = []
        var confirmedChecks: [CheckClaim] = []
        /// How many were confirmed together, each time.
        var confirmations: [Int] = []
        var merged: [CheckClaim: String] = [:]
        var completedLists: [FollowListClaim] = []
        var failedChecks: [CheckClaim: Failed] = [:]
        var failedLists: [FollowListClaim: Failed] = [:]
        var givenBack: [CheckClaim] = []
        var notCalled: [CheckClaim] = []
        var givenBackLists: [FollowListClaim] = []
        /// How many batches of followers are still to be told.
        var audienceBatches = 0
        var pauses: [CallFamily: Timestamp] = [:]
        var quotas: Set<CallFamily> = []
        var tidied: [Timestamp] = []
        /// What every call throws, until it is mended.
        var trouble: StoreFailure?
        /// What recording throws.
        var recordTrouble: StoreFailure?
        var calls = 0
        var entered: [CallFamily: Int] = [:]
    }

    private let state = Mutex(State())

    var now: State { state.withLock { $0 } }

    func change(_ body: (inout State) -> Void) { state.withLock { body(&$0) } }

    /// Makes so many groups due.
    func addChecks(_ count: Int, failures: Int = 0, isKnown: Bool = false) {
        change { state in
            for number in 0..<count {
                state.dueChecks.append(
                    CheckClaim(
                        artist: ArtistID(Int64(number)), sourceID: "artist-\(number)", group: .album, fence: 1,
                        failures: failures, known: isKnown ? PageDigest([1]) : nil))
            }
        }
    }

    /// Makes so many follow lists due.
    func addLists(_ count: Int, failures: Int = 0) {
        change { state in
            for number in 0..<count {
                state.dueLists.append(
                    FollowListClaim(
                        connection: ConnectionID(Int64(number)), account: AccountID(Int64(number)), fence: 1,
                        failures: failures))
            }
        }
    }

    private func attempt<Value: Sendable>(
        records: Bool = false, _ body: (inout State) -> Value
    ) throws(StoreFailure) -> Value {
        let result: Result<Value, StoreFailure> = state.withLock { state in
            state.calls += 1
            if let trouble = state.trouble { return .failure(trouble) }
            if records, let trouble = state.recordTrouble { return .failure(trouble) }
            return .success(body(&state))
        }
        return try result.get()
    }

    func claimChecks(limit: Int, lease: Duration, now: Timestamp) async throws(StoreFailure) -> [CheckClaim] {
        try attempt { state in
            state.claimLimits.append(limit)
            if let pause = state.pauses[.artistAlbums], pause > now { return [] }
            defer { state.dueChecks.removeFirst(min(limit, state.dueChecks.count)) }
            return Array(state.dueChecks.prefix(limit))
        }
    }

    func complete(
        _ claim: CheckClaim, page: ReleasePage, now: Timestamp
    ) async throws(StoreFailure) -> CheckResult {
        try attempt(records: true) { state in
            state.completedChecks.append(claim)
            return CheckResult(wasStored: true, newReleases: page.releases.count, announcements: 0)
        }
    }

    func confirm(_ checks: [UnchangedCheck]) async throws(StoreFailure) -> [CheckResult] {
        try attempt(records: true) { state in
            state.confirmations.append(checks.count)
            state.confirmedChecks += checks.map(\.claim)
            return checks.map { _ in CheckResult(wasStored: true, newReleases: 0, announcements: 0) }
        }
    }

    func merge(_ claim: CheckClaim, into survivor: SourceArtist, now: Timestamp) async throws(StoreFailure) -> Bool {
        try attempt(records: true) { state in
            state.merged[claim] = survivor.id
            return true
        }
    }

    func fail(
        _ claim: CheckClaim, reason: String, retryAt: Timestamp, now: Timestamp
    ) async throws(StoreFailure) {
        try attempt(records: true) { $0.failedChecks[claim] = Failed(reason: reason, retryAt: retryAt) }
    }

    func giveBack(_ claim: CheckClaim, wasCalled: Bool, now: Timestamp) async throws(StoreFailure) {
        try attempt(records: true) { state in
            state.givenBack.append(claim)
            if !wasCalled { state.notCalled.append(claim) }
        }
    }

    func giveBack(_ claim: FollowListClaim, now: Timestamp) async throws(StoreFailure) {
        try attempt(records: true) { $0.givenBackLists.append(claim) }
    }

    func announce(limit: Int, now: Timestamp) async throws(StoreFailure) -> Int? {
        try state.withLock { state in
            if let trouble = state.trouble { return Result<Int?, StoreFailure>.failure(trouble) }
            guard state.audienceBatches > 0 else { return .success(nil) }
            state.audienceBatches -= 1
            return .success(limit)
        }.get()
    }

    func claimFollowLists(
        limit: Int, lease: Duration, now: Timestamp
    ) async throws(StoreFailure) -> [FollowListClaim] {
        try attempt { state in
            if let pause = state.pauses[.following], pause > now { return [] }
            defer { state.dueLists.removeFirst(min(limit, state.dueLists.count)) }
            return Array(state.dueLists.prefix(limit))
        }
    }

    func complete(
        _ claim: FollowListClaim, list: SourceFollowList, now: Timestamp
    ) async throws(StoreFailure) -> FollowListResult {
        try attempt(records: true) { state in
            state.completedLists.append(claim)
            return FollowListResult(wasStored: true, added: list.artists.count, dropped: 0, isQuarantined: false)
        }
    }

    func fail(
        _ claim: FollowListClaim, reason: String, retryAt: Timestamp, now: Timestamp
    ) async throws(StoreFailure) {
        try attempt(records: true) { $0.failedLists[claim] = Failed(reason: reason, retryAt: retryAt) }
    }

    func enterCalls(_ family: CallFamily, count: Int, now: Timestamp) async throws(StoreFailure) {
        change { $0.entered[family, default: 0] += count }
    }

    func pause(
        _ family: CallFamily, until: Timestamp, isQuota: Bool, now: Timestamp
    ) async throws(StoreFailure) {
        try attempt(records: true) { state in
            state.pauses[family] = max(until, state.pauses[family] ?? until)
            if isQuota { state.quotas.insert(family) }
        }
    }

    func pause(of family: CallFamily, now: Timestamp) throws(StoreFailure) -> Timestamp? {
        state.withLock { $0.pauses[family] }
    }

    func remindOfConsents(now: Timestamp) async throws(StoreFailure) -> [ConsentReminder] { [] }

    func tidy(now: Timestamp) async throws(StoreFailure) {
        try attempt { $0.tidied.append(now) }
    }
}
