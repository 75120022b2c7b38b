public import Domain

/// Hands out access tokens and exchanges them before they end.
///
/// One exchange at a time for each connection: in this process by the keeper's own table, across processes by the lease
/// in the store. An exchange is never cancelled once it may have been sent, since its answer may hold the only refresh
/// token that still works; callers give up on their own. Nothing is handed out that is not stored (research §1.3).
public actor TokenKeeper: AccessTokens {
    let store: any TokenStore
    let exchanges: [String: any TokenExchange]
    let owner: [UInt8]
    let clock: any WallClock
    let policy: RefreshPolicy
    let sleep: @Sendable (Duration) async -> Void
    let random: @Sendable () -> Double
    let onCall: @Sendable (_ provider: String) async -> Void
    let onPause: @Sendable (_ provider: String, _ until: Timestamp) async -> Void
    let onEvent: @Sendable (RefreshEvent) -> Void

    var flights: [ConnectionID: Flight] = [:]
    private var rests: [ConnectionID: Rest] = [:]
    var gates: [String: ProviderGate]
    private var tickets = 0
    private var isDraining = false
    private var whenIdle: [Int: CheckedContinuation<Void, Never>] = [:]

    /// A keeper. `owner` is what names this process in leases: random bytes of each start. `sleep` returns after the
    /// time, or at once when cancelled. `onCall` is awaited before each exchange, to enter it into the ledger. `pauses`
    /// are those that providers have asked for before, which `onPause` was told, to keep them. `onEvent` may be called
    /// from any thread.
    public init(
        store: any TokenStore, exchanges: [any TokenExchange], owner: [UInt8], clock: any WallClock,
        policy: RefreshPolicy = RefreshPolicy(), sleep: @escaping @Sendable (Duration) async -> Void,
        random: @escaping @Sendable () -> Double = { .random(in: 0...1) },
        onCall: @escaping @Sendable (_ provider: String) async -> Void = { _ in },
        pauses: [String: Timestamp] = [:],
        onPause: @escaping @Sendable (_ provider: String, _ until: Timestamp) async -> Void = { _, _ in },
        onEvent: @escaping @Sendable (RefreshEvent) -> Void = { _ in }
    ) {
        self.store = store
        self.exchanges = Dictionary(exchanges.map { ($0.provider, $0) }) { first, _ in first }
        self.owner = owner
        self.clock = clock
        self.policy = policy
        self.sleep = sleep
        self.random = random
        self.onCall = onCall
        gates = pauses.mapValues { ProviderGate(pausedUntil: $0, now: clock.now()) }
        self.onPause = onPause
        self.onEvent = onEvent
    }

    /// The stored token if it has enough life left, else a new one. A token near its end is still handed out when the
    /// exchange meets with passing trouble. Throws `.transient` when no token is there within the caller's patience.
    public nonisolated func token(for connection: ConnectionID) async throws(TokenFailure) -> AccessToken {
        let stored = try await opened(connection)
        if stored.isGood(at: clock.now()) { return stored.handedOut }
        do {
            return try await renewed(connection, from: stored.version).handedOut
        } catch .transient where stored.expiresAt > clock.now() {
            return stored.handedOut
        }
    }

    /// A token of another version than the one refused; exchanges unless that has happened already.
    public nonisolated func token(
        for connection: ConnectionID, after refused: AccessToken
    ) async throws(TokenFailure) -> AccessToken {
        let stored = try await opened(connection)
        guard stored.version == refused.version else { return try await token(for: connection) }
        return try await renewed(connection, from: stored.version).handedOut
    }

    /// The tokens as stored. What turns out not to open is written down, so that its owner sees it, too.
    nonisolated func opened(_ connection: ConnectionID) async throws(TokenFailure) -> StoredTokens {
        do throws(TokenFailure) { return try store.tokens(of: connection) } catch {
            if error == .undecryptable { try? await store.noteUndecryptable(connection, now: clock.now()) }
            throw error
        }
    }

    /// Exchanges the tokens that are due, some at once, and returns how many were exchanged. What has failed lately
    /// rests.
    public func refreshDue(now: Timestamp, limit: Int) async throws(StoreFailure) -> Int {
        rests = rests.filter { $0.value.until > now && $0.value.since <= now }
        for connection in try await store.releaseHeld(now: now) {
            wake(connection)
            onEvent(.released(connection))
        }
        try await store.releaseDeadLeases()
        let room = min(limit, policy.exchangesAtOnce - flights.count)
        guard room > 0, !isDraining else { return 0 }
        let due = try await due(now: now, limit: limit)
        return await withTaskGroup(of: Bool.self) { group in
            var waiting = due[...]
            var refreshed = 0
            for _ in 0..<room {
                guard let next = waiting.popFirst() else { break }
                group.addTask { await self.hasRenewed(next.connection, from: next.version) }
            }
            while let done = await group.next() {
                refreshed += done ? 1 : 0
                guard let next = waiting.popFirst() else { continue }
                group.addTask { await self.hasRenewed(next.connection, from: next.version) }
            }
            return refreshed
        }
    }

    /// Whose turn it is: nobody's whose provider pauses, and after a pause one goes first.
    private func due(now: Timestamp, limit: Int) async throws(StoreFailure) -> [(
        connection: ConnectionID, version: Int64
    )] {
        let paused = Set(gates.filter { $0.value.failure(at: now) != nil }.keys)
        var probing = Set(gates.filter { $0.value.pause != nil }.keys)
        var due: [(connection: ConnectionID, version: Int64)] = []
        for row in try store.dueForRefresh(now: now, limit: limit + flights.count, except: paused)
        where flights[row.connection] == nil && due.count < limit {
            // What cannot be opened or has ended shows as such on its own page; it is nobody's turn here.
            guard let version = try? await opened(row.connection).version,
                rests[row.connection]?.failure(for: version, at: now) == nil
            else { continue }
            if gates[row.provider]?.pause != nil, probing.remove(row.provider) == nil { continue }
            due.append((row.connection, version))
        }
        return due
    }

    /// Starts no more exchanges and waits for those under way, so that none of their answers is lost at a stop. True if
    /// all have ended within `limit`.
    public func drain(upTo limit: Duration) async -> Bool {
        isDraining = true
        guard !flights.isEmpty else { return true }
        let ticket = nextTicket()
        let timer = Task { [sleep] in
            await sleep(limit)
            self.whenIdle.removeValue(forKey: ticket)?.resume()
        }
        await withCheckedContinuation { whenIdle[ticket] = $0 }
        timer.cancel()
        return flights.isEmpty
    }

    private func hasRenewed(_ connection: ConnectionID, from version: Int64) async -> Bool {
        do {
            _ = try await renewed(connection, from: version)
            return true
        } catch { return false }
    }

    /// The tokens once they are of another version than `version`: by an exchange, or by one that somebody else made.
    private func renewed(_ connection: ConnectionID, from version: Int64) async throws(TokenFailure) -> StoredTokens {
        let now = clock.now()
        // Read again: while this call waited for its turn, an exchange may have ended.
        let stored = try store.tokens(of: connection)
        if stored.version != version, stored.isGood(at: now) { return stored }
        if flights[connection] == nil {
            if let failure = rests[connection]?.failure(for: stored.version, at: now) { throw failure }
            guard !isDraining else { throw .transient("Fanfare is stopping", after: nil) }
            takeOff(connection)
        }
        return try await landing(of: connection).get()
    }

    /// Begins a refresh in a task of its own, which no caller's cancellation reaches.
    private func takeOff(_ connection: ConnectionID) {
        flights[connection] = Flight()
        Task {
            let outcome = await outcome(of: connection)
            let flight = flights.removeValue(forKey: connection)
            for waiting in flight?.waiting.values ?? [:].values { waiting.resume(returning: outcome) }
            guard flights.isEmpty else { return }
            for waiting in whenIdle.values { waiting.resume() }
            whenIdle = [:]
        }
    }

    private func outcome(of connection: ConnectionID) async -> RefreshOutcome {
        do throws(TokenFailure) { return .success(try await refresh(connection)) } catch { return .failure(error) }
    }

    /// Waits for a refresh under way; for no longer than a caller is patient, or lives.
    private func landing(of connection: ConnectionID) async -> RefreshOutcome {
        let ticket = nextTicket()
        let timer = Task { [sleep, policy] in
            await sleep(policy.patience)
            self.leave(ticket, connection)
        }
        defer { timer.cancel() }
        return await withTaskCancellationHandler {
            await withCheckedContinuation { flights[connection, default: Flight()].waiting[ticket] = $0 }
        } onCancel: {
            Task { await self.leave(ticket, connection) }
        }
    }

    private func leave(_ ticket: Int, _ connection: ConnectionID) {
        flights[connection]?.waiting.removeValue(forKey: ticket)?
            .resume(returning: .failure(.transient("the provider is slow to answer", after: nil)))
    }

    private func nextTicket() -> Int {
        tickets += 1
        return tickets
    }

    /// Has the tokens of a claim rest until a time. Kept beside the store's own record, so that callers do not try anew
    /// with every request, and so that nothing spins while the store takes no writes.
    func rest(_ claim: RefreshClaim, until: Timestamp, because failure: TokenFailure) {
        rests[claim.connection] = Rest(
            version: claim.tokens.version, since: clock.now(), until: until, failure: failure)
    }

    /// Ends a connection's rest.
    func wake(_ connection: ConnectionID) { rests[connection] = nil }
}
