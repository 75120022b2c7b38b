import Domain

/// Does one duty: one piece after the other while answers come, several when they do not.
///
/// A call on its way cannot be called back when a pause is asked for, so that as few as possible are on their way.
///
/// What is claimed and not yet begun stands in a short queue; it is only a lease on rows, so nothing is lost with it.
/// What brought nothing new is recorded a batch at a time: most pieces do, and a commit for each would cost more than
/// its call.
actor Stage<Work: Duty> {
    private let work: Work
    /// Where the lanes run. Not the actor's own executor: an answer that was waited for resumes its task on what the
    /// task prefers, and by way of the shared pool where it prefers nothing, which wakes two threads for each answer.
    private let executor: (any TaskExecutor)?
    /// How many pieces are under way while answers come, and when none has come for a while.
    private let lanes: ClosedRange<Int>
    private let patience: Duration
    private let clock: any WallClock
    private var batch: BatchSize
    private let confirmedWithin: Duration
    private let journal: Journal

    private var claimed: [Work.Claim] = []
    /// Done, without news, and not yet recorded.
    private var unchanged: [(claim: Work.Claim, at: Timestamp)] = []
    private var running = 0
    private var claiming: Task<Void, Never>?
    /// Whether the last claim said that no more is due, or that no more may be done now. A new turn looks again.
    private var isDry = false
    /// Whether calls rest, as far as this turn has heard.
    private var isPaused = false
    /// When the last piece was done, or the first one begun.
    private var movedAt: Timestamp?
    private var isStopped = false

    init(
        _ work: Work, lanes: ClosedRange<Int>, settings: WorkerSettings, clock: any WallClock,
        executor: (any TaskExecutor)? = nil, journal: Journal
    ) {
        self.work = work
        self.lanes = lanes
        patience = settings.patience
        batch = BatchSize(settings.batch)
        confirmedWithin = settings.confirmedWithin
        self.clock = clock
        self.executor = executor
        self.journal = journal
    }

    /// Claims what is due and does it in the lanes that are free, each going on to the next piece by itself until no
    /// more is due. Returns how many pieces these lanes did; at once with none while another turn is claiming or has
    /// all lanes.
    func turn() async -> Int {
        // A call that takes long holds up nothing but itself.
        if isConfirmationDue(clock.now()) { await confirmRest() }
        guard !isStopped, claiming == nil, running < lanesNow else { return 0 }
        isDry = false
        isPaused = false
        await refill()
        let free = lanesNow - running
        let opened = isDry ? min(free, claimed.count) : free
        guard opened > 0 else { return 0 }
        // Set before the lanes begin: the next beat may come in between.
        if running == 0 { movedAt = clock.now() }
        running += opened
        return await withTaskGroup(of: Int.self) { group in
            for _ in 0..<opened { group.addTask(executorPreference: executor) { await self.lane() } }
            var done = 0
            for await count in group { done += count }
            return done
        }
    }

    /// One more than are under way, if nothing has moved for a while.
    private var lanesNow: Int {
        guard let movedAt, running >= lanes.lowerBound else { return lanes.lowerBound }
        let still = clock.now() - movedAt
        // A clock that was set back says nothing.
        return still >= patience ? min(running + 1, lanes.upperBound) : lanes.lowerBound
    }

    /// Claims no more. What is under way ends by itself; what is claimed and not begun falls due when its lease ends.
    func stop() {
        isStopped = true
        claimed = []
    }

    private func lane() async -> Int {
        defer { running -= 1 }
        var done = 0
        while let claim = await next() {
            done += 1
            do throws(StoreFailure) {
                let onward = try await work.perform(claim)
                let now = clock.now()
                movedAt = now
                switch onward {
                case .goOn: journal.storeWorks()
                case .unchanged:
                    unchanged.append((claim, now))
                    if isConfirmationDue(now) { try await confirm() }
                case .paused:
                    await giveBackAll()
                    try await confirm()
                }
            } catch {
                giveUp(error)
            }
        }
        return done
    }

    private func next() async -> Work.Claim? {
        while !isStopped {
            if let claim = claimed.popLast() { return claim }
            await confirmRest()
            if isDry, claimed.isEmpty { return nil }
            if claimed.isEmpty { await refill() }
        }
        await confirmRest()
        return nil
    }

    /// Whether the oldest has waited long enough, or the clock was set back.
    private func isConfirmationDue(_ now: Timestamp) -> Bool {
        guard let first = unchanged.first else { return false }
        return now < first.at || now - first.at >= confirmedWithin
    }

    private func confirm() async throws(StoreFailure) {
        guard !unchanged.isEmpty else { return }
        let now = unchanged
        unchanged = []
        try await work.confirm(now)
        journal.storeWorks()
    }

    private func confirmRest() async {
        do throws(StoreFailure) { try await confirm() } catch { giveUp(error) }
    }

    /// Claims a batch, once for all lanes that run dry together.
    private func refill() async {
        if let claiming { return await claiming.value }
        let task = Task { await claimBatch() }
        claiming = task
        await task.value
    }

    private func claimBatch() async {
        defer { claiming = nil }
        do throws(StoreFailure) {
            let (limit, now) = (batch.value, clock.now())
            let claims = try await work.claim(limit: limit)
            journal.storeWorks()
            if claims.count < limit { isDry = true }
            batch.claimed(isFull: claims.count == limit, now: now)
            // Last first, for `popLast`.
            if !isStopped { claimed = claims.reversed() + claimed }
            // The pause was asked for while these were being claimed.
            if isPaused { await giveBackAll() }
        } catch {
            giveUp(error)
        }
    }

    private func giveBackAll() async {
        isDry = true
        isPaused = true
        let untouched = claimed
        claimed = []
        for claim in untouched {
            do throws(StoreFailure) { try await work.giveBack(claim) } catch { return giveUp(error) }
        }
    }

    /// The store does not work: nothing more in this turn, and the next beat looks again. The leases run out by
    /// themselves.
    private func giveUp(_ failure: StoreFailure) {
        isDry = true
        claimed = []
        journal.storeFails(failure)
    }
}
