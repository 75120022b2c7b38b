import Domain
import Store
import Testing

struct FamilyTests {
    private let start = Fixture.start

    struct Sample: Sendable {
        /// What each day's check shows besides what earlier ones did.
        var days: [[SourceRelease]]
        var told: [String]
        var name: String
    }

    static let samples = [
        Sample(
            days: [[Fixture.release("1", "Album"), Fixture.release("2", "Album")]],
            told: ["Album: out"], name: "explicit and clean on one day"),
        Sample(
            days: [[Fixture.release("1", "Album")], [Fixture.release("2", "Album")]],
            told: ["Album: out"], name: "a copy a day later"),
        Sample(
            days: [[Fixture.release("2", "Album (Deluxe Edition)"), Fixture.release("1", "Album")]],
            told: ["Album: out"], name: "a deluxe listed first on one day"),
        Sample(
            days: [[Fixture.release("1", "Album")], [Fixture.release("2", "Album (Deluxe)", date: "2026-11-25")]],
            told: ["Album: out"], name: "a deluxe days later"),
        Sample(
            days: [
                [Fixture.release("1", "Album", date: "2026-05-01")],
                [Fixture.release("2", "Album (Deluxe)", date: "2026-11-20")],
                [Fixture.release("3", "Album (Deluxe)", date: "2026-11-20")],
                [Fixture.release("4", "Album [Super Deluxe Edition]", date: "2027-03-01")],
            ],
            told: [
                "Album [Super Deluxe Edition]: new_edition", "Album (Deluxe): new_edition", "Album: back_catalogue",
            ],
            name: "deluxe versions months later, each once"),
        Sample(
            days: [
                [Fixture.release("1", "Album", date: "2025-01-01")],
                [Fixture.release("2", "Album (Remastered)", date: "2026-11-20")],
            ],
            told: ["Album (Remastered): out", "Album: back_catalogue"], name: "a remaster after 18 months"),
        Sample(
            days: [
                [Fixture.release("1", "Album", date: "2026-11-20")],
                [Fixture.release("2", "Album (Live)", date: "2026-11-20")],
            ],
            told: ["Album (Live): out", "Album: out"], name: "another work"),
        Sample(
            days: [
                [Fixture.release("1", "Song", type: .single)],
                [Fixture.release("2", "Song", type: .album)],
            ],
            told: ["Song: out", "Song: out"], name: "a single and an album of one title"),
        Sample(
            days: [
                [Fixture.release("1", "Album", date: "2026-11-01")],
                [Fixture.release("2", "Album", date: "2026-11-20")],
            ],
            told: ["Album: out", "Album: late"], name: "one title twice, weeks apart"),
        Sample(
            days: [[Fixture.release("1", "")], [Fixture.release("2", "")]],
            told: [": out", ": out"], name: "no title says nothing"),
        Sample(
            days: [[Fixture.release("1", "Album", by: [])], [Fixture.release("2", "Album", by: [])]],
            told: ["Album: out", "Album: out"], name: "no artist says nothing"),
    ]

    @Test(arguments: samples.indices)
    func `versions of one thing are told as one`(_ index: Int) async throws {
        let sample = Self.samples[index]
        let fixture = try Fixture()
        let anna = try await fixture.user("anna")
        try await fixture.follow(anna, ["a"])
        var shown = [Fixture.release("0", "Zero", date: "1998-01-01")]
        try await fixture.check(["a": shown])
        for (day, releases) in sample.days.enumerated() {
            shown = releases + shown
            try await fixture.check(["a": shown], now: start + .days(day + 1))
        }
        #expect(try fixture.told(anna) == sample.told, "\(sample.name)")
    }

    @Test func `a copy of what was out before the follow is no news; a changed edition is`() async throws {
        let fixture = try Fixture()
        let anna = try await fixture.user("anna")
        try await fixture.follow(anna, ["a"])
        let first = Fixture.release("1", "Album", date: "2026-11-18")
        try await fixture.check(["a": [first]])
        let copy = Fixture.release("2", "ALBUM", date: "2026-11-20")
        #expect(try await fixture.check(["a": [copy, first]], now: start + .days(1)).announcements == 0)
        let deluxe = Fixture.release("3", "Album (Deluxe)", date: "2026-11-22")
        #expect(try await fixture.check(["a": [deluxe, copy, first]], now: start + .days(2)).announcements == 1)
        #expect(try fixture.told(anna) == ["Album (Deluxe): new_edition"])
        let card = try #require(try fixture.store.announcements(of: anna.account, before: nil, limit: 1).first)
        #expect(card.otherVersions == 2)
    }

    /// What three checks show of one thing, and what is told of it. A copy has another id.
    static let changes: [(name: String, pages: [[SourceRelease]], told: Int)] = [
        (
            "a date that has moved",
            [
                [Fixture.release("1", "Album", date: "2026-12-01")],
                [Fixture.release("1", "Album", date: "2026-12-20")],
                [Fixture.release("2", "Album", date: "2026-12-20"), Fixture.release("1", "Album", date: "2026-12-20")],
            ], 1
        ),
        (
            "a copy's date that has moved",
            [
                [Fixture.release("1", "Album", date: "2026-12-01")],
                [Fixture.release("2", "Album", date: "2026-12-01")],
                [Fixture.release("2", "Album", date: "2027-01-15")],
                [Fixture.release("3", "Album", date: "2027-01-15")],
            ], 1
        ),
        (
            "a date that was missing",
            [
                [Fixture.release("1", "Album", date: "0000")], [Fixture.release("1", "Album", date: "2026-10-02")],
                [Fixture.release("2", "Album", date: "2026-10-02")],
            ], 1
        ),
        (
            "a copy without a date",
            [[Fixture.release("1", "Album")], [Fixture.release("2", "Album", date: "")]], 1
        ),
        (
            "a copy of what has no date",
            [[Fixture.release("1", "Album", date: "")], [Fixture.release("2", "Album")]], 1
        ),
        (
            "the same title without a date, long after",
            [[Fixture.release("1", "Album", date: "2026-03-06")], [Fixture.release("2", "Album", date: "")]], 2
        ),
        (
            "a title that was missing",
            [
                [Fixture.release("1", "")], [Fixture.release("1", "Album")],
                [Fixture.release("2", "Album (Explicit)")],
            ], 1
        ),
        (
            "artists that were missing",
            [
                [Fixture.release("1", "Album", by: [])], [Fixture.release("1", "Album")],
                [Fixture.release("2", "Album")],
            ], 1
        ),
        (
            "a deluxe version of what had no date",
            [
                [Fixture.release("1", "Album", date: "")], [Fixture.release("1", "Album", date: "2026-05-01")],
                [Fixture.release("2", "Album (Deluxe)")],
            ], 2
        ),
    ]

    /// When something came out, and its deluxe version, and whether that is a new edition.
    static let editions: [(date: String, deluxe: String, isEdition: Bool)] = [
        ("2025-05-20", "2026-11-20", true), ("2025-05-20", "2026-11-21", false), ("2025-05-31", "2026-11-30", true),
        ("2025-05-31", "2026-12-01", false), ("2024-08-31", "2026-02-28", true), ("2025-01-15", "2026-07-15", true),
        ("2025", "2026-07-01", true), ("2025", "2026-07-02", false), ("9998-12-01", "9999-12-01", false),
    ]

    @Test(arguments: editions)
    func `a deluxe version is a new edition for 18 months`(_ date: String, _ deluxe: String, _ isEdition: Bool)
        async throws
    {
        let fixture = try Fixture()
        let anna = try await fixture.user("anna")
        try await fixture.follow(anna, ["a"])
        let plain = Fixture.release("1", "Album", date: date)
        try await fixture.check(["a": [plain]])
        let edition = Fixture.release("2", "Album (Deluxe Edition)", date: deluxe)
        try await fixture.check(["a": [edition, plain]], now: start + .days(1))
        #expect(try fixture.told(anna).contains("Album (Deluxe Edition): new_edition") == isEdition)
    }

    @Test(arguments: changes.indices)
    func `a copy finds the family of a release that is said to be another than at first`(_ index: Int) async throws {
        let (name, pages, told) = Self.changes[index]
        let fixture = try Fixture()
        let anna = try await fixture.user("anna")
        try await fixture.follow(anna, ["a"])
        let old = Fixture.release("0", "Zero", date: "1998-01-01")
        try await fixture.check(["a": [old]])
        for (day, page) in pages.enumerated() {
            try await fixture.check(["a": page + [old]], now: start + .days(day + 1))
        }
        #expect(try fixture.told(anna).count == told, "\(name)")
        let isEdition = name.hasPrefix("a deluxe")
        #expect(try fixture.told(anna).contains("Album (Deluxe): new_edition") == isEdition, "\(name)")
    }
}
