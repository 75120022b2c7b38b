import Domain
import Synchronization

/// Tokens in memory, under the rules of the port; fails when told to.
final class MemoryTokenStore: TokenStore {
    struct Row: Sendable {
        var tokens: StoredTokens
        var authorizedAt: Timestamp
        var end: GrantEnd?
        var isHeld = false
        var isUnreadable = false
        var provider = "test"
        var lease: Lease?
        var fence: Int64 = 0
        var failures = 0
        var attemptVersion: Int64?
        var dueAt: Timestamp?
    }

    struct Lease: Sendable {
        var owner: [UInt8]
        var until: Timestamp
    }

    private struct State {
        var rows: [ConnectionID: Row] = [:]
        var completionFailures: [StoreFailure] = []
        var recordFailures: [StoreFailure] = []
        var records: [RefreshFailure] = []
        var completions = 0
        var holds = false
        var asideIsFull = false
        var aside: [ConnectionID] = []
        var forgotten: [Int] = []
        var isRecheckAsked = false
        var refusals = 0
        var sweeps = 0
        var unreadable: [ConnectionID] = []
        var onRefusal: (@Sendable (_ count: Int) -> Void)?
    }

    private let state = Mutex(State())

    /// What has been recorded as failed.
    var records: [RefreshFailure] { state.withLock { $0.records } }
    /// How often storing a grant was tried.
    var completions: Int { state.withLock { $0.completions } }

    subscript(connection: ConnectionID) -> Row? {
        get { state.withLock { $0.rows[connection] } }
        set { state.withLock { $0.rows[connection] = newValue } }
    }

    /// The next attempts at storing a grant fail so.
    func failCompletions(_ failures: [StoreFailure]) { state.withLock { $0.completionFailures = failures } }
    /// The next attempts at recording a failure fail so.
    func failRecords(_ failures: [StoreFailure]) { state.withLock { $0.recordFailures = failures } }

    /// Whose grants were set aside, and which of these were forgotten again.
    var aside: (of: [ConnectionID], forgotten: [Int]) { state.withLock { ($0.aside, $0.forgotten) } }
    /// There is no room for setting anything aside.
    func fillAside() { state.withLock { $0.asideIsFull = true } }

    /// From now on an end is one of many, or no longer.
    func hold(_ holds: Bool) { state.withLock { $0.holds = holds } }
    /// The operator wants what is held tried once more.
    func askForRecheck() { state.withLock { $0.isRecheckAsked = true } }

    /// Is called after each claim that a lease of somebody else refused.
    func onRefusal(_ body: @escaping @Sendable (_ count: Int) -> Void) { state.withLock { $0.onRefusal = body } }

    /// Somebody signs in: new tokens, one version on.
    func signIn(_ connection: ConnectionID, expiresAt: Timestamp) {
        state.withLock { state in
            guard let version = state.rows[connection]?.tokens.version else { return }
            state.rows[connection]?.tokens = StoredTokens(
                version: version + 1, accessToken: Secret("signed-in"), expiresAt: expiresAt, lifetime: .hours(1),
                refreshToken: Secret("refresh-of-sign-in"))
            state.rows[connection]?.end = nil
            state.rows[connection]?.attemptVersion = nil
        }
    }

    func tokens(of connection: ConnectionID) throws(TokenFailure) -> StoredTokens {
        guard let row = self[connection] else { throw .unknownConnection }
        if row.isUnreadable { throw .undecryptable }
        if let end = row.end { throw .ended(end) }
        if row.isHeld { throw .held }
        return row.tokens
    }

    func claimRefresh(
        _ connection: ConnectionID, ofVersion version: Int64?, owner: [UInt8], until: Timestamp, now: Timestamp
    ) async throws(TokenFailure) -> RefreshClaim? {
        let tokens = try tokens(of: connection)
        if let version, version != tokens.version { return nil }
        let claim = claim(connection, tokens, owner: owner, until: until, now: now)
        if claim == nil {
            let (count, onRefusal) = state.withLock { state in
                state.refusals += 1
                return (state.refusals, state.onRefusal)
            }
            onRefusal?(count)
        }
        return claim
    }

    private func claim(
        _ connection: ConnectionID, _ tokens: StoredTokens, owner: [UInt8], until: Timestamp, now: Timestamp
    ) -> RefreshClaim? {
        state.withLock { state in
            guard var row = state.rows[connection] else { return nil }
            if let lease = row.lease, lease.owner != owner, lease.until > now { return nil }
            let isRepeat = row.attemptVersion == tokens.version
            row.lease = Lease(owner: owner, until: until)
            row.fence += 1
            row.attemptVersion = tokens.version
            state.rows[connection] = row
            return RefreshClaim(
                connection: connection, provider: row.provider, tokens: tokens, fence: row.fence,
                failures: row.failures,
                isRepeat: isRepeat, authorizedAt: row.authorizedAt)
        }
    }

    func completeRefresh(
        _ claim: RefreshClaim, grant: Grant, now: Timestamp
    ) async throws(StoreFailure) -> Bool {
        let failure = state.withLock { state -> StoreFailure? in
            state.completions += 1
            return state.completionFailures.isEmpty ? nil : state.completionFailures.removeFirst()
        }
        if let failure { throw failure }
        return state.withLock { state in
            guard var row = state.rows[claim.connection], row.fence == claim.fence,
                row.tokens.version == claim.tokens.version
            else { return false }
            row.tokens = StoredTokens(
                version: row.tokens.version + 1, accessToken: grant.accessToken, expiresAt: grant.expiresAt,
                lifetime: grant.lifetime, refreshToken: grant.refreshToken ?? row.tokens.refreshToken)
            row.lease = nil
            row.attemptVersion = nil
            row.failures = 0
            row.dueAt = grant.expiresAt
            state.rows[claim.connection] = row
            return true
        }
    }

    func failRefresh(
        _ claim: RefreshClaim, _ failure: RefreshFailure, now: Timestamp
    ) async throws(StoreFailure) -> RefreshRecord {
        let trouble = state.withLock { state -> StoreFailure? in
            state.recordFailures.isEmpty ? nil : state.recordFailures.removeFirst()
        }
        if let trouble { throw trouble }
        return state.withLock { state in
            state.records.append(failure)
            guard var row = state.rows[claim.connection], row.fence == claim.fence else { return .recorded }
            row.lease = nil
            row.failures += 1
            switch failure {
            case .retry(let time, _, let isUnknown):
                row.dueAt = time
                if !isUnknown { row.attemptVersion = nil }
            case .ended where state.holds: row.isHeld = true
            case .ended(let end): row.end = end
            }
            state.rows[claim.connection] = row
            return row.isHeld ? .held(connections: state.rows.values.count { $0.isHeld }) : .recorded
        }
    }

    func setAside(_ grant: Grant, for claim: RefreshClaim) async throws(StoreFailure) -> Int {
        try state.withLock { state throws(StoreFailure) in
            if state.asideIsFull { throw .full }
            state.aside.append(claim.connection)
            return state.aside.count - 1
        }
    }

    func forget(setAside entry: Int) async throws(StoreFailure) {
        state.withLock { $0.forgotten.append(entry) }
    }

    func releaseHeld(now: Timestamp) async throws(StoreFailure) -> [ConnectionID] {
        state.withLock { state in
            guard state.isRecheckAsked else { return [] }
            state.isRecheckAsked = false
            let held = state.rows.filter { $0.value.isHeld }.keys.sorted()
            for connection in held {
                state.rows[connection]?.isHeld = false
                state.rows[connection]?.dueAt = now
            }
            return held
        }
    }

    func dueForRefresh(
        now: Timestamp, limit: Int, except providers: Set<String>
    ) throws(StoreFailure) -> [DueRefresh] {
        state.withLock { state in
            let due = state.rows.filter {
                $0.value.end == nil && !$0.value.isHeld && $0.value.dueAt.map { $0 <= now } == true
                    && !providers.contains($0.value.provider)
            }
            return due.sorted { $0.key < $1.key }.prefix(limit).map {
                DueRefresh(connection: $0.key, provider: $0.value.provider)
            }
        }
    }

    /// How often leases of the dead were looked for.
    var sweeps: Int { state.withLock { $0.sweeps } }
    /// What was written down as not opening.
    var unreadable: [ConnectionID] { state.withLock { $0.unreadable } }

    func releaseDeadLeases() async throws(StoreFailure) { state.withLock { $0.sweeps += 1 } }

    func noteUndecryptable(_ connection: ConnectionID, now: Timestamp) async throws(StoreFailure) {
        state.withLock { $0.unreadable.append(connection) }
    }
}
