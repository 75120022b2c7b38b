import HTTP
import Support
import Testing

/// Scenario 7 of the research (§6): a session cookie planted before the sign-in, and a flow cookie planted by somebody
/// else.
@Suite(.storied) struct SessionFixationTests {
    private func value(_ name: String, of visitor: Visitor) async -> String? {
        await visitor.cookieLine.split(separator: "; ").first { $0.hasPrefix("\(name)=") }
            .map { String($0.dropFirst(name.count + 1)) }
    }

    @Test func `scenario 7: a planted session is worth nothing after the sign-in`() async throws {
        let stage = try await Stage.open()
        // The attacker's own session, which they would share with the victim.
        let attacker = stage.visitor()
        try await attacker.signIn(as: "listener-2")
        let planted = try #require(await value("ff_session", of: attacker))
        let victim = stage.visitor()
        let link = try #require(try await victim.get("/").authorize)
        await victim.plant("ff_session", planted)
        // The sign-in gives a new id and a new secret, and ends the old session for whoever has it.
        #expect(try await victim.get(try await victim.agree(to: link, as: "listener-1")).location == "/welcome")
        #expect(try await victim.get("/settings").text.contains("Signed in as Ada Marlowe"))
        let own = try #require(await value("ff_session", of: victim))
        let halves = (old: planted.split(separator: "."), new: own.split(separator: "."))
        #expect(halves.old.count == 2 && halves.old[0] != halves.new[0] && halves.old[1] != halves.new[1])
        #expect(try await attacker.get("/settings").status == 303)
        // Neither half of one session goes with the other half of another.
        let mixed = stage.visitor()
        for pair in ["\(halves.old[0]).\(halves.new[1])", "\(halves.new[0]).\(halves.old[1])", "x.y", "."] {
            await mixed.plant("ff_session", pair)
            #expect(try await mixed.get("/settings").status == 303, "\(pair)")
        }
        try await stage.close()
    }

    @Test func `scenario 7: a session that was never given out stands for nobody, and a sign-in replaces it`()
        async throws
    {
        let stage = try await Stage.open()
        let victim = stage.visitor()
        let made = String(repeating: "A", count: 22) + "." + String(repeating: "B", count: 43)
        await victim.plant("ff_session", made)
        #expect(try await victim.get("/settings").status == 303)
        try await victim.signIn(as: "listener-1")
        #expect(try await victim.get("/settings").status == 200)
        #expect(await value("ff_session", of: victim) != made)
        try await stage.close()
    }

    @Test func `scenario 7: every sign-in gives another session, and the one before is over`() async throws {
        let stage = try await Stage.open()
        let visitor = stage.visitor()
        try await visitor.signIn(as: "listener-1")
        let first = try #require(await value("ff_session", of: visitor))
        try await visitor.reconnect(as: "listener-1")
        let second = try #require(await value("ff_session", of: visitor))
        #expect(first != second)
        let thief = stage.visitor()
        await thief.plant("ff_session", first)
        #expect(try await thief.get("/settings").status == 303)
        #expect(try await visitor.get("/settings").status == 200)
        try await stage.close()
    }

    @Test func `scenario 7: on https the cookies are such as no other host can plant`() async throws {
        // Told that it is behind https, it names its cookies so that browsers take them from this very host alone.
        let stage = try await Stage.open(publicURL: "https://fanfare.example")
        let visitor = Visitor(baseURL: stage.directURL)
        let lines = try await visitor.get("/").fields.values(of: .setCookie)
        #expect(!lines.isEmpty)
        for line in lines {
            #expect(line.hasPrefix("__Host-ff_flow_"), "\(line)")
            let parts = line.split(separator: ";").map { $0.drop { $0 == " " } }
            #expect(parts.contains("Secure") && parts.contains("HttpOnly") && parts.contains("Path=/"), "\(line)")
            #expect(parts.contains("SameSite=Lax") && !parts.contains { $0.hasPrefix("Domain") }, "\(line)")
        }
        // A cookie without the prefix, which a sibling host could plant, is not looked at.
        let other = try await Stage.open()
        let attacker = other.visitor()
        _ = try await attacker.get("/")
        let planted = await attacker.cookieLine
        let page = try await visitor.get(
            "/callback?code=x&state=" + String(repeating: "A", count: 43),
            fields: [.cookie: FieldValue(planted.replacing("__Host-", with: "")) ?? ""])
        #expect(page.status == 400)
        try await other.close()
        try await stage.close()
    }

    @Test(.needsBrowser) func `scenario 7: a flow of somebody else's browser finishes in no other`() async throws {
        let stage = try await Stage.open()
        let attacker = stage.visitor()
        let link = try #require(try await attacker.get("/").authorize)
        let callback = try await attacker.agree(to: link, as: "listener-2")
        let browser = try await stage.browser(width: 1280, height: 900)
        try await browser.open("\(stage.baseURL)/")
        try await browser.open(callback)
        #expect(try await browser.find("h1").text == "This sign-in has expired")
        #expect(try await browser.cookies["ff_session"] == nil)
        // Its own still works, from the very page that refused.
        try await browser.find("#authorize").click()
        try await browser.agree(as: "listener-1")
        try await browser.waitUntil("a page of Fanfare") { try await browser.url.hasPrefix(stage.baseURL) }
        try await browser.open("\(stage.baseURL)/settings")
        #expect(try await browser.source.contains("Signed in as Ada Marlowe"))
        let exchanges = try await stage.sandbox.requests().filter { $0.grantType == "authorization_code" }
        #expect(exchanges.count == 1)
        try await browser.close()
        try await stage.close()
    }
}
