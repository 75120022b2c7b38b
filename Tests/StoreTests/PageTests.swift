import Domain
import SQLite
import Store
import Testing

struct PageTests {
    private let start = Fixture.start

    @Test func `announcements are read page by page, each account its own`() async throws {
        let fixture = try Fixture()
        let anna = try await fixture.user("anna")
        let ben = try await fixture.user("ben")
        for (user, artists) in [(anna, ["a"]), (ben, ["a", "b"])] {
            try await fixture.follow(user, artists)
        }
        try await fixture.check([:])
        let releases = (1...7).map { Fixture.release("\($0)", "Title \($0)", date: "2026-11-2\($0)") }
        try await fixture.check(["a": releases], now: start + .days(1))
        var titles: [String] = []
        var before: AnnouncementID?
        while true {
            let cards = try fixture.store.announcements(of: anna.account, before: before, limit: 3)
            titles += cards.map(\.title)
            guard let last = cards.last?.announcement else { break }
            before = last
        }
        #expect(titles == (1...7).reversed().map { "Title \($0)" })
        let annas = try fixture.store.announcements(of: anna.account, before: nil, limit: 100).compactMap(
            \.announcement)
        let bens = try fixture.store.announcements(of: ben.account, before: nil, limit: 100).compactMap(\.announcement)
        #expect(Set(annas + bens).count == 14)
    }

    @Test func `earlier releases come newest first, one of a family, from whatever distance`() async throws {
        let fixture = try Fixture()
        let anna = try await fixture.user("anna")
        try await fixture.follow(anna, ["a", "b", "c"])
        try await fixture.check([
            "a": [
                Fixture.release("1", "New", date: "2026-11-10"), Fixture.release("2", "New", date: "2026-11-11"),
                Fixture.release("3", "Years ago", date: "2012-01-01"),
            ],
            "b": [
                Fixture.release("4", "Last year", by: ["b"], date: "2025-12"),
                Fixture.release("5", "Before 1970", by: ["b"], date: "1965-01-01"),
            ],
            "c": [],
        ])
        let titles = ["New", "Last year", "Years ago", "Before 1970"]
        for limit in 0...5 { #expect(try fixture.earlier(anna, limit: limit) == Array(titles.prefix(limit))) }
        let card = try #require(try fixture.store.earlier(of: anna.account, limit: 1).first)
        #expect(card.sourceID == "2")
        #expect(card.otherVersions == 1)
        #expect(card.announcement == nil)
        #expect(card.pageURL == "https://open.spotify.com/album/2")
        #expect(try fixture.store.earlier(of: AccountID(999), limit: 5) == [])
    }

    @Test func `completeness grows as the first import does`() async throws {
        let fixture = try Fixture()
        let anna = try await fixture.user("anna")
        let nothing = Completeness(followListRead: false, artists: 0, baselines: 0, failing: 0, checkedSince: nil)
        #expect(try fixture.store.completeness(of: anna.account) == nothing)
        try await fixture.follow(anna, ["a", "b"])
        let claims = try await fixture.store.claimChecks(limit: 10, lease: .minutes(1), now: start)
        let expected = [(0, false), (1, false), (1, false), (2, true)]
        for (index, claim) in claims.enumerated() {
            let time = start + .minutes(index)
            _ = try await fixture.store.complete(claim, page: ReleasePage(releases: [], total: 0), now: time)
            let picture = try fixture.store.completeness(of: anna.account)
            #expect(picture.followListRead)
            #expect(picture.artists == 2)
            #expect(picture.baselines == expected[index].0)
            #expect(picture.isImported == expected[index].1)
            #expect(picture.checkedSince == (expected[index].1 ? start : nil))
        }
    }

    @Test func `a feed address is stable, secret to the account, and replaced at once`() async throws {
        let fixture = try Fixture()
        let anna = try await fixture.user("anna")
        let ben = try await fixture.user("ben")
        let first = try await fixture.store.feedAddress(of: anna.account).token
        #expect(first.reveal().utf8.count == 43)
        #expect(try fixture.store.account(forFeedToken: first) == anna.account)
        #expect(try await fixture.store.feedAddress(of: ben.account).token != first)
        let rotated = try Fixture(keyring: Fixture.otherKeyring + "\n" + Fixture.keyring, in: fixture.scratch)
        #expect(try await rotated.store.feedAddress(of: anna.account).token == first)
        let second = try await rotated.store.replaceFeedAddress(of: anna.account).token
        #expect(try rotated.store.account(forFeedToken: first) == nil)
        #expect(try rotated.store.account(forFeedToken: second) == anna.account)
        #expect(try await rotated.store.feedAddress(of: anna.account).token == second)
        for wrong in ["", "x", second.reveal() + "A"] {
            #expect(try rotated.store.account(forFeedToken: Secret(wrong)) == nil)
        }
        // The key of the new address is lost: the page gets another, and the old one goes.
        let without = try Fixture(in: fixture.scratch)
        let third = try await without.store.feedAddress(of: anna.account).token
        #expect(third != second)
        #expect(try without.store.account(forFeedToken: second) == nil)
        await #expect(throws: StoreFailure.self) { _ = try await without.store.feedAddress(of: AccountID(999)) }
    }

    @Test func `disconnecting forgets the tokens and keeps what was told`() async throws {
        let fixture = try Fixture()
        let anna = try await fixture.user("anna")
        let ben = try await fixture.user("ben")
        try await fixture.follow(anna, ["a"])
        try await fixture.check(["a": []])
        try await fixture.check(["a": [Fixture.release("1", "One", date: "2026-11-22")]], now: start + .days(1))
        try await fixture.store.disconnect(anna.connection, of: ben.account, now: start)
        #expect(try fixture.store.tokens(of: anna.connection).version == 1)
        for _ in 0..<2 { try await fixture.store.disconnect(anna.connection, of: anna.account, now: start) }
        let view = try #require(try fixture.store.connections(of: anna.account).first)
        #expect(view.isDisconnected)
        #expect(view.authorizedAt == nil)
        #expect(try fixture.told(anna) == ["One: out"])
        #expect(try fixture.store.artists(of: anna.account, now: start).map(\.sourceID) == ["a"])
        #expect(try fixture.store.dueForRefresh(now: start + .days(1), limit: 9) == [ben.connection])
        let due = try await fixture.store.claimFollowLists(limit: 9, lease: .minutes(1), now: start + .days(2))
        #expect(due.map(\.connection) == [ben.connection])
        let left = try await fixture.database.transaction { connection in
            try connection.first("SELECT count(*) FROM data_key WHERE connection_id = ?", anna.connection.rawValue) {
                $0.int(0)
            }
        }
        #expect(left == 0)
        // The same user comes back to the same account, and the old refresh token does not.
        let back = try await fixture.user("anna", grant: Fixture.grant(refresh: nil))
        #expect(back.account == anna.account)
        #expect(try fixture.store.tokens(of: anna.connection).refreshToken == nil)
        #expect(try fixture.store.connections(of: anna.account).first?.isDisconnected == false)
    }

    @Test func `a deleted account leaves nothing, and others everything`() async throws {
        let fixture = try Fixture()
        let anna = try await fixture.user("anna")
        let ben = try await fixture.user("ben")
        try await fixture.follow(anna, ["a", "b"])
        try await fixture.follow(ben, ["a"])
        try await fixture.check([:])
        let release = Fixture.release("1", "One", date: "2026-11-22")
        try await fixture.check(["a": [release]], now: start + .days(1))
        let feed = try await fixture.store.feedAddress(of: anna.account).token
        for _ in 0..<2 { try await fixture.store.deleteAccount(anna.account) }
        #expect(try fixture.store.session(anna.session, now: start) == nil)
        #expect(throws: TokenFailure.unknownConnection) { try fixture.store.tokens(of: anna.connection) }
        #expect(try fixture.store.account(forFeedToken: feed) == nil)
        let due = try await fixture.store.claimChecks(limit: 9, lease: .minutes(1), now: start + .days(30))
        #expect(Set(due.map(\.sourceID)) == ["a"])
        let id = anna.account.rawValue
        let left = try await fixture.database.transaction { connection -> [Int?] in
            [
                try connection.first("SELECT count(*) FROM account WHERE id = ?", id) { $0.int(0) },
                try connection.first("SELECT count(*) FROM connection WHERE account_id = ?", id) { $0.int(0) },
                try connection.first("SELECT count(*) FROM follow WHERE account_id = ?", id) { $0.int(0) },
                try connection.first("SELECT count(*) FROM announcement WHERE account_id = ?", id) { $0.int(0) },
                try connection.first("SELECT count(*) FROM session WHERE account_id = ?", id) { $0.int(0) },
                try connection.first("SELECT count(*) FROM data_key") { $0.int(0) },
            ]
        }
        #expect(left == [0, 0, 0, 0, 0, 1])
        #expect(try fixture.told(ben) == ["One: out"])
        #expect(try fixture.problems() == [])
        // Coming back is coming anew, under a number nobody had.
        let again = try await fixture.user("anna")
        #expect(again.account > ben.account)
        #expect(try fixture.told(again) == [])
    }
}
