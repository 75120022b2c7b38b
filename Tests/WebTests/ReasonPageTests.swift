import Domain
import HTTP
import Synchronization
import Testing

@testable import Web

struct ReasonPageTests {
    private let account = AccountID(1)
    private let release = ReleaseID(1003)
    private static let hostile = "<script>alert(\"1\")</script> & 'x'"

    private func sighting(
        _ decision: Decision, stored: Bool = true, change: (inout Sighting) -> Void = { _ in }
    ) -> ExplainedSighting {
        var facts = Sighting(
            seenAt: TestSite.noon - .days(1), isBaseline: false, date: ReleaseDate("2026-11-20"), releaseClass: .out,
            form: .single)
        change(&facts)
        return ExplainedSighting(
            artist: ArtistID(5), artistName: Self.hostile, group: .single, sighting: facts, seenAt: facts.seenAt,
            isBaseline: facts.isBaseline,
            list: ListStanding(
                group: .single, baselineAt: TestSite.noon - .days(40), completeAt: TestSite.noon - .hours(2),
                dueAt: TestSite.noon + .hours(3), failure: nil),
            follow: FollowFacts(since: TestSite.noon - .days(40)), rules: TellingRules(leftOut: [.remix]),
            stored: stored ? decision : nil, storedAt: stored ? facts.seenAt : nil, replayed: decision)
    }

    private func site(
        _ sightings: [ExplainedSighting], told reach: Reach?, word: Attribution? = nil
    ) throws -> (TestSite, TestBrowser) {
        let site = try TestSite()
        let browser = site.browser(signedInAs: 1)
        let card = Samples.card(3, title: "Blue \(Self.hostile)")
        var told = card
        told.reach = reach ?? .none
        let explanation = ReleaseExplanation(
            card: card, versions: [card, Samples.card(4, title: "Blue (Deluxe)")], editionOf: nil,
            told: reach == nil ? nil : told, sightings: sightings, word: word, theirs: 1, notTheirs: 2)
        site.store.state.withLock { $0.explanations[release] = explanation }
        return (site, browser)
    }

    @Test func `what was told says why, rule by rule`() async throws {
        let (_, browser) = try site([sighting(Decision(reach: .push, rule: .told))], told: .push)
        let page = await browser.get("/releases/1003").text
        #expect(Markup(page).problems == [])
        #expect(!page.contains("<script>alert"))
        for words in [
            "Why did I get this?", "You were told", "Did you follow before it was first seen?", "Told at once",
            "Decided once more from the same facts just now: the same.", "Blue (Deluxe)", "Last complete check",
            "2 people here said that it is not by this artist",
        ] { #expect(page.contains(words), "\(words)") }
    }

    @Test func `what was still to come when somebody followed says so`() async throws {
        var ahead = sighting(Decision(reach: .push, rule: .told)) {
            $0.isBaseline = true
            $0.date = ReleaseDate("2027-02-01")
        }
        ahead.follow?.since = TestSite.noon
        let (_, browser) = try site([ahead], told: .push)
        let page = await browser.get("/releases/1003").text
        #expect(page.contains("but what was still to come then is told all the same"))
        #expect(page.contains("the first check showed it, but it is dated 1 February 2027"))
    }

    @Test func `what was left out names the rule`() async throws {
        let left = sighting(Decision(reach: .none, rule: .trait)) { $0.traits = [.remix] }
        let (_, browser) = try site([left], told: nil)
        let page = await browser.get("/releases/1003").text
        #expect(Markup(page).problems == [])
        #expect(page.contains("Why did I not get this?"))
        #expect(page.contains("You were not told. Left out: remixes."))
        #expect(page.contains("No: you leave out remixes"))
    }

    @Test func `what is held asks whose it is, on its page and in the list`() async throws {
        let held = sighting(Decision(reach: .held, rule: .confirmed)) { $0.doubts = [.silent(years: 9), .oneWordName] }
        let (site, browser) = try site([held], told: .held)
        var card = Samples.card(3, title: "Blue")
        card.reach = .held
        card.doubts = [.silent(years: 9), .oneWordName]
        site.store.state.withLock { $0.cards[account] = [card, Samples.card(2)] }
        for path in ["/", "/releases/1003"] {
            let page = await browser.get(path).text
            #expect(Markup(page).problems == [], "\(path)")
            #expect(page.contains("Not this artist"), "\(path)")
            #expect(page.contains("It is them"), "\(path)")
            #expect(page.contains("nothing for 9 years"), "\(path)")
        }
        #expect(await browser.get("/").text.contains("Unconfirmed"))
        #expect(await browser.get("/releases/1003").text.contains("3 points, and 3 hold it"))
        let feed = "/feeds/feed-1-1/releases.atom"
        _ = await browser.get("/")
        #expect(await !browser.get(feed).text.contains("Blue"))

        // Another session's card has another token.
        let other = site.browser(signedInAs: 1)
        #expect(await browser.get("/").text != other.get("/").text)
        #expect(await browser.post("/releases/1003/whose", [(name: "word", value: "perhaps")]).status == .badRequest)
        #expect(await browser.post("/releases/9/whose", [(name: "word", value: "theirs")]).status == .notFound)
        let answer = await browser.post(
            "/releases/1003/whose", [(name: "word", value: "not_theirs"), (name: "from", value: "list")])
        #expect(answer.fields[.location] == "/")
        #expect(site.store.state.withLock { $0.words[release] } == .notTheirs)
    }

    @Test func `unknown releases and artists are none`() async throws {
        let (_, browser) = try site([], told: nil)
        for path in ["/releases/99", "/releases/x", "/artists/99", "/artists/x", "/releases/-1"] {
            #expect(await browser.get(path).status == .notFound, "\(path)")
        }
        // In nobody's list, and so without a question whose it is.
        #expect(await !browser.get("/releases/1003").text.contains("Not this artist"))
        let stranger = try TestSite().browser()
        #expect(await stranger.get("/releases/1003").status == .seeOther)
    }

    @Test func `an artist's page sets what they matter and lists every decision`() async throws {
        let site = try TestSite()
        let browser = site.browser(signedInAs: 1)
        let view = ArtistView(
            id: ArtistID(5), name: Self.hostile, imageURL: nil, pageURL: "javascript:alert(1)",
            followedAt: TestSite.noon - .days(3), tier: .normal,
            lists: [
                ListStanding(
                    group: .album, baselineAt: TestSite.noon - .days(2), completeAt: TestSite.noon - .hours(1),
                    dueAt: nil, failure: Self.hostile)
            ],
            releases: [
                DecidedRelease(
                    card: Samples.card(3, title: "Blue (Remix)"), decision: Decision(reach: .none, rule: .trait),
                    isTold: false),
                DecidedRelease(
                    card: Samples.card(4, title: "Blue"), decision: Decision(reach: .push, rule: .told), isTold: true),
                DecidedRelease(
                    card: Samples.card(5, title: "Blue (Clean)"), decision: Decision(reach: .push, rule: .told),
                    isTold: false),
                DecidedRelease(card: Samples.card(6), decision: nil, isTold: false),
            ])
        var merged = view
        merged.successor = MergedArtist(id: ArtistID(6), name: Self.hostile, at: TestSite.noon - .days(1))
        merged.formers = [MergedArtist(id: ArtistID(7), name: "", at: TestSite.noon - .days(9))]
        site.store.state.withLock { $0.views[ArtistID(8)] = merged }
        let both = await browser.get("/artists/8").text
        #expect(Markup(both).problems == [])
        for words in ["Spotify has made one of this artist and", "href=\"/artists/6\"", "Unknown artist"] {
            #expect(both.contains(words), "\(words)")
        }
        #expect(!both.contains("<script>alert"))
        site.store.state.withLock { state in
            state.views[ArtistID(5)] = view
            state.artists[account] = [Samples.artist(5, name: "Gong")]
        }
        let page = await browser.get("/artists/5").text
        #expect(Markup(page).problems == [])
        #expect(!page.contains("<script>alert"))
        #expect(!page.contains("javascript:"))
        for words in [
            "Left out: remixes", "Told at once", "Told with another version", "href=\"/releases/1003\"",
            "value=\"normal\" checked",
        ] { #expect(page.contains(words), "\(words)") }
        let answer = await browser.post("/artists/5/tier", [(name: "tier", value: "muted")])
        #expect(answer.fields[.location] == "/artists/5")
        #expect(await browser.get("/artists/5").text.contains("value=\"muted\" checked"))
        let list = await browser.get("/artists").text
        #expect(list.contains("href=\"/artists/5\""))
        #expect(list.contains("Muted: releases and rules"))
        #expect(Markup(list).problems == [])
        #expect(await browser.post("/artists/5/tier", [(name: "tier", value: "loud")]).status == .badRequest)
    }

    static let links: [(String, String)] = [
        ("https://open.spotify.com/album/r3", "/releases/1003"),
        ("https://open.spotify.com/intl-de/album/r3?si=abc", "/releases/1003"),
        (" spotify:album:r3 ", "/releases/1003"),
        ("r3", "/releases/1003"), ("https://open.spotify.com/artist/a5", "/artists/5"),
        ("spotify:artist:a5", "/artists/5"),
    ]

    @Test(arguments: links.indices)
    func `a pasted link leads to the reasons`(_ index: Int) async throws {
        let (link, path) = Self.links[index]
        let (site, browser) = try site([], told: nil)
        site.store.state.withLock { $0.artists[account] = [Samples.artist(5, name: "Gong")] }
        let query = FormFieldsText.encode("release", link)
        #expect(await browser.get("/why?\(query)").fields[.location] == path)
    }

    @Test func `what nobody has seen says how complete the picture is`() async throws {
        let (site, browser) = try site([], told: nil)
        site.store.state.withLock { state in
            state.artists[account] = [
                Samples.artist(5, name: Self.hostile), Samples.artist(6, name: "New", isChecked: false),
            ]
            state.completeness[account] = Completeness(
                followListRead: true, artists: 2, baselines: 1, failing: 0, checkedSince: nil)
        }
        let unknown = await browser.get("/why?release=spotify%3Aalbum%3Aunknown").text
        #expect(Markup(unknown).problems == [])
        #expect(unknown.contains("has not been seen here"))
        #expect(unknown.contains("1 artist of 2 have been checked") || unknown.contains("checked so far"))
        #expect(unknown.contains("2 hours ago"))
        #expect(unknown.contains("in 3 hours"))
        for (asked, words) in [
            ("https%3A%2F%2Fopen.spotify.com%2Ftrack%2Fx", "link to a song"),
            ("https%3A%2F%2Fexample.org%2Falbum%2Fr3", "no link to a release"),
            ("spotify%3Aartist%3Anobody", "Nobody here follows"), ("%3Cscript%3E", "no link to a release"),
        ] {
            let page = await browser.get("/why?release=\(asked)").text
            #expect(page.contains(words), "\(asked)")
            #expect(Markup(page).problems == [], "\(asked)")
        }
        #expect(Markup(await browser.get("/why").text).problems == [])
    }
}

/// One pair of a query.
private enum FormFieldsText {
    static func encode(_ name: String, _ value: String) -> String {
        let plain = value.utf8.map { byte in
            (0x30...0x39).contains(byte) || (0x61...0x7A).contains(byte) || (0x41...0x5A).contains(byte)
                ? String(UnicodeScalar(byte)) : "%" + (byte < 16 ? "0" : "") + String(byte, radix: 16)
        }
        return "\(name)=\(plain.joined())"
    }
}
