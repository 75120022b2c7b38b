import Domain
import Store
import Testing

struct HandFollowTests {
    private let now = Fixture.start
    private let interval = Duration.minutes(15)

    private func followed(_ fixture: Fixture, _ user: Fixture.User) throws -> [String] {
        try fixture.store.artists(of: user.account, now: now).map { "\($0.sourceID): \($0.origin.rawValue)" }
    }

    private func hand(_ fixture: Fixture, _ user: Fixture.User, _ id: String) async throws -> Bool {
        try await fixture.store.follow(Fixture.artist(id), for: user.account, now: now)
    }

    private func leave(_ fixture: Fixture, _ user: Fixture.User, _ id: String) async throws -> Bool {
        let known = try fixture.store.followed(of: user.account, among: [id])
        return try await fixture.store.unfollow(known[id] ?? ArtistID(999), of: user.account, now: now)
    }

    @Test func `an artist followed by hand is checked, and what comes then is told`() async throws {
        let fixture = try Fixture()
        let user = try await fixture.user()
        #expect(try await hand(fixture, user, "a"))
        #expect(try await !hand(fixture, user, "a"))
        #expect(try followed(fixture, user) == ["a: local"])
        try await fixture.check(["a": [Fixture.release("r0", "Old", date: "2020-01-01")]])
        try await fixture.check(
            [
                "a": [
                    Fixture.release("r1", "New", date: "2026-11-28"), Fixture.release("r0", "Old", date: "2020-01-01"),
                ]
            ],
            now: now + .days(8))
        let told = try fixture.told(user)
        #expect(told == ["New: out"])
        #expect(fixture.changes.take() == [user.account])
    }

    @Test func `list and hand give, and neither takes what the other gave`() async throws {
        let fixture = try Fixture()
        let user = try await fixture.user()
        _ = try await hand(fixture, user, "a")
        _ = try await hand(fixture, user, "b")
        // The list has b too, and c; a stays although it does not have it.
        #expect(try await fixture.follow(user, ["b", "c"]).added == 1)
        #expect(try followed(fixture, user) == ["a: local", "b: both", "c: spotify"])
        _ = try await hand(fixture, user, "c")
        #expect(try followed(fixture, user) == ["a: local", "b: both", "c: both"])
        // The list loses b and c: the account's own word stands.
        let result = try await fixture.follow(user, ["d"], now: now + interval)
        #expect(result.dropped == 0 && result.added == 1)
        #expect(try followed(fixture, user) == ["a: local", "b: local", "c: local", "d: spotify"])
    }

    @Test func `who was left here is not brought back by the list, until the list has let go`() async throws {
        let fixture = try Fixture()
        let user = try await fixture.user()
        try await fixture.follow(user, ["a", "b"])
        #expect(try await leave(fixture, user, "a"))
        #expect(try await !leave(fixture, user, "a"))
        #expect(try await fixture.follow(user, ["a", "b"], now: now + interval).added == 0)
        #expect(try followed(fixture, user) == ["b: spotify"])
        // Followed by hand again: both say so.
        _ = try await hand(fixture, user, "a")
        #expect(try followed(fixture, user) == ["a: both", "b: spotify"])
        #expect(try await leave(fixture, user, "a"))
        // Taken off the list, and put there again: a new word.
        #expect(try await fixture.follow(user, ["b"], now: now + interval * 2).dropped == 0)
        #expect(try await fixture.follow(user, ["a", "b"], now: now + interval * 3).added == 1)
        #expect(try followed(fixture, user) == ["a: spotify", "b: spotify"])
    }

    @Test func `who nobody follows any more is not checked`() async throws {
        let fixture = try Fixture()
        let user = try await fixture.user()
        _ = try await hand(fixture, user, "a")
        _ = try await leave(fixture, user, "a")
        #expect(try await fixture.store.claimChecks(limit: 10, lease: .minutes(1), now: now).isEmpty)
        #expect(try followed(fixture, user) == [])
    }

    @Test func `a first list is not suspicious for what was followed by hand`() async throws {
        let fixture = try Fixture()
        let user = try await fixture.user()
        for number in 0..<20 { _ = try await hand(fixture, user, "h\(number)") }
        #expect(try await !fixture.follow(user, ["a"]).isQuarantined)
        #expect(try fixture.store.artists(of: user.account, now: now).count == 21)
    }

    @Test func `searches are counted, end with their day's share, and heed a pause`() async throws {
        var settings = Fixture.settings
        settings.searchesPerDay = 2
        let fixture = try Fixture(settings: settings)
        #expect(try await fixture.store.claimSearch(now: now) == .granted)
        #expect(try await fixture.store.claimSearch(now: now) == .granted)
        #expect(try await fixture.store.claimSearch(now: now) == .spent)
        // Checks of artists have their own share.
        #expect(try fixture.store.budget(now: now).used == 0)
        let tomorrow = now + .hours(25)
        try await fixture.store.pauseSearch(until: tomorrow + .hours(1), isQuota: true, now: tomorrow)
        #expect(try await fixture.store.claimSearch(now: tomorrow) == .paused(until: tomorrow + .hours(1)))
        #expect(try await fixture.store.claimSearch(now: tomorrow + .hours(1)) == .granted)
    }
}
