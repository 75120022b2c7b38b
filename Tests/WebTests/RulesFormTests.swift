import Domain
import HTTP
import Synchronization
import Testing

@testable import Web

struct RulesFormTests {
    private let account = AccountID(1)

    @Test func `rules are tried before they are saved, and saving changes nothing else`() async throws {
        let site = try TestSite()
        let browser = site.browser(signedInAs: 1)
        let strict = TellingRules(forms: [.album], leftOut: [.remix, .live], pushed: [.out], market: "SE")
        site.store.state.withLock { state in
            state.trials[TellingRules()] = DryRun(reached: [.push: 14, .page: 3])
            state.trials[strict] = DryRun(reached: [.push: 1, .held: 1, .none: 12], leftOut: [.form: 8, .trait: 4])
        }
        let first = await browser.get("/settings/rules").text
        #expect(first.contains("With these rules the last 90 days would have sent 14 alerts."))
        #expect(first.contains("3 releases on the page and in feeds only"))
        #expect(Markup(first).problems == [])

        let form = [
            ("form", "album"), ("leave_out", "remix"), ("leave_out", "live"), ("push", "out"), ("market", " se "),
        ].map { (name: $0.0, value: $0.1) }
        let preview = await browser.post("/settings/rules", form + [(name: "act", value: "preview")])
        #expect(preview.status == .ok)
        #expect(preview.text.contains("would have sent 1 alert."))
        #expect(preview.text.contains("8 releases left out: their form does not count"))
        #expect(preview.text.contains("The rules in force would have sent 14 alerts."))
        #expect(preview.text.contains("Nothing is saved yet."))
        #expect(preview.text.contains("value=\"remix\" checked"))
        #expect(!preview.text.contains("value=\"single\" checked"))
        #expect(Markup(preview.text).problems == [])
        #expect(site.store.state.withLock { $0.rules[account] } == nil)

        let saved = await browser.post("/settings/rules", form + [(name: "act", value: "save")])
        #expect(saved.status == .seeOther)
        #expect(site.store.state.withLock { $0.rules[account] } == strict)
        #expect(await browser.get("/settings/rules?saved").text.contains("Saved."))
    }

    @Test(arguments: ["Sweden", "S", "5E", "<b", "é"])
    func `a country that is none is asked for again`(_ market: String) async throws {
        let site = try TestSite()
        let browser = site.browser(signedInAs: 1)
        let answer = await browser.post(
            "/settings/rules",
            [(name: "form", value: "album"), (name: "market", value: market), (name: "act", value: "save")])
        #expect(answer.status == .ok)
        #expect(answer.text.contains("A country has two letters"))
        #expect(Markup(answer.text).problems == [])
        #expect(site.store.state.withLock { $0.rules[account] } == nil)
    }

    @Test func `words that are no rules are left out`() async throws {
        let site = try TestSite()
        let browser = site.browser(signedInAs: 1)
        let answer = await browser.post(
            "/settings/rules",
            [
                (name: "form", value: "polka"), (name: "form", value: "album"), (name: "leave_out", value: ""),
                (name: "various", value: "yes"), (name: "doubtful", value: "yes"), (name: "act", value: "save"),
            ])
        #expect(answer.status == .seeOther)
        #expect(
            site.store.state.withLock { $0.rules[account] }
                == TellingRules(forms: [.album], pushed: [], leavesOutVariousArtists: false, holdsDoubtful: false))
    }
}
