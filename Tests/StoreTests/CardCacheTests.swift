import Domain
import Testing

@testable import Store

struct CardCacheTests {
    private func card(_ id: Int64, title: String = "One") -> ReleaseCard {
        ReleaseCard(
            announcement: nil, at: Fixture.start, releaseClass: .out, release: ReleaseID(id), sourceID: "\(id)",
            title: title,
            type: nil, date: .unknown, artists: [], imageURL: nil, pageURL: "", trackCount: nil, otherVersions: 0)
    }

    @Test func `what is kept is found, until it is forgotten`() {
        let cache = CardCache()
        #expect(cache.find([ReleaseID(1), ReleaseID(2)]) == [nil, nil])
        cache.keep([card(1)], readIn: cache.generation)
        #expect(cache.find([ReleaseID(1), ReleaseID(2)]) == [card(1), nil])
        cache.forget([ReleaseID(1)])
        #expect(cache.find([ReleaseID(1)]) == [nil])
    }

    @Test func `what was read before a change is not kept after it`() {
        let cache = CardCache()
        let generation = cache.generation
        cache.forget([ReleaseID(1)])
        cache.keep([card(1, title: "outdated")], readIn: generation)
        #expect(cache.find([ReleaseID(1)]) == [nil])
    }

    @Test func `it stays small, and keeps what is asked for`() {
        let cache = CardCache()
        for id in 1...Int64(CardCache.cardsMax * 3) {
            _ = cache.find([ReleaseID(1)])
            cache.keep([card(id)], readIn: cache.generation)
        }
        let all = (1...Int64(CardCache.cardsMax * 3)).map { ReleaseID($0) }
        #expect(cache.find([all[0], all[1]]) == [card(1), nil])
        #expect(cache.find([all[all.count - 1]]) != [nil])
    }

    @Test func `a page shows what a check has changed`() async throws {
        let fixture = try Fixture()
        let anna = try await fixture.user("anna")
        try await fixture.follow(anna, ["a"])
        try await fixture.check(["a": []])
        let first = Fixture.release("1", "One", date: "2026-11-22")
        try await fixture.check(["a": [first]], now: Fixture.start + .days(1))
        #expect(try fixture.told(anna) == ["One: out"])
        var renamed = first
        renamed.title = "One!"
        let copy = Fixture.release("2", "One", date: "2026-11-22")
        try await fixture.check(["a": [renamed, copy]], now: Fixture.start + .days(2))
        let card = try #require(try fixture.store.announcements(of: anna.account, before: nil, limit: 1).first)
        #expect(card.title == "One!")
        #expect(card.otherVersions == 1)
    }
}
