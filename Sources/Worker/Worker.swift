import Dispatch
public import Domain
public import Logging

/// Finds what is due and sees that it is done: tokens, follow lists, artists, tidying.
///
/// A Dispatch timer wakes it; everything it must not forget is a row with a due time, so a worker that is killed at any
/// moment is continued by the next one. Nothing here waits for a provider's pause: that is a row, too.
public actor Worker {
    private let executor: SerialQueueExecutor
    /// A Dispatch serial queue of its own.
    public nonisolated var unownedExecutor: UnownedSerialExecutor { unsafe executor.asUnownedSerialExecutor() }

    private let store: any WorkStore
    private let refreshTokens: @Sendable (_ now: Timestamp, _ limit: Int) async throws(StoreFailure) -> Int
    private let clock: any WallClock
    private let settings: WorkerSettings
    private let sleep: @Sendable (Duration) async -> Void
    private let journal: Journal
    private let checks: Stage<ArtistChecks>
    private let lists: Stage<FollowListReadings>

    private var timer: (any DispatchSourceTimer)?
    private var isRefreshing = false
    private var isAnnouncing = false
    private var isTidying = false
    private var tidiedAt: Timestamp?
    private var lastBeat: Timestamp?
    private var isStopping = false
    private var underWay = 0
    private var whenIdle: CheckedContinuation<Void, Never>?

    /// A worker at rest. Checks run on `checksOn`, or on the shared pool; `refreshTokens` exchanges the tokens that are
    /// due and returns how many; `sleep` returns after the time, or at once when cancelled.
    public init(
        store: any WorkStore, catalogue: any Catalogue, followLists: any FollowLists, clock: any WallClock,
        settings: WorkerSettings = WorkerSettings(), checksOn checkExecutor: (any TaskExecutor)? = nil, logger: Logger,
        sleep: @escaping @Sendable (Duration) async -> Void,
        random: @escaping @Sendable () -> Double = { .random(in: 0...1) },
        refreshTokens: @escaping @Sendable (_ now: Timestamp, _ limit: Int) async throws(StoreFailure) -> Int
    ) {
        let executor = SerialQueueExecutor(label: "fanfare.worker")
        let journal = Journal(logger)
        self.executor = executor
        self.store = store
        self.refreshTokens = refreshTokens
        self.clock = clock
        self.settings = settings
        self.sleep = sleep
        self.journal = journal
        checks = Stage(
            ArtistChecks(
                store: store, catalogue: catalogue, clock: clock, settings: settings, random: random, journal: journal,
                breaker: CallBreaker(backoff: settings.backoff)),
            lanes: settings.checksAtOnce, settings: settings, clock: clock, executor: checkExecutor,
            journal: journal)
        lists = Stage(
            FollowListReadings(
                store: store, lists: followLists, clock: clock, settings: settings, random: random, journal: journal,
                breaker: CallBreaker(backoff: settings.backoff)),
            lanes: settings.listsAtOnce, settings: settings, clock: clock, journal: journal)
    }

    isolated deinit { timer?.cancel() }

    /// Begins to beat.
    public func start() {
        guard timer == nil, !isStopping else { return }
        // Made where it is activated: a source released before its activation traps.
        let timer = DispatchSource.makeTimerSource(queue: executor.queue)
        let interval = Int(clamping: settings.beat.wholeMilliseconds)
        timer.schedule(deadline: .now(), repeating: .milliseconds(interval), leeway: .milliseconds(interval / 10))
        timer.setEventHandler { @Sendable [weak self] in
            Task { await self?.beat() }
        }
        timer.activate()
        self.timer = timer
    }

    /// Beats now, without waiting for the timer.
    public nonisolated func wake() {
        Task { await self.beat() }
    }

    /// One beat: everything that is due, each kind beside the others. What an earlier beat is still doing goes on in
    /// its own lanes and is not begun twice.
    public func beat() async {
        noteClock()
        async let tokens = runTokens()
        async let lists = readFollowLists()
        async let checks = runChecks()
        async let told = announce()
        async let tidied = tidy()
        _ = await (tokens, lists, checks, told, tidied)
    }

    /// Tells the operator of a leap. Nothing is done about it here: due times follow the clock (design §12).
    private func noteClock() {
        let now = clock.now()
        defer { lastBeat = now }
        guard let lastBeat, now < lastBeat - .seconds(5) || now > lastBeat + .hours(1) else { return }
        journal.clockLeapt(by: now - lastBeat)
    }

    /// Exchanges the tokens that are due; returns how many. At once with none while an earlier call is at it.
    public func runTokens() async -> Int {
        guard !isRefreshing, !isStopping else { return 0 }
        isRefreshing = true
        begin()
        defer {
            isRefreshing = false
            end()
        }
        do throws(StoreFailure) {
            return try await refreshTokens(clock.now(), settings.tokensPerBeat)
        } catch {
            journal.storeFails(error)
            return 0
        }
    }

    /// Reads the follow lists that are due; returns how many were tried.
    public func readFollowLists() async -> Int {
        begin()
        defer { end() }
        return await lists.turn()
    }

    /// Checks the artist groups that are due; returns how many were tried.
    public func runChecks() async -> Int {
        begin()
        defer { end() }
        return await checks.turn()
    }

    /// Tells the followers of releases that have many, a bounded number in each transaction, until all have been told;
    /// returns how many were. At once with none while an earlier call is at it.
    public func announce() async -> Int {
        guard !isAnnouncing, !isStopping else { return 0 }
        isAnnouncing = true
        begin()
        defer {
            isAnnouncing = false
            end()
        }
        var told = 0
        do throws(StoreFailure) {
            while !isStopping, let count = try await store.announce(limit: settings.audienceBatch, now: clock.now()) {
                told += count
            }
        } catch {
            journal.storeFails(error)
        }
        return told
    }

    /// Has the store tidy up, if it is time; returns whether it was. A clock that was set back makes it time.
    public func tidy() async -> Bool {
        let now = clock.now()
        if let tidiedAt, tidiedAt <= now, now < tidiedAt + settings.tidyInterval { return false }
        guard !isTidying, !isStopping else { return false }
        isTidying = true
        tidiedAt = now
        begin()
        defer {
            isTidying = false
            end()
        }
        journal.turnPage()
        do throws(StoreFailure) {
            try await store.tidy(now: now)
            for reminder in try await store.remindOfConsents(now: now) { journal.reminded(reminder) }
        } catch {
            journal.storeFails(error)
        }
        return true
    }

    /// Claims nothing more and waits for what is under way, no longer than `limit`. True if all of it has ended; what
    /// has not is claimed again when its lease ends.
    public func stop(within limit: Duration) async -> Bool {
        isStopping = true
        timer?.cancel()
        timer = nil
        await checks.stop()
        await lists.stop()
        guard underWay > 0 else { return true }
        let patience = Task { [sleep] in
            await sleep(limit)
            self.giveUpWaiting()
        }
        await withCheckedContinuation { whenIdle = $0 }
        patience.cancel()
        return underWay == 0
    }

    private func begin() { underWay += 1 }

    private func end() {
        underWay -= 1
        guard underWay == 0, isStopping else { return }
        giveUpWaiting()
    }

    private func giveUpWaiting() {
        whenIdle?.resume()
        whenIdle = nil
    }
}
