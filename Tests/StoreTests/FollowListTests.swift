import Domain
import Store
import Testing

struct FollowListTests {
    private let now = Fixture.start
    private let interval = Duration.minutes(15)

    private func followed(_ fixture: Fixture, _ user: Fixture.User) throws -> [String] {
        try fixture.store.artists(of: user.account, now: now).map(\.sourceID)
    }

    @Test func `a list adds and drops, and is read again`() async throws {
        let fixture = try Fixture()
        let user = try await fixture.user()
        #expect(
            try await fixture.follow(user, ["a", "b", "b"])
                == FollowListResult(
                    wasStored: true, added: 2, dropped: 0, isQuarantined: false))
        #expect(try followed(fixture, user) == ["a", "b"])
        #expect(try await fixture.follow(user, ["c"], now: now + interval - .milliseconds(1)).wasStored == false)
        let second = try await fixture.follow(user, ["b", "c"], now: now + interval)
        #expect(second == FollowListResult(wasStored: true, added: 1, dropped: 1, isQuarantined: false))
        #expect(try followed(fixture, user) == ["b", "c"])
        #expect(fixture.changes.take() == [user.account])
        #expect(try fixture.store.connections(of: user.account).first?.followsReadAt == now + interval)
    }

    /// Lists read one after another, and how many artists are followed after each.
    static let quarantines: [[(list: Int, followed: Int)]] = [
        [(10, 10), (4, 10), (4, 4)],
        [(10, 10), (0, 10), (0, 0)],
        [(10, 10), (4, 10), (3, 10), (3, 3)],
        [(10, 10), (4, 10), (10, 10), (4, 10), (4, 4)],
        [(120, 120), (50, 120), (120, 120)],
        [(10, 10), (5, 5)],
        [(3, 3), (0, 3), (3, 3)],
        [(3, 3), (1, 3), (1, 1)],
        [(1, 1), (0, 1), (0, 0)],
    ]

    @Test(arguments: quarantines.indices)
    func `a list that shrinks implausibly is looked at twice`(_ index: Int) async throws {
        let fixture = try Fixture()
        let user = try await fixture.user()
        for (step, (list, expected)) in Self.quarantines[index].enumerated() {
            let artists = (0..<list).map { "artist\($0)" }
            let result = try await fixture.follow(user, artists, now: now + interval * step)
            #expect(result.wasStored)
            #expect(result.isQuarantined == (list != expected))
            #expect(try followed(fixture, user).count == expected, "step \(step)")
        }
    }

    @Test func `the second look comes soon, also after a restart`() async throws {
        let fixture = try Fixture()
        let user = try await fixture.user()
        try await fixture.follow(user, (0..<10).map { "artist\($0)" })
        #expect(try await fixture.follow(user, [], now: now + interval).isQuarantined)
        let reopened = try Fixture(in: fixture.scratch)
        let result = try await reopened.follow(user, [], now: now + interval + .minutes(5))
        #expect(result.dropped == 10)
    }

    @Test func `a list that is shorter than its count drops nobody before a second look, and adds at once`()
        async throws
    {
        let fixture = try Fixture()
        let user = try await fixture.user()
        try await fixture.follow(user, ["a", "b", "c"])
        var time = now
        for (artists, missing, count, isQuarantined) in [
            (["a", "b"], 1, 3, true), (["a", "b", "c"], 0, 3, false), (["a", "b"], 1, 3, true),
            (["a", "b"], 1, 2, false), (["a", "b", "d"], 1, 3, false),
        ] {
            time = time + interval
            let claim = try #require(
                try await fixture.store.claimFollowLists(limit: 1, lease: .minutes(1), now: time).first)
            let list = SourceFollowList(artists.map { Fixture.artist($0) }, missing: missing)
            let result = try await fixture.store.complete(claim, list: list, now: time)
            #expect(result.isQuarantined == isQuarantined, "\(artists)")
            #expect(try followed(fixture, user).count == count, "\(artists)")
        }
    }

    @Test func `a list with an entry that cannot be read adds, and drops nobody`() async throws {
        let fixture = try Fixture()
        let user = try await fixture.user()
        try await fixture.follow(user, ["a", "b"])
        let due = now + interval
        let claim = try #require(try await fixture.store.claimFollowLists(limit: 1, lease: .minutes(1), now: due).first)
        let list = SourceFollowList([Fixture.artist("a"), Fixture.artist("c")], unreadable: 1)
        let result = try await fixture.store.complete(claim, list: list, now: due)
        #expect(result.added == 1)
        #expect(result.dropped == 0)
        #expect(try followed(fixture, user).sorted() == ["a", "b", "c"])
    }

    @Test func `a failure drops nobody and says why`() async throws {
        let fixture = try Fixture()
        let user = try await fixture.user()
        try await fixture.follow(user, ["a"])
        let due = now + interval
        let claim = try #require(try await fixture.store.claimFollowLists(limit: 1, lease: .minutes(1), now: due).first)
        try await fixture.store.fail(claim, reason: "page 2 of 3 broke off", retryAt: due + .minutes(2), now: due)
        let view = try #require(try fixture.store.connections(of: user.account).first)
        #expect(view.followsFailure == "page 2 of 3 broke off")
        #expect(view.followsReadAt == now)
        #expect(try followed(fixture, user) == ["a"])
        #expect(try await fixture.store.claimFollowLists(limit: 1, lease: .minutes(1), now: due + .seconds(119)) == [])
        let again = try #require(
            try await fixture.store.claimFollowLists(limit: 1, lease: .minutes(1), now: due + .minutes(2)).first)
        #expect(again.failures == 1)
        _ = try await fixture.store.complete(
            again, list: SourceFollowList([Fixture.artist("a")]), now: due + .minutes(2))
        #expect(try fixture.store.connections(of: user.account).first?.followsFailure == nil)
    }

    @Test func `who lost the lease changes nothing`() async throws {
        let fixture = try Fixture()
        let user = try await fixture.user()
        let late = try #require(try await fixture.store.claimFollowLists(limit: 1, lease: .minutes(1), now: now).first)
        #expect(try await fixture.store.claimFollowLists(limit: 1, lease: .minutes(1), now: now) == [])
        let next = now + .minutes(1)
        let right = try #require(
            try await fixture.store.claimFollowLists(limit: 1, lease: .minutes(1), now: next).first)
        #expect(
            try await fixture.store.complete(late, list: SourceFollowList([Fixture.artist("x")]), now: next).wasStored
                == false)
        try await fixture.store.fail(late, reason: "late", retryAt: next, now: next)
        #expect(
            try await fixture.store.complete(right, list: SourceFollowList([Fixture.artist("a")]), now: next).wasStored)
        // It happened, but the answer was lost: told again, it changes nothing.
        #expect(
            try await fixture.store.complete(right, list: SourceFollowList([Fixture.artist("y")]), now: next).wasStored
                == false)
        #expect(try followed(fixture, user) == ["a"])
    }

    @Test func `names fill in and are never emptied`() async throws {
        let fixture = try Fixture()
        let user = try await fixture.user()
        let readings: [(SourceArtist, String, String?)] = [
            (SourceArtist(id: "a", name: ""), "", nil),
            (SourceArtist(id: "a", name: "Björk", imageURL: "https://i.example/1"), "Björk", "https://i.example/1"),
            (SourceArtist(id: "a", name: ""), "Björk", "https://i.example/1"),
            (SourceArtist(id: "a", name: "BJÖRK"), "BJÖRK", "https://i.example/1"),
        ]
        for (step, (artist, name, image)) in readings.enumerated() {
            let time = now + interval * step
            let claim = try #require(
                try await fixture.store.claimFollowLists(limit: 1, lease: .minutes(1), now: time).first)
            _ = try await fixture.store.complete(claim, list: SourceFollowList([artist]), now: time)
            let row = try #require(try fixture.store.artists(of: user.account, now: time).first)
            #expect(row.name == name)
            #expect(row.imageURL == image)
            #expect(row.pageURL == "https://open.spotify.com/artist/a")
        }
    }

    @Test func `an artist whom nobody follows is not checked, and begins anew when somebody does`() async throws {
        let fixture = try Fixture()
        let anna = try await fixture.user("anna")
        let ben = try await fixture.user("ben")
        try await fixture.follow(anna, ["a"])
        try await fixture.follow(ben, ["a"])
        let albums = ["a": [Fixture.release("1", "First", date: "2020-01-01")]]
        try await fixture.check(albums)
        for user in [anna, ben] {
            #expect(try await fixture.follow(user, [], now: now + interval).isQuarantined)
        }
        let second = now + interval + .minutes(5)
        let inFlight = try await fixture.store.claimChecks(limit: 10, lease: .hours(1), now: now + .days(7))
        #expect(inFlight.count == 2)
        try await fixture.follow(anna, [], now: second)
        #expect(
            try await fixture.store.complete(inFlight[0], page: ReleasePage(releases: [], total: 0), now: second)
                .wasStored)
        try await fixture.follow(ben, [], now: second)
        #expect(
            try await fixture.store.complete(inFlight[1], page: ReleasePage(releases: [], total: 0), now: second)
                .wasStored
                == false)
        #expect(try await fixture.store.claimChecks(limit: 10, lease: .minutes(1), now: now + .days(365)) == [])

        // What came while nobody followed is no news; what comes after is.
        let later = now + .days(30)
        try await fixture.follow(anna, ["a"], now: later)
        #expect(try fixture.store.completeness(of: anna.account).baselines == 0)
        let missed = Fixture.release("2", "Missed", date: "2026-12-01")
        try await fixture.check(["a": [missed]], now: later)
        #expect(try fixture.told(anna) == [])
        try await fixture.check(
            ["a": [Fixture.release("3", "After", date: "2026-12-20"), missed]], now: later + .days(1))
        #expect(try fixture.told(anna) == ["After: out"])
    }
}
