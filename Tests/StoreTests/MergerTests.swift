import Domain
import SQLite
import Testing

@testable import Store

/// Two artists of whom the source makes one: x, whose id goes, and y, whose id stays.
struct MergerTests {
    private let start = Fixture.start
    private var nextDay: Timestamp { start + .days(1) }

    /// Three albums of x, as the source credits them now.
    private func albums(of artist: String) -> [SourceRelease] {
        ["2021-03-01", "2023-05-01", "2026-11-10"].enumerated().map { number, date in
            Fixture.release("x\(number)", "Of X \(number)", by: [artist], date: date)
        }.reversed()
    }

    private let own = [
        Fixture.release("y1", "Of Y 1", by: ["y"], date: "2026-11-01"),
        Fixture.release("y0", "Of Y 0", by: ["y"], date: "2020-05-01"),
    ]

    private let fresh = Fixture.release("fresh", "Fresh", by: ["y"], date: "2026-11-22")

    /// What stands under y once they are one: also what nobody had seen of x.
    private var joined: [SourceRelease] {
        [fresh] + albums(of: "y") + own + [Fixture.release("x9", "Unseen of X", by: ["y"], date: "2015-01-01")]
    }

    private func follows(_ fixture: Fixture) throws -> [String] {
        try fixture.store.read { connection in
            try connection.all(
                """
                SELECT c.display_name, a.source_id, f.origin FROM follow f
                JOIN artist a ON a.id = f.artist_id JOIN account c ON c.id = f.account_id ORDER BY c.id, a.source_id
                """
            ) { "\($0.text(1)) \($0.text(2))" }
        }
    }

    /// The answer to a claim of the next day: these albums, and nothing of any other kind.
    private func take(_ albums: [SourceRelease], asAlbumsOf claim: CheckClaim, _ fixture: Fixture) async throws {
        let list = claim.group == .album ? albums : []
        _ = try await fixture.store.complete(
            claim, page: ReleasePage(releases: list, total: list.count), now: nextDay)
    }

    private func isAsked(_ artist: String, _ fixture: Fixture) throws -> Bool {
        try fixture.store.read { connection in
            try connection.first(
                """
                SELECT 1 FROM artist_group g JOIN artist a ON a.id = g.artist_id
                WHERE a.source_id = ? AND g.due_at IS NOT NULL
                """, artist
            ) { _ in true } ?? false
        }
    }

    @Test func `whoever followed the one hears of the other, and of nothing that is old`() async throws {
        let fixture = try Fixture()
        let anna = try await fixture.user()
        try await fixture.follow(anna, ["x"])
        let x = try #require(try fixture.store.artist(sourceID: "x"))
        try await fixture.store.setTier(.important, of: x, for: anna.account, now: start)
        try await fixture.check(lists: [.album: ["x": albums(of: "x")]])
        // The old id is answered with the list of the other, of whom nobody here has heard.
        try await fixture.check(lists: [.album: ["x": joined]], now: nextDay)
        #expect(try follows(fixture) == ["y spotify"])
        #expect(try !isAsked("x", fixture))
        #expect(try isAsked("y", fixture))
        try await fixture.check(lists: [.album: ["x": joined, "y": joined]], now: nextDay)
        #expect(try fixture.told(anna) == ["Fresh: out"])
        #expect(try fixture.disagreeing(anna) == [])
        // And of what comes then; copies of what the other had brought out are copies.
        let copy = Fixture.release("copy", "Of X 2 (Explicit)", by: ["y"], date: "2026-11-12")
        let next = Fixture.release("next", "Next", by: ["y"], date: "2026-11-25")
        try await fixture.check(lists: [.album: ["y": [next, copy] + joined]], now: start + .days(5))
        #expect(try fixture.told(anna) == ["Next: out", "Fresh: out"])
        #expect(try fixture.log(anna) == ["Fresh: push, tier", "Next: push, tier"])
        #expect(try fixture.disagreeing(anna) == [])

        let y = try #require(try fixture.store.artist(sourceID: "y"))
        let former = try #require(try fixture.store.artist(x, of: anna.account, limit: 9, now: nextDay))
        #expect(former.successor?.id == y)
        #expect(former.followedAt == nil)
        let view = try #require(try fixture.store.artist(y, of: anna.account, limit: 9, now: nextDay))
        #expect(view.formers.map(\.id) == [x])
        #expect(view.tier == .important)
        let old = try #require(try fixture.store.release(sourceID: "x2"))
        let sightings = try #require(
            try fixture.store.explanation(of: old, to: anna.account, now: nextDay)
        ).sightings
        #expect(sightings.first { $0.artist == y }?.replayed == Decision(reach: .none, rule: .afterBaseline))
    }

    static let orders = [["x", "y"], ["y", "x"]]

    @Test(arguments: orders)
    func `whoever follows both is told once, and followers of the other of nothing old`(_ order: [String]) async throws
    {
        let fixture = try Fixture()
        let anna = try await fixture.user("anna")
        let ben = try await fixture.user("ben")
        let both = try await fixture.user("both")
        // Whoever was followed first is asked for first.
        try await fixture.follow(both, order)
        try await fixture.follow(anna, ["x"])
        try await fixture.follow(ben, ["y"])
        try await fixture.check(lists: [.album: ["x": albums(of: "x"), "y": own]])
        let before = Fixture.release("before", "Just before", by: ["x"], date: "2026-11-22")
        try await fixture.check(lists: [.album: ["x": [before] + albums(of: "x"), "y": own]], now: nextDay)
        let now = start + .days(2)
        var credited = before
        credited.artists = [Fixture.artist("y")]
        let late = Fixture.release("late", "Just after", by: ["y"], date: "2026-11-23")
        let list = [late, credited] + joined.dropFirst()
        for _ in 0..<3 { try await fixture.check(lists: [.album: ["x": list, "y": list]], now: now) }
        #expect(try follows(fixture) == ["y spotify", "y spotify", "y spotify"])
        #expect(try fixture.told(anna) == ["Just after: out", "Just before: out"])
        #expect(try fixture.told(ben) == ["Just after: out"])
        #expect(try fixture.told(both) == ["Just after: out", "Just before: out"])
        for user in [anna, ben, both] { #expect(try fixture.disagreeing(user) == []) }
        // Of the other's, the page says whose it was.
        let old = try #require(try fixture.store.release(sourceID: "x2"))
        let y = try #require(try fixture.store.artist(sourceID: "y"))
        let explained = try #require(try fixture.store.explanation(of: old, to: ben.account, now: now))
        #expect(
            explained.sightings.first { $0.artist == y }?.replayed == Decision(reach: .none, rule: .notMoved))
        // Now that the list is known, what is added to it from the past is told again.
        let tapes = Fixture.release("tapes", "Tapes", by: ["y"], date: "2014-01-01")
        try await fixture.check(lists: [.album: ["y": list + [tapes]]], now: start + .days(4))
        #expect(try fixture.told(ben) == ["Tapes: back_catalogue", "Just after: out"])
    }

    @Test func `where the old id is not found any more, the other's list tells`() async throws {
        let fixture = try Fixture()
        let anna = try await fixture.user("anna")
        let ben = try await fixture.user("ben")
        try await fixture.follow(anna, ["x"])
        try await fixture.follow(ben, ["y"])
        try await fixture.check(lists: [.album: ["x": albums(of: "x"), "y": own]])
        for claim in try await fixture.store.claimChecks(limit: 99, lease: .minutes(5), now: nextDay) {
            if claim.sourceID == "x" {
                try await fixture.store.fail(
                    claim, reason: "Spotify does not know it", retryAt: nextDay + .days(1), now: nextDay)
            } else {
                try await take(joined, asAlbumsOf: claim, fixture)
            }
        }
        #expect(try follows(fixture) == ["y spotify", "y spotify"])
        #expect(try fixture.told(anna) == ["Fresh: out"])
        #expect(try fixture.told(ben) == ["Fresh: out"])
        #expect(try fixture.disagreeing(anna) == [])
    }

    @Test func `told whom the source names in an artist's place, it follows them`() async throws {
        let fixture = try Fixture()
        let anna = try await fixture.user("anna")
        let ben = try await fixture.user("ben")
        try await fixture.follow(anna, ["x"])
        try await fixture.follow(ben, ["y"])
        try await fixture.check(lists: [.album: ["x": albums(of: "x"), "y": own]])
        let claims = try await fixture.store.claimChecks(limit: 99, lease: .minutes(5), now: nextDay)
        // The other's list has been read first: what it showed since is not lost to those who come.
        for claim in claims where claim.sourceID == "y" {
            try await take([fresh] + own, asAlbumsOf: claim, fixture)
        }
        let claim = try #require(claims.first { $0.sourceID == "x" })
        #expect(try await fixture.store.merge(claim, into: Fixture.artist("y"), now: nextDay))
        #expect(try await !fixture.store.merge(claim, into: Fixture.artist("y"), now: nextDay))
        #expect(try fixture.told(anna) == ["Fresh: out"])
        try await fixture.check(lists: [.album: ["y": joined]], now: nextDay)
        #expect(try fixture.told(anna) == ["Fresh: out"])
        #expect(try fixture.told(ben) == ["Fresh: out"])
        for user in [anna, ben] { #expect(try fixture.disagreeing(user) == []) }
    }

    @Test func `a list that goes on naming the old id, or names the new one, changes nothing`() async throws {
        let fixture = try Fixture()
        let anna = try await fixture.user()
        try await fixture.follow(anna, ["x", "z"])
        try await fixture.check(lists: [.album: ["x": albums(of: "x")]])
        try await fixture.check(lists: [.album: ["x": joined]], now: nextDay)
        for names in [["x", "z"], ["y", "z"], ["x", "y", "z"], ["x", "z"]] {
            try await fixture.follow(anna, names, now: start + .days(2))
            _ = try await fixture.database.transaction { try $0.run("UPDATE connection SET follows_due_at = 0") }
            #expect(try follows(fixture) == ["y spotify", "z spotify"], "\(names)")
        }
        let y = try #require(try fixture.store.artist(sourceID: "y"))
        #expect(try await fixture.store.unfollow(y, of: anna.account, now: start + .days(3)))
        for names in [["x", "z"], ["y", "z"]] {
            try await fixture.follow(anna, names, now: start + .days(3))
            _ = try await fixture.database.transaction { try $0.run("UPDATE connection SET follows_due_at = 0") }
            #expect(try follows(fixture) == ["z spotify"], "\(names)")
        }
        // By hand, under either id, it is the one artist.
        #expect(try await fixture.store.follow(Fixture.artist("x"), for: anna.account, now: start + .days(4)))
        #expect(try follows(fixture) == ["y both", "z spotify"])
        #expect(try Set(fixture.store.followed(of: anna.account, among: ["x", "y", "q"]).keys) == ["x", "y"])
        try await fixture.follow(anna, ["z"], now: start + .days(5))
        #expect(try follows(fixture) == ["y local", "z spotify"])
    }

    @Test func `a list in which one id has taken the place of another of that name loses no release between`()
        async throws
    {
        let fixture = try Fixture()
        let anna = try await fixture.user()
        try await fixture.follow(anna, ["x", "a", "b", "c"])
        let x = try #require(try fixture.store.artist(sourceID: "x"))
        try await fixture.store.setTier(.digestOnly, of: x, for: anna.account, now: start)
        try await fixture.check(lists: [.album: ["x": albums(of: "x")]])
        // The list is read four days later, before anybody has asked for x again.
        let later = start + .days(4)
        let claim = try #require(
            try await fixture.store.claimFollowLists(limit: 1, lease: .minutes(1), now: later).first)
        var list = ["a", "b", "c"].map { Fixture.artist($0) }
        list.append(Fixture.artist("y", name: "Artist x"))
        _ = try await fixture.store.complete(claim, list: SourceFollowList(list), now: later)
        try await fixture.check(lists: [.album: ["y": joined]], now: later + .days(1))
        #expect(try fixture.log(anna) == ["Fresh: digest, tier"])
        #expect(try fixture.disagreeing(anna) == [])
        let y = try #require(try fixture.store.artist(sourceID: "y"))
        #expect(try fixture.store.artist(y, of: anna.account, limit: 1, now: later)?.formers.map(\.id) == [x])
    }

    @Test func `where nothing moves, what is added to the other's list from the past is told after a while`()
        async throws
    {
        let fixture = try Fixture()
        let anna = try await fixture.user("anna")
        let ben = try await fixture.user("ben")
        try await fixture.follow(anna, ["x"])
        try await fixture.follow(ben, ["y"])
        try await fixture.check(lists: [.album: ["x": albums(of: "x"), "y": own]])
        let claim = try #require(
            try await fixture.store.claimChecks(limit: 9, lease: .minutes(1), now: nextDay).first { $0.sourceID == "x" }
        )
        #expect(try await fixture.store.merge(claim, into: Fixture.artist("y"), now: nextDay))
        // The releases of the one turn up days later, and in pieces.
        var list = own
        for (number, release) in albums(of: "y").enumerated() {
            list.append(release)
            try await fixture.check(lists: [.album: ["y": list]], now: start + .days(5 + 3 * number))
        }
        #expect(try fixture.told(anna) == [])
        #expect(try fixture.told(ben) == [])
        list.append(Fixture.release("tapes", "Tapes", by: ["y"], date: "2014-01-01"))
        try await fixture.check(lists: [.album: ["y": list]], now: start + .days(40))
        #expect(try fixture.told(anna) == ["Tapes: back_catalogue"])
        #expect(try fixture.told(ben) == ["Tapes: back_catalogue"])
        for user in [anna, ben] { #expect(try fixture.disagreeing(user) == []) }
    }

    @Test func `many followers are moved in bounded batches, whoever interrupts them`() async throws {
        let many = 2 * Merger.batch + 7
        var fixture = try Fixture()
        let anna = try await fixture.user()
        try await fixture.follow(anna, ["x"])
        try await fixture.database.transaction { connection in
            for number in 2...many {
                try connection.run(
                    "INSERT INTO account (id, display_name, created_at) VALUES (?, 'Account', ?)", number, start)
                try connection.run(
                    "INSERT INTO follow (account_id, artist_id, origin, followed_at) VALUES (?, 1, 'local', ?)", number,
                    start)
            }
        }
        try await fixture.check(lists: [.album: ["x": albums(of: "x")]])
        // Not everybody has been told of the last one when the two become one.
        let last = Fixture.release("last", "Last", by: ["x"], date: "2026-11-22")
        try await fixture.check(lists: [.album: ["x": [last] + albums(of: "x")]], now: nextDay)
        try await fixture.check(lists: [.album: ["x": joined]], now: start + .days(2))
        try await fixture.check(lists: [.album: ["y": joined]], now: start + .days(2))
        let nextDay = start + .days(2)
        while try await fixture.store.announce(limit: 400, now: nextDay) != nil {
            fixture = try Fixture(in: fixture.scratch)
        }
        #expect(try fixture.number("SELECT count(*) FROM follow WHERE artist_id = 2") == many)
        #expect(try fixture.number("SELECT followers FROM artist WHERE id = 2") == many)
        #expect(try fixture.number("SELECT followers FROM artist WHERE id = 1") == 0)
        #expect(try fixture.number("SELECT count(*) FROM announcement") == 2 * many)
        #expect(try fixture.number("SELECT count(DISTINCT id) FROM announcement") == 2 * many)
        #expect(try fixture.number("SELECT count FROM tally WHERE name = 'announcements'") == 2 * many)
    }

    @Test func `a list by two, a misplaced release and somebody's guests make nobody one`() async throws {
        let fixture = try Fixture()
        let anna = try await fixture.user()
        try await fixture.follow(anna, ["x", "y"])
        let duet = Fixture.release("d", "Duet", by: ["x", "y"], date: "2020-01-01")
        try await fixture.check(lists: [.album: ["x": albums(of: "x") + [duet], "y": own + [duet]]])
        // One album of x's turns out to be y's, and the duet names only y for once.
        var misplaced = albums(of: "x")[0]
        misplaced.artists = [Fixture.artist("y")]
        var half = duet
        half.artists = [Fixture.artist("y")]
        try await fixture.check(
            lists: [
                .album: ["x": Array(albums(of: "x").dropFirst()) + [half], "y": [misplaced] + own + [half]],
                .single: ["x": [half]],
            ], now: nextDay)
        #expect(try follows(fixture) == ["x spotify", "y spotify"])
        #expect(try fixture.number("SELECT count(*) FROM artist WHERE merged_into IS NOT NULL") == 0)
    }

    @Test func `the source may change its mind about which of the two stays`() async throws {
        let fixture = try Fixture()
        let anna = try await fixture.user()
        try await fixture.follow(anna, ["x"])
        try await fixture.check(lists: [.album: ["x": albums(of: "x")]])
        try await fixture.check(lists: [.album: ["x": joined]], now: nextDay)
        try await fixture.check(lists: [.album: ["y": joined]], now: nextDay)
        let back = joined.map { release in
            var release = release
            release.artists = [Fixture.artist("x")]
            return release
        }
        let later = start + .days(3)
        try await fixture.check(lists: [.album: ["y": back]], now: later)
        try await fixture.check(lists: [.album: ["x": back]], now: later)
        #expect(try follows(fixture) == ["x spotify"])
        let next = Fixture.release("next", "Next", by: ["x"], date: "2026-11-25")
        try await fixture.check(lists: [.album: ["x": [next] + back]], now: start + .days(5))
        #expect(try fixture.told(anna) == ["Next: out", "Fresh: out"])
        #expect(try fixture.disagreeing(anna) == [])
    }
}
