import Domain
import HTTP
import Support
import Synchronization
import Testing

@testable import Web

struct ArtistFinderTests {
    private let account = AccountID(1)

    private func site() throws -> (TestSite, TestBrowser, TestSearch) {
        let search = TestSearch()
        let site = try TestSite { $0.search = search }
        return (site, site.browser(signedInAs: 1), search)
    }

    /// What the forms to follow carry.
    private func sealed(_ response: Response) -> [String] {
        Markup(response.text).elements.filter { $0.attributes["name"] == "artist" }.compactMap {
            $0.attributes["value"]
        }
    }

    @Test func `finds by name, follows with one click, and says so`() async throws {
        let (site, browser, search) = try site()
        let page = await browser.get("/artists?q=+Some++One+")
        let markup = Markup(page.text)
        #expect(markup.problems == [] && !page.text.contains("<Anna>"))
        #expect(markup.elements.filter { $0.text == "Follow" }.count == 2)
        let answer = await browser.post("/artists/follow", [("artist", sealed(page)[0]), ("q", "Some One")])
        #expect(answer.fields[.location] == "/artists?q=Some%20One")
        #expect(site.store.state.withLock { $0.followed.first?.name } == "<Anna>")
        let again = Markup(await browser.get("/artists?q=Some%20One").text)
        #expect(again.elements.filter { $0.text == "Follow" }.count == 1)
        #expect(again.elements.contains { $0.text == "Following" })
        // Shown again for nothing.
        #expect(search.searched.withLock { $0 } == ["Some One"])
        #expect(site.store.state.withLock { $0.searchesClaimed } == 1)
    }

    @Test func `nothing is searched for without a name`() async throws {
        let (site, browser, search) = try site()
        for page in ["/artists", "/artists?q=", "/artists?q=+++"] { #expect(await browser.get(page).status == .ok) }
        #expect(search.searched.withLock { $0.isEmpty } && site.store.state.withLock { $0.searchesClaimed == 0 })
    }

    @Test(arguments: ["", "nonsense", "a1"])
    func `only what was found can be followed`(_ artist: String) async throws {
        let (site, browser, _) = try site()
        #expect(await browser.post("/artists/follow", [("artist", artist)]).status == .badRequest)
        #expect(site.store.state.withLock { $0.followed.isEmpty })
    }

    @Test func `following needs the form's token`() async throws {
        let (site, browser, _) = try site()
        let page = await browser.get("/artists?q=a")
        let body = FormFields([("artist", sealed(page)[0])]).encoded
        #expect(await browser.send(.post, "/artists/follow", body: body).status == .forbidden)
        #expect(await browser.send(.post, "/artists/unfollow", body: "artist=1").status == .forbidden)
        #expect(site.store.state.withLock { $0.followed.isEmpty && $0.unfollowed.isEmpty })
    }

    @Test func `unfollows from the list`() async throws {
        let (site, browser, _) = try site()
        site.store.state.withLock { $0.artists[account] = [Samples.artist(3, name: "Cleo")] }
        let markup = Markup(await browser.get("/artists").text)
        #expect(markup.elements.contains { $0.text == "Unfollow" && $0.attributes["aria-label"] == "Unfollow Cleo" })
        #expect(await browser.post("/artists/unfollow", [("artist", "3")]).fields[.location] == "/artists")
        #expect(site.store.state.withLock { $0.unfollowed } == [ArtistID(3)])
        #expect(await browser.post("/artists/unfollow", [("artist", "x")]).status == .badRequest)
    }

    @Test(arguments: [
        (SearchPermit.spent, "used up"), (.paused(until: TestSite.noon + .hours(2)), "asked for a pause"),
    ])
    func `says why it does not search`(_ permit: SearchPermit, _ words: String) async throws {
        let (site, browser, search) = try site()
        site.store.state.withLock { $0.permit = permit }
        #expect(await browser.get("/artists?q=a").text.contains(words))
        #expect(search.searched.withLock { $0.isEmpty })
    }

    @Test func `a pause that Spotify asks for is kept, and other trouble told`() async throws {
        let (site, browser, search) = try site()
        search.failure.withLock { $0 = .throttled(after: .hours(3), isQuota: true) }
        #expect(await browser.get("/artists?q=a").text.contains("asked for a pause"))
        #expect(site.store.state.withLock { $0.searchPauses } == [TestSite.noon + .hours(3)])
        search.failure.withLock { $0 = .transient("inside", after: nil) }
        let page = await browser.get("/artists?q=b").text
        #expect(page.contains("did not answer as it should") && !page.contains("inside"))
    }

    @Test func `one account does not use up everybody's searches`() async throws {
        let (site, browser, search) = try site()
        for number in 0..<31 { _ = await browser.get("/artists?q=name\(number)") }
        #expect(search.searched.withLock { $0.count } == 30)
        #expect(await site.browser(signedInAs: 2).get("/artists?q=mine").text.contains("Follow"))
        site.clock.advance(by: .hours(1))
        _ = await browser.get("/artists?q=later")
        #expect(search.searched.withLock { $0.last } == "later")
    }
}
