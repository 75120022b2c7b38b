import Domain
import Store
import Testing

struct ReasonTests {
    private let start = Fixture.start

    @Test func `every release of every artist has its reason`() async throws {
        let fixture = try Fixture()
        let old = Fixture.release("old", "Old", date: "2020-01-01")
        var rules = TellingRules()
        rules.leftOut = [.remix]
        let anna = try await fixture.follower(lists: [.album: ["a": [old]]], rules: rules)
        let new = Fixture.release("new", "New", date: "2026-11-22")
        let copy = Fixture.release("copy", "NEW", date: "2026-11-22")
        let deluxe = Fixture.release("deluxe", "New (Deluxe)", date: "2027-02-01")
        let remix = Fixture.release("remix", "New (Somebody Remix)", date: "2026-11-22", type: .single)
        try await fixture.check(
            lists: [.album: ["a": [new, copy, old]], .single: ["a": [remix]]], now: start + .days(1))
        let ben = try await fixture.user("ben", now: start + .days(2))
        try await fixture.follow(ben, ["a"], now: start + .days(2))
        try await fixture.check(lists: [.album: ["a": [deluxe, copy, new, old]]], now: start + .days(80))

        func rule(_ id: String, _ user: Fixture.User) throws -> String? {
            let release = try #require(try fixture.store.release(sourceID: id))
            let why = try #require(
                try fixture.store.explanation(of: release, to: user.account, now: start + .days(81)))
            let sighting = try #require(why.sightings.first)
            if let stored = sighting.stored { #expect(stored == sighting.replayed) }
            return sighting.replayed.map { "\($0.reach.rawValue), \($0.rule.rawValue)" }
        }
        #expect(try rule("old", anna) == "none, after_baseline")
        #expect(try rule("new", anna) == "push, told")
        #expect(try rule("copy", anna) == "none, not_a_copy")
        #expect(try rule("remix", anna) == "none, trait")
        #expect(try rule("deluxe", anna) == "page, class")
        #expect(try rule("old", ben) == "none, followed_before")
        #expect(try rule("new", ben) == "none, followed_before")
        #expect(try rule("deluxe", ben) == "page, class")

        let release = try #require(try fixture.store.release(sourceID: "copy"))
        let why = try #require(
            try fixture.store.explanation(of: release, to: anna.account, now: start + .days(81)))
        #expect(why.versions.map(\.title) == ["New", "NEW"])
        #expect(why.told?.title == "New")
        #expect(why.sightings.first?.list?.completeAt == start + .days(80))
        let edition = try #require(try fixture.store.release(sourceID: "deluxe"))
        let of = try fixture.store.explanation(of: edition, to: anna.account, now: start + .days(81))?.editionOf
        #expect(of?.title == "New")
        #expect(try fixture.store.explanation(of: ReleaseID(999), to: anna.account, now: start) == nil)
        #expect(try fixture.store.release(sourceID: "nobody") == nil)

        let artist = try #require(try fixture.store.artist(sourceID: "a"))
        let view = try #require(
            try fixture.store.artist(artist, of: anna.account, limit: 9, now: start + .days(81)))
        #expect(view.releases.count == 5)
        #expect(view.releases.count { $0.decision == nil } == 0)
        #expect(view.followedAt == start)
        #expect(view.lists.map(\.group) == [.album, .single])
    }

    @Test func `rules are tried on the last 90 days before they are in force`() async throws {
        let fixture = try Fixture()
        let old = (1...3).map { Fixture.release("old\($0)", "Old \($0)", date: "2026-10-0\($0)") }
        let older = Fixture.release("older", "Older", date: "2025-01-01")
        let anna = try await fixture.follower(lists: [.album: ["a": old + [older]]])
        let singles = [
            Fixture.release("s1", "Song", date: "2026-11-22", type: .single),
            Fixture.release("s2", "Song [Explicit]", date: "2026-11-22", type: .single),
            Fixture.release("s3", "Song (Sped Up)", date: "2026-11-22", type: .single),
            Fixture.release("s4", "Song (Live)", date: "2026-11-22", type: .single),
        ]
        let now = start + .days(2)
        try await fixture.check(lists: [.single: ["a": singles]], now: now)
        let store = fixture.store
        #expect(try store.dryRun(TellingRules(), of: anna.account, now: now).alerts == 6)
        let strict = try store.dryRun(
            TellingRules(leftOut: [.alteredSpeed, .live]), of: anna.account, now: now)
        #expect(strict.alerts == 4)
        #expect(strict.leftOut == [.trait: 2])
        #expect(strict.releases == 6)
        let albums = try store.dryRun(TellingRules(forms: [.album]), of: anna.account, now: now)
        #expect(albums.alerts == 3)
        #expect(albums.leftOut == [.form: 3])
        // Nothing was put in force by trying.
        #expect(try store.rules(of: anna.account) == TellingRules())
        #expect(try store.dryRun(TellingRules(), of: AccountID(999), now: now).releases == 0)
        let muted = try #require(try store.artist(sourceID: "a"))
        try await store.setTier(.digestOnly, of: muted, for: anna.account, now: now)
        #expect(try store.dryRun(TellingRules(), of: anna.account, now: now).reached == [.digest: 6])
    }

    @Test func `what somebody takes along names their rules, words and reasons`() async throws {
        let fixture = try Fixture()
        let anna = try await fixture.follower(rules: TellingRules(leftOut: [.remix]))
        let artist = try #require(try fixture.store.artist(sourceID: "a"))
        let singles = [
            Fixture.release("1", "Song", date: "2026-11-22", type: .single),
            Fixture.release("2", "Song (Remix)", date: "2026-11-22", type: .single),
        ]
        try await fixture.check(lists: [.single: ["a": singles]], now: start + .days(1))
        try await fixture.store.setTier(.important, of: artist, for: anna.account, now: start)
        let release = try #require(try fixture.store.release(sourceID: "1"))
        #expect(try await fixture.store.attribute(release, .theirs, by: anna.account, now: start))
        let bytes = try #require(
            try fixture.store.personalData(of: anna.account, current: nil, now: start + .days(2)))
        let text = String(decoding: bytes, as: UTF8.self)
        for words in [
            "\"left_out\": [{", "\"rule\":\"trait\"", "left_out=remix", "\"in_force\":true", "\"tier\":\"important\"",
            "\"word\":\"theirs\"", "\"reach\":\"push\"",
        ] { #expect(text.contains(words), "\(words)") }
    }

    @Test func `whoever goes takes rules, tiers, words and reasons along`() async throws {
        let fixture = try Fixture()
        var rules = TellingRules()
        rules.forms = [.album, .compilation]
        let anna = try await fixture.follower(rules: rules)
        let artist = try #require(try fixture.store.artist(sourceID: "a"))
        try await fixture.check(
            lists: [.single: ["a": [Fixture.release("1", "Song", date: "2026-11-22", type: .single)]]],
            now: start + .days(1))
        let release = try #require(try fixture.store.release(sourceID: "1"))
        #expect(try await fixture.store.attribute(release, .theirs, by: anna.account, now: start))
        try await fixture.store.setTier(.important, of: artist, for: anna.account, now: start)
        try await fixture.store.deleteAccount(anna.account)
        for rows in try [
            fixture.number("SELECT count(*) FROM account_rules"), fixture.number("SELECT count(*) FROM past_rules"),
            fixture.number("SELECT count(*) FROM artist_tier"), fixture.number("SELECT count(*) FROM wanted_list"),
            fixture.number("SELECT count(*) FROM silence"), fixture.number("SELECT count(*) FROM attribution"),
            fixture.number("SELECT count(*) FROM announcement"),
            fixture.number("SELECT count(*) FROM artist_group WHERE due_at IS NOT NULL"),
            fixture.number("SELECT count(*) FROM pragma_foreign_key_check"),
        ] { #expect(rows == 0) }
    }

    /// Random lists, rules, tiers and words over three months: whatever was decided is decided again.
    @Test(arguments: [1, 2, 3] as [UInt64])
    func `every stored decision replays`(_ seed: UInt64) async throws {
        var numbers = Numbers(state: seed)
        let fixture = try Fixture()
        let artists = ["a", "b", "c"]
        var users: [Fixture.User] = []
        for name in ["anna", "ben", "cleo"] {
            users.append(try await fixture.follower(name, of: artists, rules: Self.rules(&numbers)))
        }
        var shown: [ReleaseGroup: [String: [SourceRelease]]] = [:]
        var rows = 0
        for day in 1...40 {
            let now = start + .days(day * 3)
            for _ in 0..<Int.random(in: 0...3, using: &numbers) {
                let group = ReleaseGroup.allCases.randomElement(using: &numbers) ?? .album
                let by = artists.shuffled(using: &numbers).prefix(Int.random(in: 1...2, using: &numbers))
                var release = Fixture.release(
                    "r\(day)-\(Int.random(in: 0..<99, using: &numbers))", Self.title(&numbers), by: Array(by),
                    date: ReleaseDate.day((now - .days(Int.random(in: -20...120, using: &numbers))).day).text,
                    type: group == .single ? .single : .album)
                if Bool.random(using: &numbers) { release.markets = ["SE", "DE"] }
                for artist in by { shown[group, default: [:]][artist, default: []].insert(release, at: 0) }
            }
            try await fixture.check(lists: shown, now: now)
            for user in users where Int.random(in: 0..<8, using: &numbers) == 0 {
                try await fixture.store.setRules(Self.rules(&numbers), of: user.account, now: now)
                if let artist = try fixture.store.artist(sourceID: artists[0]),
                    let tier = ArtistTier.allCases.randomElement(using: &numbers)
                {
                    try await fixture.store.setTier(tier, of: artist, for: user.account, now: now)
                }
                for entry in try fixture.store.decisionLog(of: user.account).suffix(1) {
                    _ = try await fixture.store.attribute(
                        entry.release, Bool.random(using: &numbers) ? .theirs : .notTheirs, by: user.account, now: now)
                }
            }
        }
        for user in users {
            #expect(try fixture.disagreeing(user) == [])
            rows += try fixture.store.decisionLog(of: user.account).count
            // No family twice on a page.
            #expect(
                try fixture.number(
                    "SELECT count(*) - count(DISTINCT family_id) FROM announcement WHERE account_id = ?", user.account)
                    == 0)
        }
        #expect(rows > 20)
    }

    private static func rules(_ numbers: inout Numbers) -> TellingRules {
        TellingRules(
            forms: Set(ReleaseForm.allCases.filter { _ in Int.random(in: 0..<4, using: &numbers) > 0 }),
            leftOut: Set(TitleTrait.filterable.filter { _ in Int.random(in: 0..<4, using: &numbers) == 0 }),
            pushed: Set(ReleaseClass.allCases.filter { _ in Bool.random(using: &numbers) }),
            leavesOutVariousArtists: Bool.random(using: &numbers),
            market: Bool.random(using: &numbers) ? "US" : nil, holdsDoubtful: Bool.random(using: &numbers))
    }

    private static func title(_ numbers: inout Numbers) -> String {
        let name = ["Blue", "Red", "Green"].randomElement(using: &numbers) ?? ""
        let note = ["", "", " (Deluxe)", " (Live)", " (Remix)", " [Explicit]", " (Sped Up)"].randomElement(
            using: &numbers)
        return name + (note ?? "")
    }

    /// SplitMix64, so that a failure can be seen again.
    private struct Numbers: RandomNumberGenerator {
        var state: UInt64

        mutating func next() -> UInt64 {
            state &+= 0x9E37_79B9_7F4A_7C15
            var word = state
            word = (word ^ (word >> 30)) &* 0xBF58_476D_1CE4_E5B9
            word = (word ^ (word >> 27)) &* 0x94D0_49BB_1331_11EB
            return word ^ (word >> 31)
        }
    }
}
