import Domain
import Testing

/// What pages say beyond their releases: that a list was not empty, that two artists are one.
struct ListRuleTests {
    private static let noon = Timestamp(seconds: 1_795_262_400)  // 2026-11-21T12:00:00Z

    private static func release(_ date: String = "2026-11-20", by artists: [String]) -> SourceRelease {
        SourceRelease(
            id: "r", title: "Title", type: .album, date: ReleaseDate(date),
            artists: artists.map { SourceArtist(id: $0, name: "Artist \($0)") })
    }

    struct Empty: Sendable {
        var dates: [String]
        var total: Int?
        var isLast = true
        var isBorneOut = false
        var wasFalse: Bool
    }

    static let empties = [
        Empty(dates: ["2026-11-22"], total: 1, wasFalse: false),
        Empty(dates: ["2026-11-14"], total: 1, wasFalse: false),
        Empty(dates: ["2026-11-13"], total: 1, wasFalse: true), Empty(dates: ["2026"], total: 1, wasFalse: false),
        Empty(dates: ["2026-10"], total: 1, wasFalse: true), Empty(dates: [""], total: 1, wasFalse: false),
        Empty(dates: ["2026-11-22"], total: 25, wasFalse: true), Empty(dates: [], total: 0, wasFalse: false),
        Empty(dates: ["2026-11-22"], isLast: false, wasFalse: true),
        // One old release may have been added, two beside a new one; three are a catalogue.
        Empty(dates: ["2019-01-01"], isBorneOut: true, wasFalse: false),
        Empty(dates: ["2026-11-22", "2019"], wasFalse: false),
        Empty(dates: ["2019-01-01", "2018"], isBorneOut: true, wasFalse: true),
        Empty(dates: ["2026-11-22", "2019-01-01", "2018"], wasFalse: false),
        Empty(dates: ["2026-11-22", "2019-01-01", "2018", "2017-04"], isBorneOut: true, wasFalse: true),
    ]

    @Test(arguments: empties.indices)
    func `a list was not empty if it shows what is older than that`(_ index: Int) {
        let sample = Self.empties[index]
        let page = ReleasePage(
            releases: sample.dates.map { Self.release($0, by: ["a"]) }, total: sample.total, isLast: sample.isLast)
        #expect(
            EmptyListRule.wasFalse(page, emptyAt: Self.noon, isBorneOut: sample.isBorneOut) == sample.wasFalse)
    }

    struct Credits: Sendable {
        var group = ReleaseGroup.album
        var artists: [[String]]
        var wereTheirs = false
        var successor: String?
    }

    static let credits = [
        Credits(artists: [["y"], ["y"]], successor: "y"), Credits(artists: [["y"], ["x", "y"]]),
        Credits(artists: [["x"], ["x"]]), Credits(artists: [["y"], ["z"]]),
        Credits(artists: [["z", "y"], ["y"]], successor: "y"),
        Credits(group: .single, artists: [["y"], [], ["y"]], successor: "y"), Credits(artists: [["y"]]),
        Credits(artists: [["y"]], wereTheirs: true, successor: "y"), Credits(artists: [[], []]), Credits(artists: []),
        Credits(group: .appearsOn, artists: [["y"], ["y"]]), Credits(group: .compilation, artists: [["y"], ["y"]]),
        // Various artists are nobody's other name.
        Credits(artists: [["0LyfQWJT6nXafLPZqxe9Of"], ["0LyfQWJT6nXafLPZqxe9Of"]]),
    ]

    @Test(arguments: credits.indices)
    func `a list of which nothing is credited to its artist is another's`(_ index: Int) {
        let sample = Self.credits[index]
        let page = ReleasePage(releases: sample.artists.map { Self.release(by: $0) }, total: nil)
        let successor = MergerRule.successor(of: "x", in: sample.group, on: page) { _ in sample.wereTheirs }
        #expect(successor?.id == sample.successor)
    }

    static let moves: [(moved: Int, listed: Int, isFailing: Bool, isMerged: Bool)] = [
        (0, 0, true, false), (1, 1, false, false), (1, 1, true, true), (1, 3, true, false), (2, 2, false, true),
        (2, 4, false, true), (2, 5, false, false), (2, 5, true, false),
    ]

    @Test(arguments: moves.indices)
    func `two artists are one when most of what both lists could hold has changed hands`(_ index: Int) {
        let (moved, listed, isFailing, isMerged) = Self.moves[index]
        #expect(MergerRule.isMerged(moved: moved, listed: listed, isFailing: isFailing) == isMerged)
    }
}
