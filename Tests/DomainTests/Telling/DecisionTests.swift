import Domain
import Testing

struct DecisionTests {
    static let day = Day(20_778)  // 21 November 2026
    static let noon = Timestamp(seconds: day.number * 86_400 + 43_200)

    struct Case: Sendable, CustomTestStringConvertible {
        let testDescription: String
        var sighting = Sighting(
            seenAt: noon, isBaseline: false, date: .day(day), releaseClass: .out, form: .album)
        var follow = FollowFacts(since: noon - .days(30))
        var rules = TellingRules()
        var attribution: Attribution?
        let expected: Decision

        init(
            _ name: String, _ reach: Reach, _ rule: DecidingRule,
            with change: (inout Case) -> Void = { _ in }
        ) {
            testDescription = name
            expected = Decision(reach: reach, rule: rule)
            change(&self)
        }
    }

    static let doubtful: Set<Doubt> = [.silent(years: 9), .oneWordName]

    static let cases = [
        Case("an album", .push, .told),
        Case("followed later", .none, .followedBefore) { $0.follow.since = noon + .seconds(1) },
        Case("followed that moment", .push, .told) { $0.follow.since = noon },
        Case("at the baseline, dated before", .none, .afterBaseline) {
            $0.sighting.isBaseline = true; $0.follow.since = noon - .hours(1); $0.sighting.date = .day(day - 1)
        },
        Case("at the baseline, dated the day of the follow", .push, .told) {
            $0.sighting.isBaseline = true; $0.follow.since = noon - .hours(1)
        },
        Case("at the baseline, with a year", .none, .afterBaseline) {
            $0.sighting.isBaseline = true; $0.sighting.date = .year(2026)
        },
        Case("at the baseline, with a year to come", .push, .told) {
            $0.sighting.isBaseline = true; $0.sighting.date = .year(2027)
        },
        Case("a copy of what was not out here", .push, .told) {
            $0.sighting.isCopy = true; $0.sighting.copiedMarkets = ["DE"]; $0.sighting.markets = ["DE", "SE"]
            $0.rules.market = "SE"
        },
        Case("a copy of what was out here", .none, .notACopy) {
            $0.sighting.isCopy = true; $0.sighting.copiedMarkets = ["SE"]; $0.sighting.markets = ["DE", "SE"]
            $0.rules.market = "SE"
        },
        Case("a copy for other countries", .none, .notACopy) {
            $0.sighting.isCopy = true; $0.sighting.copiedMarkets = ["DE"]; $0.sighting.markets = ["DE", "US"]
            $0.rules.market = "SE"
        },
        Case("a copy for more countries, to somebody who names none", .none, .notACopy) {
            $0.sighting.isCopy = true; $0.sighting.copiedMarkets = ["DE"]; $0.sighting.markets = ["DE", "SE"]
        },
        Case("a copy", .none, .notACopy) { $0.sighting.isCopy = true },
        Case("said not to be theirs", .none, .attribution) { $0.attribution = .notTheirs },
        Case("muted", .none, .notMuted) { $0.follow.tier = .muted },
        Case("a copy by a muted artist", .none, .notACopy) {
            $0.sighting.isCopy = true; $0.follow.tier = .muted
        },
        Case("compilations do not count", .none, .form) { $0.sighting.form = .compilation },
        Case("appearances do not count", .none, .form) { $0.sighting.form = .appearsOn },
        Case("appearances count when asked for", .push, .told) {
            $0.sighting.form = .appearsOn; $0.rules.forms.insert(.appearsOn)
        },
        Case("no singles", .none, .form) {
            $0.sighting.form = .single; $0.rules.forms = [.album]
        },
        Case("a remix", .push, .told) { $0.sighting.traits = [.remix] },
        Case("a remix, left out", .none, .trait) {
            $0.sighting.traits = [.remix]; $0.rules.leftOut = [.remix, .live]
        },
        Case("a live remix, live left out", .none, .trait) {
            $0.sighting.traits = [.remix, .live]; $0.rules.leftOut = [.live]
        },
        Case("various artists", .none, .variousArtists) { $0.sighting.isByVariousArtists = true },
        Case("various artists, wanted", .push, .told) {
            $0.sighting.isByVariousArtists = true; $0.rules.leavesOutVariousArtists = false
        },
        Case("not out here", .none, .market) {
            $0.rules.market = "SE"; $0.sighting.markets = ["DE", "US"]
        },
        Case("out here", .push, .told) {
            $0.rules.market = "SE"; $0.sighting.markets = ["SE"]
        },
        Case("the source does not tell where", .push, .told) { $0.rules.market = "SE" },
        Case("doubtful", .held, .confirmed) { $0.sighting.doubts = doubtful },
        Case("doubtful, and its reader does not mind", .push, .told) {
            $0.sighting.doubts = doubtful; $0.rules.holdsDoubtful = false
        },
        Case("doubtful, and said to be theirs", .push, .told) {
            $0.sighting.doubts = doubtful; $0.attribution = .theirs
        },
        Case("doubtful, of an important artist", .held, .confirmed) {
            $0.sighting.doubts = doubtful; $0.follow.tier = .important
        },
        Case("one sign is no doubt", .push, .told) { $0.sighting.doubts = [.silent(years: 9)] },
        Case("for digests", .digest, .tier) { $0.follow.tier = .digestOnly },
        Case("back catalogue", .page, .releaseClass) { $0.sighting.releaseClass = .backCatalogue },
        Case("a new edition", .page, .releaseClass) { $0.sighting.releaseClass = .newEdition },
        Case("a late arrival", .push, .told) { $0.sighting.releaseClass = .late },
        Case("upcoming", .push, .told) { $0.sighting.releaseClass = .upcoming },
        Case("upcoming, not wanted at once", .page, .releaseClass) {
            $0.sighting.releaseClass = .upcoming; $0.rules.pushed = [.out]
        },
        Case("back catalogue of an important artist", .push, .tier) {
            $0.sighting.releaseClass = .backCatalogue; $0.follow.tier = .important
        },
    ]

    @Test(arguments: cases)
    func `the first rule with an objection decides`(_ sample: Case) throws {
        let decision = Decision(
            about: sample.sighting, for: sample.follow, rules: sample.rules, attribution: sample.attribution)
        #expect(decision == sample.expected)
        // What is stored decides the same.
        let stored = try #require(
            Sighting(text: sample.sighting.text, seenAt: sample.sighting.seenAt, isBaseline: sample.sighting.isBaseline)
        )
        #expect(stored == sample.sighting)
        let rules = TellingRules(text: sample.rules.text)
        #expect(rules == sample.rules)
        #expect(
            Decision(about: stored, for: sample.follow, rules: rules, attribution: sample.attribution) == decision)
    }

    @Test func `rules written by an earlier program leave the rest as it was`() {
        #expect(TellingRules(text: "") == TellingRules())
        #expect(TellingRules(text: "forms=album").forms == [.album])
        #expect(TellingRules(text: "forms=album").pushed == TellingRules().pushed)
        #expect(TellingRules(text: "forms= left_out=remix,polka").forms == [])
        #expect(TellingRules(text: "forms= left_out=remix,polka").leftOut == [.remix])
        #expect(Sighting(text: "nonsense", seenAt: Self.noon, isBaseline: false) == nil)
    }

    static let forms: [(ReleaseGroup, String?, String, Int?, ReleaseForm)] = [
        (.album, "album", "Blue", 10, .album), (.album, nil, "Blue", nil, .album),
        (.single, "single", "Blue", 1, .single),
        (.single, "single", "Blue - EP", 3, .ep), (.single, "single", "Blue", 5, .ep), (.single, "ep", "Blue", 3, .ep),
        (.single, "single", "Blue", nil, .single), (.compilation, "compilation", "Hits", 20, .compilation),
        (.album, "compilation", "Hits", 20, .compilation), (.appearsOn, "album", "Friends", 12, .appearsOn),
        (.appearsOn, "compilation", "Friends", 12, .appearsOn), (.single, "mixtape", "Blue", 9, .ep),
    ]

    @Test(arguments: forms.indices)
    func `a release has the form that people would call it by`(_ index: Int) {
        let (group, type, title, tracks, form) = Self.forms[index]
        #expect(
            ReleaseForm(
                group: group, type: type.map(ReleaseType.init(rawValue:)), title: ReadTitle(title), trackCount: tracks)
                == form)
    }

    static func history(
        name: String = "Gong", releases: Int = 12, quietFor days: Int = 30,
        forms: Set<ReleaseForm> = [.album, .single],
        companions: Set<String> = [], upcs: Set<String> = [], denials: Int = 0
    ) -> ArtistHistory {
        ArtistHistory(
            name: name, releases: releases, newest: day - days, forms: forms, companions: companions, upcs: upcs,
            denials: denials)
    }

    static let upcs: Set<String> = ["602537000011", "602537000028", "0602537000035"]

    /// History, form, other artists, UPC; whether it is doubtful.
    static let doubts: [(String, ArtistHistory, ReleaseForm, [String], String?, Bool)] = [
        ("a plain name, quiet for six years", history(quietFor: 2200), .single, [], nil, true),
        ("a plain name, quiet for three years", history(quietFor: 1100), .single, [], nil, false),
        ("two words, quiet for six years", history(name: "Gong Show", quietFor: 2200), .single, [], nil, false),
        (
            "two words, quiet, with strangers", history(name: "Gong Show", quietFor: 2200), .single, ["x", "y"], nil,
            true
        ),
        ("a plain name, busy", history(), .single, ["x", "y"], nil, false),
        (
            "strangers known before", history(name: "Gong Show", quietFor: 2200, companions: ["x", "y"]), .single,
            ["x", "y"], nil, false
        ),
        ("a plain name, quiet, nothing known", history(releases: 2, quietFor: 2200), .single, [], nil, false),
        ("another distributor and a plain name", history(upcs: upcs), .single, [], "198000000001", true),
        (
            "another distributor and two words", history(name: "Gong Show", upcs: upcs), .single, [], "198000000001",
            false
        ),
        (
            "their distributor, quiet for long", history(quietFor: 4000, upcs: upcs), .single, ["x", "y"],
            "602537999999", false
        ),
        (
            "no other release's distributor is known", history(name: "Gong Show", quietFor: 2200), .single, [],
            "198000000001", false
        ),
        ("people said of another that it was not theirs", history(denials: 2), .single, [], nil, true),
        ("one did, of two words", history(name: "Gong Show", denials: 1), .single, [], nil, false),
        ("never a single before", history(quietFor: 1100, forms: [.album]), .single, [], nil, true),
        ("compilations are others' anyway", history(quietFor: 4000), .compilation, ["x", "y"], nil, false),
    ]

    @Test(arguments: doubts.indices)
    func `two signs make a doubt, one does not`(_ index: Int) {
        let (name, history, form, others, upc, isDoubtful) = Self.doubts[index]
        let sighting = Sighting(
            seenAt: Self.noon, isBaseline: false, date: .day(Self.day), releaseClass: .out, form: form,
            doubts: history.doubts(about: form, others: others, upc: upc, seenOn: Self.day))
        #expect(sighting.isDoubtful == isDoubtful, "\(name): \(sighting.doubts)")
    }
}
