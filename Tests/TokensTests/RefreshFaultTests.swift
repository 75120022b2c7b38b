import Domain
import Support
import Testing
import Tokens

/// Every fault comes twice: nothing happened, and it happened but the answer was lost.
struct RefreshFaultTests {
    struct Case: Sendable, CustomTestStringConvertible {
        var testDescription: String
        var faults: [RotatingProvider.Fault]
        var rotates = true
        /// What the callers get, one after the other, each an hour after the last.
        var answers: [Result<String, TokenFailure>]
        var end: GrantEnd?
    }

    static let cases: [Case] = [
        Case(
            testDescription: "not sent: as if nothing had been", faults: [.notSent],
            answers: [.failure(.transient("no route", after: .seconds(30))), .success("access-1")]),
        Case(
            testDescription: "not carried out, outcome unknown: the retry succeeds", faults: [.silence],
            answers: [.failure(.transient("reset", after: .seconds(30))), .success("access-1")]),
        Case(
            testDescription: "carried out, answer lost: the rotation is lost", faults: [.answerLost],
            answers: [.failure(.transient("reset", after: .seconds(30))), .failure(.ended(.rotationLost))],
            end: .rotationLost),
        Case(
            testDescription: "carried out, answer lost, no rotation: the retry succeeds", faults: [.answerLost],
            rotates: false, answers: [.failure(.transient("reset", after: .seconds(30))), .success("access-2")]),
        Case(
            testDescription: "the note outlives a retry that was not sent", faults: [.answerLost, .notSent],
            answers: [
                .failure(.transient("reset", after: .seconds(30))),
                .failure(.transient("no route", after: .seconds(60))), .failure(.ended(.rotationLost)),
            ],
            end: .rotationLost),
        Case(
            testDescription: "the note outlives wrong credentials",
            faults: [.answerLost, .answer(.misconfigured("secret"))],
            answers: [
                .failure(.transient("reset", after: .seconds(30))), .failure(.misconfigured("secret")),
                .failure(.ended(.rotationLost)),
            ],
            end: .rotationLost),
        Case(
            testDescription: "a named delay is kept", faults: [.answer(.transient("busy", after: .hours(3)))],
            answers: [
                .failure(.transient("busy", after: .hours(3))), .failure(.transient("busy", after: .hours(2))),
                .failure(.transient("busy", after: .hours(1))), .success("access-1"),
            ]),
        Case(
            testDescription: "wrong credentials touch no user", faults: [.answer(.misconfigured("secret"))],
            answers: [.failure(.misconfigured("secret")), .success("access-1")]),
        Case(
            testDescription: "an ended grant is ended at once", faults: [.answer(.ended(.unknown))],
            answers: [.failure(.ended(.unknown)), .failure(.ended(.unknown))], end: .unknown),
    ]

    @Test(arguments: cases)
    func `a failed exchange leads to what its outcome allows`(_ sample: Case) async {
        let scene = Scene(rotates: sample.rotates)
        scene.provider.script(sample.faults)
        for answer in sample.answers {
            #expect(await scene.token() == answer)
            scene.clock.advance(by: .hours(1))
        }
        #expect(scene.store[scene.connection]?.end == sample.end)
    }

    @Test func `a grant past its six months has expired`() async {
        let scene = Scene()
        scene.store[scene.connection]?.authorizedAt = scene.clock.now() - .days(181)
        scene.provider.script([.answer(.ended(.unknown))])
        #expect(await scene.token() == .failure(.ended(.expired)))
    }

    @Test func `what is held rests until the operator says so, and is then tried once`() async throws {
        let scene = Scene()
        scene.provider.script([.answer(.ended(.unknown)), .answer(.ended(.unknown))])
        scene.store.hold(true)
        #expect(await scene.token() == .failure(.held))
        #expect(scene.events.all == [.held(scene.connection, connections: 1)])
        scene.clock.advance(by: .hours(5))
        #expect(try await scene.keeper.refreshDue(now: scene.clock.now(), limit: 10) == 0)
        #expect(scene.provider.calls.count == 1)

        // Still in trouble: held again. Then not.
        for expected in [0, 1] {
            scene.store.askForRecheck()
            #expect(try await scene.keeper.refreshDue(now: scene.clock.now(), limit: 10) == expected)
            #expect(scene.provider.calls.count == 2 + expected)
        }
        #expect(await scene.token() == .success("access-1"))
        #expect(
            scene.events.all.suffix(3) == [
                .held(scene.connection, connections: 1), .released(scene.connection), .refreshed(scene.connection),
            ])
    }

    @Test func `rests after a failure instead of asking with every call`() async {
        let scene = Scene()
        scene.provider.script([.notSent])
        #expect(await scene.token() == .failure(.transient("no route", after: .seconds(30))))
        scene.clock.advance(by: .seconds(10))
        #expect(await scene.token() == .failure(.transient("no route", after: .seconds(20))))
        #expect(scene.provider.calls.count == 1)
        scene.clock.advance(by: .seconds(20))
        #expect(await scene.token() == .success("access-1"))
    }

    @Test func `a sign-in ends the rest`() async {
        let scene = Scene()
        scene.provider.script([.notSent])
        _ = await scene.token()
        scene.store.signIn(scene.connection, expiresAt: scene.clock.now() + .hours(1))
        #expect(await scene.token() == .success("signed-in"))
    }

    @Test func `a clock that is set back ends the rest`() async {
        let scene = Scene()
        scene.provider.script([.answer(.transient("busy", after: .days(1)))])
        _ = await scene.token()
        scene.store[scene.connection]?.tokens.expiresAt = scene.clock.now() - .days(2)
        scene.clock.advance(by: .hours(-1))
        #expect(await scene.token() == .success("access-1"))
    }

    @Test func `hands out the old token while it lasts, when the exchange meets trouble`() async {
        let scene = Scene(remaining: .seconds(100))
        scene.provider.script([.notSent])
        #expect(await scene.token() == .success("access-0"))
        #expect(scene.provider.calls.count == 1)
        scene.clock.advance(by: .seconds(101))
        #expect(await scene.token() == .success("access-1"))
    }

    @Test func `tokens that cannot be stored are kept, handed to nobody, and never asked for again`() async {
        let scene = Scene()
        scene.store.failCompletions([.full, .full, .busy])
        #expect(await scene.token() == .success("access-1"))
        #expect(scene.store[scene.connection]?.tokens.version == 2)
        #expect(scene.provider.calls.count == 1)
        #expect(scene.store.completions == 4)
        #expect(scene.sleeper.slept.filter { $0 < .seconds(10) } == [.seconds(1), .seconds(2), .seconds(4)])
        #expect(
            scene.events.all == [
                .grantNotStored(scene.connection, .full, isSetAside: true), .refreshed(scene.connection),
            ])
        // Once, and gone again when the store had taken them.
        #expect(scene.store.aside.of == [scene.connection])
        #expect(scene.store.aside.forgotten == [0])
    }

    @Test func `tokens that can be kept nowhere stay in memory, and the operator hears of it`() async {
        let scene = Scene()
        scene.store.fillAside()
        scene.store.failCompletions([.full])
        #expect(await scene.token() == .success("access-1"))
        #expect(
            scene.events.all == [
                .grantNotStored(scene.connection, .full, isSetAside: false), .refreshed(scene.connection),
            ])
    }

    @Test func `while a grant cannot be stored, no caller is handed it`() async {
        // From ten seconds on, waits last until the sleeper is told.
        let scene = Scene()
        scene.store.failCompletions(Array(repeating: .full, count: 5))
        async let first = scene.token()
        // The caller's patience, and the fifth wait, of 16 seconds.
        await scene.sleeper.untilParked(2)
        async let forced = scene.token(afterVersion: 1)
        await scene.sleeper.untilParked(3)
        #expect(scene.store[scene.connection]?.tokens.version == 1)
        scene.sleeper.wakeAll()
        let answers = await [first, forced]
        #expect(answers.allSatisfy { $0 == .success("access-1") || $0.isTransient })
        #expect(await scene.keeper.drain(upTo: .seconds(20)))
        #expect(await scene.token() == .success("access-1"))
        #expect(scene.provider.calls.count == 1)
    }

    @Test func `a failure that cannot be recorded is not repeated with every call`() async {
        let scene = Scene()
        scene.provider.script([.answer(.ended(.unknown))])
        scene.store.failRecords([.full, .full, .full])
        #expect(await scene.token() == .failure(.ended(.unknown)))
        #expect(await scene.token() == .failure(.ended(.unknown)))
        #expect(scene.provider.calls.count == 1)
        #expect(scene.events.all.contains(.failureNotRecorded(scene.connection, .full)))
    }

    @Test func `a lease held elsewhere is waited for, and its result taken`() async {
        let scene = Scene()
        scene.store[scene.connection]?.lease = .init(owner: [9], until: scene.clock.now() + .hours(1))
        scene.store.onRefusal { count in
            if count == 3 { scene.store.signIn(scene.connection, expiresAt: scene.clock.now() + .hours(1)) }
        }
        #expect(await scene.token() == .success("signed-in"))
        #expect(scene.provider.calls.isEmpty)
    }

    @Test func `a lease held elsewhere for long is left to its holder`() async {
        let scene = Scene()
        scene.store[scene.connection]?.lease = .init(owner: [9], until: scene.clock.now() + .hours(1))
        #expect(await scene.token() == .failure(.transient("the tokens are being refreshed elsewhere", after: nil)))
        #expect(scene.provider.calls.isEmpty)
        #expect(scene.sleeper.slept.filter { $0 == .milliseconds(250) }.count == RefreshPolicy().pollsMax)
    }
}

extension Result<String, TokenFailure> {
    /// Whether it is trouble that passes.
    var isTransient: Bool {
        if case .failure(.transient) = self { true } else { false }
    }
}
