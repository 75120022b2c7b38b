import Domain
import Support
import Testing
import Worker

struct OutcomeTests {
    struct Case: Sendable, CustomTestStringConvertible {
        var testDescription: String
        var failure: SourceFailure
        var failures = 0
        var after: Duration
        var reason: String
    }

    static let cases: [Case] = [
        Case(
            testDescription: "passing trouble waits half a minute", failure: .transient("502", after: nil),
            after: .seconds(30), reason: "502"),
        Case(
            testDescription: "and twice as long each time", failure: .transient("502", after: nil), failures: 3,
            after: .seconds(240), reason: "502"),
        Case(
            testDescription: "an hour at most", failure: .transient("502", after: nil), failures: 60,
            after: .hours(1), reason: "502"),
        Case(
            testDescription: "or as long as told", failure: .transient("503", after: .hours(2)), after: .hours(2),
            reason: "503"),
        Case(
            testDescription: "what is gone for once is asked for again soon", failure: .gone("unknown"),
            after: .seconds(30), reason: "unknown"),
        Case(
            testDescription: "what stays gone, in a day", failure: .gone("unknown"), failures: 1, after: .days(1),
            reason: "unknown"),
        Case(
            testDescription: "a refusal may be spurious", failure: .refused("Forbidden"), after: .seconds(30),
            reason: "Forbidden"),
        Case(
            testDescription: "a second one rests for an hour", failure: .refused("no Premium"), failures: 1,
            after: .hours(1), reason: "no Premium"),
        Case(
            testDescription: "so do wrong credentials", failure: .misconfigured("secret"), after: .hours(1),
            reason: "secret"),
        Case(
            testDescription: "an ended connection waits for its owner", failure: .connectionEnded, after: .days(1),
            reason: "the connection has ended; its owner must sign in again"),
    ]

    @Test func `a page that is as it was is confirmed, not taken in`() async throws {
        let shop = Shop()
        let claim = CheckClaim(
            artist: ArtistID(1), sourceID: "a", group: .album, fence: 1, failures: 0, known: PageDigest([1]))
        shop.store.change { $0.dueChecks = [claim] }
        #expect(await shop.worker.runChecks() == 1)
        #expect(shop.store.now.confirmedChecks == [claim])
        #expect(shop.store.now.completedChecks.isEmpty)
    }

    @Test func `an artist who is gone and stands under another id is followed there, one who is gone is gone`()
        async throws
    {
        let shop = Shop()
        shop.store.addChecks(2)
        shop.source.fail([.gone("unknown"), .gone("unknown")])
        shop.source.name(SourceArtist(id: "other", name: "Nova"), for: "artist-0")
        shop.source.name(SourceArtist(id: "artist-1", name: "Same"), for: "artist-1")
        #expect(await shop.worker.runChecks() == 2)
        #expect(shop.store.now.merged.map { "\($0.key.sourceID) \($0.value)" } == ["artist-0 other"])
        #expect(shop.store.now.failedChecks.map(\.key.sourceID) == ["artist-1"])
    }

    @Test func `who is named in the place of a missing artist is asked within the quota, and not during a pause`()
        async throws
    {
        let shop = Shop()
        shop.store.addChecks(1)
        shop.source.fail([.gone("unknown")])
        shop.source.refuseArtists(with: .throttled(after: .hours(24), isQuota: true))
        #expect(await shop.worker.runChecks() == 1)
        #expect(shop.store.now.entered == [.artists: 1])
        #expect(shop.store.now.pauses == [.artists: shop.clock.now() + .hours(24)])
        // Not found it is all the same, and asked for again; who stands in its place is not, before the pause is over.
        #expect(shop.store.now.failedChecks.count == 1)
        shop.store.addChecks(1)
        shop.source.fail([.gone("unknown")])
        #expect(await shop.worker.runChecks() == 1)
        #expect(shop.source.artistCalls == 1)
    }

    @Test(arguments: cases)
    func `a failed check is tried again when it makes sense`(_ sample: Case) async throws {
        let shop = Shop()
        shop.store.addChecks(1, failures: sample.failures)
        shop.source.fail([sample.failure])
        #expect(await shop.worker.runChecks() == 1)
        let failed = try #require(shop.store.now.failedChecks.values.first)
        #expect(failed == .init(reason: sample.reason, retryAt: shop.clock.now() + sample.after))
        #expect(shop.store.now.completedChecks.isEmpty)
        #expect(shop.store.now.pauses.isEmpty)
    }

    @Test(arguments: cases)
    func `a follow list that could not be read is tried again when it makes sense`(_ sample: Case) async throws {
        let shop = Shop()
        shop.store.addLists(1, failures: sample.failures)
        shop.source.fail([sample.failure])
        #expect(await shop.worker.readFollowLists() == 1)
        let failed = try #require(shop.store.now.failedLists.values.first)
        #expect(failed == .init(reason: sample.reason, retryAt: shop.clock.now() + sample.after))
        #expect(shop.store.now.completedLists.isEmpty)
    }

    @Test func `a complete page is stored`() async {
        let shop = Shop()
        shop.store.addChecks(3)
        #expect(await shop.worker.runChecks() == 3)
        #expect(shop.store.now.completedChecks.count == 3)
        #expect(await shop.worker.runChecks() == 0)
    }

    @Test func `a complete list is stored`() async {
        let shop = Shop()
        shop.store.addLists(3)
        #expect(await shop.worker.readFollowLists() == 3)
        #expect(shop.store.now.completedLists.count == 3)
    }

    @Test func `a quota pauses the family for as long as the provider says, and gives back what was claimed`() async {
        var settings = WorkerSettings()
        settings.checksAtOnce = 1...1
        settings.batch = 5...5
        let shop = Shop(settings: settings)
        shop.store.addChecks(9)
        shop.source.fail([.throttled(after: .seconds(86_207), isQuota: true)])
        let until = shop.clock.now() + .seconds(86_207)
        #expect(await shop.worker.runChecks() == 1)
        #expect(shop.source.calls == 1)
        #expect(shop.store.now.pauses == [.artistAlbums: until])
        #expect(shop.store.now.quotas == [.artistAlbums])
        // A pause is nobody's failure; the one call that was made counts, the four that were not do not.
        #expect(shop.store.now.failedChecks.isEmpty)
        #expect(shop.store.now.givenBack.count == 5)
        #expect(shop.store.now.notCalled.count == 4)
        #expect(await shop.worker.runChecks() == 0)
        #expect(shop.sleeper.slept.isEmpty, "nobody sleeps on a pause")
    }

    @Test func `a rate limit at follow lists pauses these and no others`() async {
        let shop = Shop()
        shop.store.addLists(1)
        shop.store.addChecks(1)
        shop.source.fail([.throttled(after: .seconds(7), isQuota: false)])
        #expect(await shop.worker.readFollowLists() == 1)
        #expect(shop.store.now.pauses == [.following: shop.clock.now() + .seconds(7)])
        #expect(shop.store.now.quotas.isEmpty)
        #expect(shop.store.now.failedLists.isEmpty)
        #expect(shop.store.now.givenBackLists.count == 1)
        #expect(await shop.worker.runChecks() == 1)
        #expect(shop.store.now.completedChecks.count == 1)
    }

    @Test func `while answers come, nothing else is on its way when a pause is asked for`() async {
        let shop = Shop()
        shop.store.addChecks(20)
        shop.source.fail([.throttled(after: .hours(20), isQuota: true)])
        for _ in 0..<5 { await shop.worker.beat() }
        #expect(shop.source.calls == 1)
    }

    @Test func `a pause that was not long enough is followed by a longer one`() async {
        let shop = Shop()
        var pauses: [Duration] = []
        for _ in 0..<4 {
            shop.store.addChecks(1)
            shop.source.fail([.throttled(after: .seconds(5), isQuota: false)])
            let now = shop.clock.now()
            _ = await shop.worker.runChecks()
            let until = shop.store.now.pauses[.artistAlbums] ?? now
            pauses.append(until - now)
            shop.clock.advance(by: until - now)
        }
        #expect(pauses == [.seconds(5), .seconds(30), .seconds(60), .seconds(120)])
        // One answer, and all is forgotten.
        shop.store.addChecks(1)
        _ = await shop.worker.runChecks()
        shop.store.addChecks(1)
        shop.source.fail([.throttled(after: .seconds(5), isQuota: false)])
        _ = await shop.worker.runChecks()
        #expect(shop.store.now.pauses[.artistAlbums] == shop.clock.now() + .seconds(5))
    }

    @Test func `an outage costs a few calls and not one for every artist`() async {
        let shop = Shop()
        shop.store.addChecks(40)
        shop.source.fail(Array(repeating: .transient("503", after: nil), count: 7))
        #expect(await shop.worker.runChecks() == 5)
        #expect(shop.store.now.failedChecks.count == 5)
        #expect(shop.store.now.notCalled.count == 3)
        #expect(shop.store.now.pauses == [.artistAlbums: shop.clock.now() + .seconds(30)])
        #expect(shop.store.now.quotas.isEmpty)
        #expect(await shop.worker.runChecks() == 0)
        // One call asks whether it is over; as long as it is not, the rests grow.
        for (calls, rest) in [(6, 60), (7, 120)] {
            shop.clock.advance(by: (shop.store.now.pauses[.artistAlbums] ?? shop.clock.now()) - shop.clock.now())
            #expect(await shop.worker.runChecks() == 1)
            #expect(shop.source.calls == calls)
            #expect(shop.store.now.pauses[.artistAlbums] == shop.clock.now() + .seconds(rest))
        }
        shop.clock.advance(by: .seconds(120))
        #expect(await shop.worker.runChecks() > 5)
    }

    @Test func `what is wrong with one artist stops no others`() async {
        let shop = Shop()
        shop.store.addChecks(20)
        shop.source.fail(Array(repeating: .gone("unknown"), count: 20))
        #expect(await shop.worker.runChecks() == 20)
        #expect(shop.store.now.pauses.isEmpty)
    }

    @Test func `a large audience is told batch by batch, until all have been told`() async {
        let shop = Shop()
        shop.store.change { $0.audienceBatches = 7 }
        #expect(await shop.worker.announce() == 3500)
        #expect(await shop.worker.announce() == 0)
    }

    @Test func `a pause that many calls hear of together is said once`() async {
        var settings = WorkerSettings()
        settings.checksAtOnce = 4...4
        let shop = Shop(settings: settings)
        shop.store.addChecks(4)
        shop.source.fail(Array(repeating: .throttled(after: .hours(20), isQuota: true), count: 4))
        _ = await shop.worker.runChecks()
        #expect(shop.log.lines == ["warning the provider asks for a pause"])
    }

    @Test func `a refusal that everybody meets is said aloud once`() async {
        let shop = Shop()
        shop.store.addChecks(6)
        shop.source.fail(Array(repeating: .refused("no Premium"), count: 6))
        #expect(await shop.worker.runChecks() == 6)
        #expect(shop.log.lines.filter { $0.hasPrefix("warning") }.count == 1)
    }
}
