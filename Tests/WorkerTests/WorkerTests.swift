import Domain
import Support
import Synchronization
import Testing
import Worker

struct WorkerTests {
    private static var fourAtOnce: WorkerSettings {
        var settings = WorkerSettings()
        settings.checksAtOnce = 4...4
        return settings
    }

    @Test func `does what is due, so many at once and no more`() async {
        let gate = Gate()
        let shop = Shop(settings: WorkerTests.fourAtOnce)
        shop.source.hold(at: gate)
        shop.store.addChecks(30)
        async let done = shop.worker.runChecks()
        for _ in 0..<26 {
            // Whoever has finished goes on to the next at once: all lanes come to the gate again.
            await gate.untilWaiting(4)
            gate.letOneThrough()
        }
        await gate.untilWaiting(4)
        gate.open()
        #expect(await done == 30)
        #expect(gate.waitingMax == 4)
    }

    @Test func `claims in batches`() async {
        let shop = Shop()
        shop.store.addChecks(30)
        #expect(await shop.worker.runChecks() == 30)
        // 8, 8, 8 and 6: a batch that is not full says that no more is due.
        #expect(shop.store.now.claimLimits == [8, 8, 8, 8])
    }

    @Test func `records together what brought nothing new, with the next claims and before it is old`() async {
        let shop = Shop()
        shop.store.addChecks(20, isKnown: true)
        #expect(await shop.worker.runChecks() == 20)
        #expect(shop.store.now.confirmations == [8, 8, 4])
        #expect(Set(shop.store.now.confirmedChecks).count == 20)
        let gate = Gate()
        shop.source.hold(at: gate)
        shop.store.addChecks(3, isKnown: true)
        async let slow = shop.worker.runChecks()
        await gate.untilWaiting(1)
        gate.letOneThrough()
        await gate.untilWaiting(1)
        // The second call hangs: a beat later the first check is recorded all the same.
        #expect(await shop.worker.runChecks() == 0)
        #expect(shop.store.now.confirmations == [8, 8, 4])
        shop.clock.advance(by: .seconds(1))
        #expect(await shop.worker.runChecks() == 0)
        #expect(shop.store.now.confirmations == [8, 8, 4, 1])
        gate.open()
        #expect(await slow == 3)
        #expect(shop.store.now.confirmations == [8, 8, 4, 1, 2])
    }

    @Test func `what brought nothing new and cannot be recorded ends the turn and is left to its lease`() async {
        let shop = Shop()
        shop.store.addChecks(20, isKnown: true)
        shop.store.change { $0.recordTrouble = .full }
        #expect(await shop.worker.runChecks() == 8)
        #expect(shop.store.now.confirmedChecks.isEmpty)
        #expect(shop.log.lines.contains { $0.hasPrefix("error") })
    }

    @Test func `stopping records what brought nothing new`() async {
        let gate = Gate()
        let shop = Shop()
        shop.source.hold(at: gate)
        shop.store.addChecks(8, isKnown: true)
        async let turn = shop.worker.runChecks()
        for _ in 0..<3 {
            await gate.untilWaiting(1)
            gate.letOneThrough()
        }
        await gate.untilWaiting(1)
        async let stopped = shop.worker.stop(within: .seconds(20))
        await shop.sleeper.untilParked(1)
        gate.open()
        #expect(await stopped)
        #expect(await turn == 4)
        #expect(shop.store.now.confirmedChecks.count == 4)
    }

    @Test func `a slow call does not hold up what falls due meanwhile`() async {
        let gate = Gate()
        let shop = Shop()
        shop.source.hold(at: gate)
        shop.store.addChecks(1)
        async let slow = shop.worker.runChecks()
        await gate.untilWaiting(1)
        shop.source.hold(at: nil)
        shop.store.addChecks(3)
        // While answers may still come, nothing else is begun.
        #expect(await shop.worker.runChecks() == 0)
        shop.clock.advance(by: .seconds(3))
        #expect(await shop.worker.runChecks() == 3)
        gate.open()
        #expect(await slow == 1)
    }

    @Test func `beats do not pile up on lanes that are busy`() async {
        let gate = Gate()
        let shop = Shop(settings: WorkerTests.fourAtOnce)
        shop.source.hold(at: gate)
        shop.store.addChecks(20)
        async let first = shop.worker.runChecks()
        await gate.untilWaiting(4)
        for _ in 0..<5 { #expect(await shop.worker.runChecks() == 0) }
        #expect(shop.source.calls == 4)
        gate.open()
        #expect(await first == 20)
    }

    @Test func `refreshes tokens once at a time`() async {
        let gate = Gate()
        let calls = Counter()
        let shop = Shop { _, limit in
            calls.add()
            await gate.pass()
            return limit
        }
        async let first = shop.worker.runTokens()
        await gate.untilWaiting(1)
        #expect(await shop.worker.runTokens() == 0)
        gate.open()
        #expect(await first == WorkerSettings().tokensPerBeat)
        #expect(calls.count == 1)
    }

    @Test func `a beat does all there is to do`() async {
        let refreshes = Counter()
        let shop = Shop { _, _ in
            refreshes.add()
            return 1
        }
        shop.store.addChecks(5)
        shop.store.addLists(5)
        await shop.worker.beat()
        #expect(shop.store.now.completedChecks.count == 5)
        #expect(shop.store.now.completedLists.count == 5)
        #expect(shop.store.now.tidied.count == 1)
        #expect(refreshes.count == 1)
    }

    @Test func `tidies every ten minutes, and when the clock was set back`() async {
        let shop = Shop()
        var tidied: [Bool] = []
        for step in [Duration.zero, .minutes(9), .minutes(1), .seconds(1), .hours(-3)] {
            shop.clock.advance(by: step)
            tidied.append(await shop.worker.tidy())
        }
        #expect(tidied == [true, false, true, false, true])
    }

    @Test func `a store that fails is reported once, never spun on, and tried again`() async {
        let shop = Shop()
        shop.store.addChecks(5)
        shop.store.addLists(5)
        shop.store.change { $0.trouble = .full }
        for _ in 0..<3 { await shop.worker.beat() }
        // Three beats, each with one claim of checks and one of lists, and one tidying.
        #expect(shop.store.now.calls == 7)
        #expect(shop.log.lines.filter { $0.hasPrefix("error") }.count == 1)
        shop.store.change { $0.trouble = nil }
        await shop.worker.beat()
        #expect(shop.store.now.completedChecks.count == 5)
        #expect(shop.log.lines.contains("notice the store works again"))
    }

    @Test func `what cannot be recorded ends the turn and is left to its lease`() async {
        var settings = WorkerSettings()
        settings.checksAtOnce = 1...1
        let shop = Shop(settings: settings)
        shop.store.addChecks(20)
        shop.store.change { $0.recordTrouble = .full }
        #expect(await shop.worker.runChecks() == 1)
        #expect(shop.source.calls == 1)
    }

    @Test func `stopping waits for what is under way and claims no more`() async {
        let gate = Gate()
        let shop = Shop(settings: WorkerTests.fourAtOnce)
        shop.source.hold(at: gate)
        shop.store.addChecks(20)
        async let turn = shop.worker.runChecks()
        await gate.untilWaiting(4)
        async let stopped = shop.worker.stop(within: .seconds(20))
        await shop.sleeper.untilParked(1)
        gate.open()
        #expect(await stopped)
        #expect(await turn == 4)
        #expect(shop.store.now.completedChecks.count == 4)
        await shop.worker.beat()
        #expect(shop.source.calls == 4)
    }

    @Test func `stopping gives up at its limit`() async {
        let gate = Gate()
        let shop = Shop()
        shop.source.hold(at: gate)
        shop.store.addChecks(1)
        async let turn = shop.worker.runChecks()
        await gate.untilWaiting(1)
        async let stopped = shop.worker.stop(within: .seconds(20))
        await shop.sleeper.untilParked(1)
        shop.sleeper.wakeAll()
        #expect(await stopped == false)
        gate.open()
        _ = await turn
    }

    @Test func `a worker that is started beats by itself until it is stopped`() async {
        var settings = WorkerSettings()
        settings.beat = .milliseconds(1)
        let gate = Gate()
        let shop = Shop(settings: settings)
        shop.source.hold(at: gate)
        shop.store.addChecks(1)
        await shop.worker.start()
        await gate.untilWaiting(1)
        gate.open()
        #expect(await shop.worker.stop(within: .seconds(20)))
        #expect(shop.store.now.completedChecks.count == 1)
    }

    @Test func `a worker that is woken beats at once`() async {
        let gate = Gate()
        let shop = Shop()
        shop.source.hold(at: gate)
        shop.store.addLists(1)
        shop.worker.wake()
        await gate.untilWaiting(1)
        gate.open()
        #expect(await shop.worker.stop(within: .seconds(20)))
    }
}

/// Counts.
private final class Counter: Sendable {
    private let value = Mutex(0)

    var count: Int { value.withLock { $0 } }
    func add() { value.withLock { $0 += 1 } }
}
