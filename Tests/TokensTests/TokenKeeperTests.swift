import Domain
import Support
import Testing
import Tokens

struct TokenKeeperTests {
    @Test func `hands out a stored token that has life left, without a call`() async {
        let scene = Scene(remaining: .minutes(30))
        #expect(await scene.token() == .success("access-0"))
        #expect(scene.provider.calls.isEmpty)
    }

    @Test func `exchanges a token that is near its end, and enters the call`() async {
        let scene = Scene(remaining: .seconds(100))
        #expect(await scene.token() == .success("access-1"))
        #expect(scene.provider.calls == ["refresh-0"])
        #expect(scene.events.calls == 1)
        #expect(scene.events.all == [.refreshed(scene.connection)])
    }

    @Test func `makes one exchange for fifty callers`() async {
        let gate = Gate()
        let scene = Scene(gate: gate)
        let answers = await withTaskGroup(of: Result<String, TokenFailure>.self) { group in
            for _ in 0..<50 { group.addTask { await scene.token() } }
            // Everybody is patient, and somebody is at the provider's door.
            await scene.sleeper.untilParked(50)
            gate.open()
            var answers: [Result<String, TokenFailure>] = []
            for await answer in group { answers.append(answer) }
            return answers
        }
        #expect(answers == Array(repeating: .success("access-1"), count: 50))
        #expect(scene.provider.calls == ["refresh-0"])
    }

    @Test func `sends the rotated refresh token the next time`() async {
        let scene = Scene()
        #expect(await scene.token() == .success("access-1"))
        scene.clock.advance(by: .hours(1))
        #expect(await scene.token() == .success("access-2"))
        #expect(scene.provider.calls == ["refresh-0", "refresh-1"])
    }

    @Test func `keeps the refresh token where none is returned`() async {
        let scene = Scene(rotates: false)
        #expect(await scene.token() == .success("access-1"))
        scene.clock.advance(by: .hours(1))
        #expect(await scene.token() == .success("access-2"))
        #expect(scene.provider.calls == ["refresh-0", "refresh-0"])
    }

    @Test func `a refused token is exchanged once, however long it still has`() async {
        let scene = Scene(remaining: .minutes(30))
        #expect(await scene.token(afterVersion: 1) == .success("access-1"))
        #expect(scene.provider.calls == ["refresh-0"])
    }

    @Test func `a refused token that is no longer the stored one costs no call`() async {
        let scene = Scene(remaining: .minutes(30))
        #expect(await scene.token(afterVersion: 0) == .success("access-0"))
        #expect(scene.provider.calls.isEmpty)
    }

    @Test func `without a refresh token the connection ends`() async {
        for none in [nil, Secret("")] {
            let scene = Scene(refreshToken: none)
            #expect(await scene.token() == .failure(.ended(.noRefreshToken)))
            #expect(scene.store[scene.connection]?.end == .noRefreshToken)
            #expect(scene.provider.calls.isEmpty)
        }
    }

    @Test func `a sign-in during the exchange wins`() async {
        let gate = Gate()
        let scene = Scene(gate: gate)
        async let token = scene.token()
        await gate.untilWaiting(1)
        scene.store.signIn(scene.connection, expiresAt: scene.clock.now() + .hours(1))
        gate.open()
        #expect(await token == .success("signed-in"))
        #expect(scene.store[scene.connection]?.tokens.refreshToken == Secret("refresh-of-sign-in"))
        #expect(scene.events.all == [.superseded(scene.connection)])
    }

    @Test func `a caller that is cancelled gives up, and the exchange is stored`() async {
        let gate = Gate()
        let scene = Scene(gate: gate)
        let caller = Task { await scene.token() }
        await gate.untilWaiting(1)
        await scene.sleeper.untilParked(1)
        caller.cancel()
        #expect(await caller.value == .failure(.transient("the provider is slow to answer", after: nil)))
        gate.open()
        #expect(await scene.keeper.drain(upTo: .seconds(20)))
        #expect(scene.store[scene.connection]?.tokens.accessToken == Secret("access-1"))
    }

    @Test func `a caller whose patience ends gives up, and the exchange is stored`() async {
        let gate = Gate()
        let scene = Scene(gate: gate)
        async let token = scene.token()
        await gate.untilWaiting(1)
        await scene.sleeper.untilParked(1)
        scene.sleeper.wakeAll()
        #expect(await token == .failure(.transient("the provider is slow to answer", after: nil)))
        gate.open()
        #expect(await scene.keeper.drain(upTo: .seconds(20)))
        #expect(await scene.token() == .success("access-1"))
        #expect(scene.provider.calls.count == 1)
    }

    @Test func `draining waits for the exchange under way, and begins no other`() async {
        let gate = Gate()
        let scene = Scene(gate: gate)
        let other = ConnectionID(8)
        scene.store[other] = scene.store[scene.connection]
        async let token = scene.token()
        await gate.untilWaiting(1)
        async let drained = scene.keeper.drain(upTo: .seconds(20))
        await scene.sleeper.untilParked(2)
        await #expect(throws: TokenFailure.transient("Fanfare is stopping", after: nil)) {
            try await scene.keeper.token(for: other)
        }
        gate.open()
        #expect(await drained)
        #expect(await token == .success("access-1"))
    }

    @Test func `draining gives up at its limit`() async {
        let gate = Gate()
        let scene = Scene(gate: gate)
        async let token = scene.token()
        await gate.untilWaiting(1)
        async let drained = scene.keeper.drain(upTo: .seconds(20))
        await scene.sleeper.untilParked(2)
        scene.sleeper.wakeAll()
        #expect(await drained == false)
        gate.open()
        _ = await token
    }
}
