import Domain
import SQLite
import Store
import Testing

struct TellingTests {
    private let start = Fixture.start

    struct Sample: Sendable, CustomTestStringConvertible {
        let testDescription: String
        var group = ReleaseGroup.album
        var release: SourceRelease
        var rules = TellingRules()
        var tier = ArtistTier.normal
        /// As `Fixture.log` has it, without the title.
        var decided: String

        init(
            _ name: String, _ decided: String, title: String = "Blue", group: ReleaseGroup = .album,
            type: ReleaseType = .album, tier: ArtistTier = .normal,
            change: (inout SourceRelease, inout TellingRules) -> Void = { _, _ in }
        ) {
            testDescription = name
            release = Fixture.release("new", title, date: "2026-11-22", type: type)
            self.group = group
            self.tier = tier
            self.decided = decided
            change(&release, &rules)
        }
    }

    static let samples = [
        Sample("nothing chosen", "push, told"),
        Sample("important", "push, tier", tier: .important),
        Sample("for digests", "digest, tier", tier: .digestOnly),
        Sample("muted", "none, not_muted", tier: .muted),
        Sample("a remix, left out", "none, trait", title: "Blue (Remix)", group: .single, type: .single) { _, rules in
            rules.leftOut = [.remix]
        },
        Sample("a remix", "push, told", title: "Blue (Remix)", group: .single, type: .single),
        Sample("no singles", "none, form", group: .single, type: .single) { _, rules in rules.forms = [.album] },
        Sample("an EP among singles", "push, told", title: "Blue - EP", group: .single, type: .single) { _, rules in
            rules.forms = [.ep]
        },
        Sample("a compilation, wanted", "push, told", title: "Hits", group: .compilation, type: .compilation) {
            _, rules in
            rules.forms.insert(.compilation)
        },
        Sample("various artists", "none, various_artists", title: "Hits", group: .compilation, type: .compilation) {
            release, rules in
            rules.forms.insert(.compilation)
            release.artists = [SourceArtist(id: "v", name: "Verschiedene Interpreten")]
        },
        Sample("not out here", "none, market") { release, rules in
            rules.market = "SE"
            release.markets = ["DE"]
        },
        Sample("back catalogue", "page, class") { release, _ in release.date = ReleaseDate("1999-01-01") },
        Sample("upcoming", "push, told") { release, _ in release.date = ReleaseDate("2027-01-01") },
        Sample("upcoming, not wanted at once", "page, class") { release, rules in
            release.date = ReleaseDate("2027-01-01")
            rules.pushed = [.out]
        },
    ]

    @Test(arguments: samples)
    func `news goes as far as the person's rules say, and the reason is kept`(_ sample: Sample) async throws {
        let fixture = try Fixture()
        let old = Fixture.release("old", "Old", date: "1998-01-01")
        let anna = try await fixture.follower(lists: [sample.group: ["a": [old]]], rules: sample.rules)
        let artist = try #require(try fixture.store.artist(sourceID: "a"))
        try await fixture.store.setTier(sample.tier, of: artist, for: anna.account, now: start)
        try await fixture.check(lists: [sample.group: ["a": [sample.release, old]]], now: start + .days(1))
        #expect(try fixture.log(anna) == ["\(sample.release.title): \(sample.decided)"])
        #expect(try fixture.disagreeing(anna) == [])
        let isSilent = sample.decided.hasPrefix("none")
        #expect(try fixture.reached(anna).isEmpty == isSilent)
        // What their own rules left out was not out before they came.
        #expect(try fixture.earlier(anna) == ["Old"])

        // Rules that change later change no decision of old, nor its reason.
        try await fixture.store.setRules(
            TellingRules(forms: [], leftOut: [.live]), of: anna.account, now: start + .days(2))
        try await fixture.store.setTier(.muted, of: artist, for: anna.account, now: start + .days(2))
        #expect(try fixture.log(anna) == ["\(sample.release.title): \(sample.decided)"])
        #expect(try fixture.disagreeing(anna) == [])
    }

    @Test func `a copy for more countries is told to whoever is in one of these, and to nobody twice`() async throws {
        let fixture = try Fixture()
        var blue = Fixture.release("1", "Blue", date: "2026-11-22")
        blue.markets = ["DE"]
        var copy = Fixture.release("2", "Blue", date: "2026-11-23")
        copy.markets = ["DE", "SE"]
        var readers: [Fixture.User] = []
        for market in ["SE", "DE", nil] {
            let rules = TellingRules(market: market)
            readers.append(try await fixture.follower(market ?? "anywhere", rules: rules))
        }
        try await fixture.check(lists: [.album: ["a": [blue]]], now: start + .days(1))
        #expect(try readers.map { try fixture.reached($0).count } == [0, 1, 1])
        try await fixture.check(lists: [.album: ["a": [copy, blue]]], now: start + .days(2))
        for reader in readers {
            #expect(try fixture.told(reader) == ["Blue: out"])
            #expect(try fixture.disagreeing(reader) == [])
        }
        #expect(try fixture.log(readers[0]) == ["Blue: none, market", "Blue: push, told"])
    }

    @Test func `what a tier is worth outlives the follow`() async throws {
        let fixture = try Fixture()
        let anna = try await fixture.follower(of: ["a", "b"])
        let artist = try #require(try fixture.store.artist(sourceID: "a"))
        try await fixture.store.setTier(.muted, of: artist, for: anna.account, now: start)
        #expect(try fixture.store.tiers(of: anna.account) == [artist: .muted])
        try await fixture.follow(anna, ["b"], now: start + .days(8))
        try await fixture.follow(anna, ["a", "b"], now: start + .days(16))
        #expect(
            try fixture.store.artist(artist, of: anna.account, limit: 9, now: start + .days(16))?.tier == .muted)
        try await fixture.store.setTier(.normal, of: artist, for: anna.account, now: start)
        #expect(try fixture.store.tiers(of: anna.account) == [:])
    }

    @Test func `lists beside the standard ones are checked while somebody who follows wants them`() async throws {
        let fixture = try Fixture()
        func due() throws -> Int {
            try fixture.number("SELECT count(*) FROM artist_group WHERE grp = 'compilation' AND due_at IS NOT NULL")
        }
        var wanting = TellingRules()
        wanting.forms.insert(.compilation)
        let anna = try await fixture.follower("anna", of: ["a", "b"])
        let ben = try await fixture.follower("ben", of: ["b", "c"])
        #expect(try due() == 0)
        try await fixture.store.setRules(wanting, of: anna.account, now: start)
        #expect(try due() == 2)
        try await fixture.store.setRules(wanting, of: ben.account, now: start)
        #expect(try due() == 3)
        // An artist followed later joins, one that nobody else wants leaves.
        try await fixture.follow(anna, ["b", "d", "e"], now: start + .days(8))
        #expect(try due() == 4)
        try await fixture.store.setRules(TellingRules(), of: anna.account, now: start + .days(8))
        #expect(try due() == 2)
        try await fixture.store.deleteAccount(ben.account)
        #expect(try due() == 0)

        // What such a list shows first is its silent baseline.
        let hits = Fixture.release("1", "Hits", by: ["x"], date: "2026-11-01", type: .compilation)
        let cleo = try await fixture.follower(
            "cleo", of: ["x"], lists: [.compilation: ["x": [hits]]], rules: wanting)
        #expect(try fixture.store.release(sourceID: "1") != nil)
        #expect(try fixture.log(cleo) == [])
    }

    @Test func `a list asked for long after the follow tells what comes from then on`() async throws {
        let fixture = try Fixture()
        let anna = try await fixture.follower("anna", lists: [.album: ["a": [Fixture.release("0", "Zero")]]])
        var wanting = TellingRules()
        wanting.forms.insert(.compilation)
        let asked = start + .days(200)
        try await fixture.store.setRules(wanting, of: anna.account, now: asked)
        func hits(_ id: String, _ day: Int) -> SourceRelease {
            Fixture.release(
                id, "Hits \(id)", date: ReleaseDate.day((start + .days(day)).day).text, type: .compilation)
        }
        // The first check comes two days later, and what came out meanwhile is told.
        try await fixture.check(
            lists: [.compilation: ["a": [hits("c", 201), hits("b", 150), hits("a", 20)]]], now: asked + .days(2))
        #expect(try fixture.log(anna) == ["Hits c: push, told"])
        #expect(try fixture.disagreeing(anna) == [])
        // Ben, who follows longer than he asks for the list, is told of none that was seen before.
        let ben = try await fixture.user("ben")
        try await fixture.follow(ben, ["a"], now: asked + .days(3))
        try await fixture.store.setRules(wanting, of: ben.account, now: asked + .days(9))
        try await fixture.check(
            lists: [.compilation: ["a": [hits("d", 210), hits("c", 201), hits("b", 150), hits("a", 20)]]],
            now: asked + .days(12))
        #expect(try fixture.log(ben) == ["Hits d: push, told"])
        for user in [anna, ben] { #expect(try fixture.disagreeing(user) == []) }
    }

    @Test func `a release by two followed artists is told once, whoever is named first`() async throws {
        let fixture = try Fixture()
        let anna = try await fixture.follower(of: ["a", "b"])
        let one = Fixture.release("1", "Song", by: ["a", "b"], date: "2026-11-22", type: .single)
        let other = Fixture.release("2", "Song (feat. Artist a)", by: ["b", "a"], date: "2026-11-23", type: .single)
        try await fixture.check(lists: [.single: ["a": [one]]], now: start + .days(2))
        try await fixture.check(lists: [.single: ["b": [other, one], "a": [other, one]]], now: start + .days(4))
        #expect(try fixture.log(anna) == ["Song: push, told"])
        let card = try #require(try fixture.store.announcements(of: anna.account, before: nil, limit: 9).first)
        #expect(card.artists == ["Artist a", "Artist b"])
        #expect(card.otherVersions == 1)
    }

    @Test func `muted for one of its artists, it is told for the other`() async throws {
        let fixture = try Fixture()
        let anna = try await fixture.follower(of: ["a", "b"])
        let muted = try #require(try fixture.store.artist(sourceID: "a"))
        try await fixture.store.setTier(.muted, of: muted, for: anna.account, now: start)
        let song = Fixture.release("1", "Song", by: ["a", "b"], date: "2026-11-22", type: .single)
        try await fixture.check(lists: [.single: ["a": [song], "b": [song]]], now: start + .days(2))
        #expect(try fixture.log(anna) == ["Song: none, not_muted", "Song: push, told"])
        #expect(try fixture.disagreeing(anna) == [])
    }

    @Test func `families that an earlier program read by other words are read again`() async throws {
        let fixture = try Fixture()
        let anna = try await fixture.follower()
        let one = Fixture.release("1", "Azul (Edición Especial)", date: "2026-11-22")
        try await fixture.check(lists: [.album: ["a": [one]]], now: start + .days(2))
        _ = try await fixture.database.transaction { connection in
            try connection.run("UPDATE family SET title_key = 'azul (edición especial)'")
        }
        try await fixture.store.tidy(now: start + .days(2))
        try await fixture.store.tidy(now: start + .days(2))
        #expect(try fixture.number("SELECT count(*) FROM family WHERE title_key = 'azul'") == 1)
        let other = Fixture.release("2", "Azul", date: "2026-11-23")
        try await fixture.check(lists: [.album: ["a": [other, one]]], now: start + .days(3))
        #expect(try fixture.log(anna).count == 1)
    }

    @Test func `copies meet by their code, whatever they are called`() async throws {
        let fixture = try Fixture()
        let anna = try await fixture.follower()
        var one = Fixture.release("1", "Blue", date: "2026-11-22")
        one.upc = "602537000011"
        var other = Fixture.release("2", "青", date: "2026-12-24")
        other.upc = "0602537000011"
        try await fixture.check(lists: [.album: ["a": [one]]], now: start + .days(2))
        try await fixture.check(lists: [.album: ["a": [other, one]]], now: start + .days(40))
        #expect(try fixture.log(anna) == ["Blue: push, told"])
    }

    @Test func `a clean copy is the same once more, however late it comes`() async throws {
        let fixture = try Fixture()
        let anna = try await fixture.follower()
        let one = Fixture.release("1", "Blue", date: "2026-11-22")
        let clean = Fixture.release("2", "Blue (Clean)", date: "2027-01-10")
        let deluxe = Fixture.release("3", "Blue (Deluxe) [Explicit]", date: "2027-02-10")
        let twin = Fixture.release("4", "Blue (Deluxe) [Clean]", date: "2027-02-10")
        try await fixture.check(lists: [.album: ["a": [one]]], now: start + .days(2))
        try await fixture.check(lists: [.album: ["a": [clean, one]]], now: start + .days(60))
        try await fixture.check(lists: [.album: ["a": [twin, deluxe, clean, one]]], now: start + .days(90))
        #expect(try fixture.log(anna).count == 2)
        #expect(try fixture.told(anna).map { $0.hasSuffix("new_edition") } == [true, false])
    }
}
