import Domain
import Store
import Testing

struct DoubtTests {
    private let start = Fixture.start

    /// A plain name, quiet since 2018, and then a single out of nowhere.
    private func staged(followers: [String] = ["anna"]) async throws -> (Fixture, [Fixture.User]) {
        let fixture = try Fixture()
        let old = (1...4).map { Fixture.release("old\($0)", "Old \($0)", by: ["g"], date: "201\($0 + 4)-05-01") }
        var users: [Fixture.User] = []
        for name in followers {
            let user = try await fixture.user(name)
            let claims = try await fixture.store.claimFollowLists(limit: 9, lease: .minutes(1), now: start)
            for claim in claims {
                _ = try await fixture.store.complete(
                    claim, list: SourceFollowList([SourceArtist(id: "g", name: "Gong")]), now: start)
            }
            users.append(user)
        }
        try await fixture.check(lists: [.album: ["g": old]])
        var impostor = Fixture.release("new", "Neon Dreams", by: [], date: "2026-11-22", type: .single)
        impostor.artists = [SourceArtist(id: "g", name: "Gong")]
        try await fixture.check(lists: [.single: ["g": [impostor]], .album: ["g": old]], now: start + .days(1))
        return (fixture, users)
    }

    @Test func `what may be somebody else's is held, and shown as such`() async throws {
        let (fixture, users) = try await staged()
        #expect(try fixture.log(users[0]) == ["Neon Dreams: held, confirmed"])
        let card = try #require(try fixture.store.announcements(of: users[0].account, before: nil, limit: 9).first)
        #expect(card.reach == .held)
        #expect(card.doubts == [.silent(years: 8), .oneWordName, .unusualForm])
        #expect(try fixture.disagreeing(users[0]) == [])
    }

    @Test func `a word decides for whoever says it, and counts as evidence for others`() async throws {
        let (fixture, users) = try await staged(followers: ["anna", "ben", "cleo"])
        let (anna, ben, cleo) = (users[0], users[1], users[2])
        let release = try #require(try fixture.store.release(sourceID: "new"))
        let later = start + .days(2)
        #expect(try await fixture.store.attribute(release, .notTheirs, by: anna.account, now: later))
        #expect(try await fixture.store.attribute(release, .theirs, by: ben.account, now: later))
        #expect(try fixture.reached(anna) == [])
        #expect(try fixture.log(anna) == ["Neon Dreams: none, attribution"])
        #expect(try fixture.earlier(anna) == ["Old 4", "Old 3", "Old 2", "Old 1"])
        #expect(try fixture.reached(ben) == ["Neon Dreams: push"])
        #expect(try fixture.reached(cleo) == ["Neon Dreams: held"])
        for user in users { #expect(try fixture.disagreeing(user) == []) }

        let explanation = try #require(
            try fixture.store.explanation(of: release, to: cleo.account, now: later))
        #expect(explanation.theirs == 1)
        #expect(explanation.notTheirs == 1)
        #expect(explanation.word == nil)
        // A word can be taken back.
        #expect(try await fixture.store.attribute(release, .theirs, by: anna.account, now: later))
        #expect(try fixture.reached(anna) == ["Neon Dreams: push"])
        #expect(try fixture.disagreeing(anna) == [])

        // A copy of what was said not to be theirs is silent too, and other releases of the list are looked at more
        // closely.
        #expect(try await fixture.store.attribute(release, .notTheirs, by: ben.account, now: later))
        #expect(try await fixture.store.attribute(release, .notTheirs, by: cleo.account, now: later))
        var next = Fixture.release("next", "Neon Nights", by: [], date: "2026-11-24", type: .single)
        next.artists = [SourceArtist(id: "g", name: "Gong")]
        try await fixture.check(lists: [.single: ["g": [next]]], now: start + .days(4))
        let card = try #require(try fixture.store.announcements(of: cleo.account, before: nil, limit: 9).first)
        #expect(card.doubts.contains(.denied(count: 1)))
    }

    @Test func `nobody speaks for artists they do not follow`() async throws {
        let (fixture, _) = try await staged()
        let other = try await fixture.user("other")
        let release = try #require(try fixture.store.release(sourceID: "new"))
        #expect(try await !fixture.store.attribute(release, .notTheirs, by: other.account, now: start))
        #expect(try await !fixture.store.attribute(ReleaseID(999), .theirs, by: other.account, now: start))
    }

    @Test func `held for one artist and certain by another, it is told`() async throws {
        let (fixture, users) = try await staged()
        try await fixture.follow(users[0], ["g", "b"], now: start + .days(8))
        try await fixture.check(lists: [:], now: start + .days(8))
        var shared = Fixture.release("shared", "Together", by: [], date: "2026-12-01", type: .single)
        shared.artists = [SourceArtist(id: "g", name: "Gong"), SourceArtist(id: "b", name: "Artist b")]
        // Eight years of silence before the stranger: still held.
        try await fixture.check(lists: [.single: ["g": [shared]]], now: start + .days(12))
        let held = try fixture.reached(users[0])
        try await fixture.check(lists: [.single: ["b": [shared], "g": [shared]]], now: start + .days(20))
        if held.first == "Together: held" {
            #expect(try fixture.reached(users[0]).contains("Together: push"))
        }
        #expect(try fixture.reached(users[0]).count { $0.hasPrefix("Together") } == 1)
        #expect(try fixture.disagreeing(users[0]) == [])
    }
}
