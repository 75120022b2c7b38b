import Domain
import HTTP
import Synchronization
import Testing

@testable import Web

struct RateLimitTests {
    private static let foreign = String(repeating: "A", count: 43)

    /// How many of so many requests are answered with something else than 429.
    private func allowed(_ count: Int, _ send: () async -> Response) async -> Int {
        var allowed = 0
        for _ in 0..<count where await send().status != .tooManyRequests { allowed += 1 }
        return allowed
    }

    @Test func `a bucket gives its burst, then its rate, whatever else is asked`() {
        let buckets = TokenBuckets()
        let limit = RateLimit(burst: 3, perSecond: 0.5)
        func take(_ owner: TokenBuckets.Owner = .everybody, at seconds: Int) -> Duration? {
            buckets.take(.start, of: owner, limit, now: .seconds(seconds))
        }
        #expect([take(at: 0), take(at: 0), take(at: 0)] == [nil, nil, nil])
        #expect(take(at: 0) == .seconds(2))
        #expect(take(at: 1) == .seconds(1))
        #expect(take(at: 2) == nil)
        #expect(take(.account(AccountID(1)), at: 2) == nil)
        #expect(take(at: 2) != nil)
        // Never more than the burst, and not less for a clock that stands still.
        #expect([take(at: 900), take(at: 900), take(at: 900)] == [nil, nil, nil])
        #expect(take(at: 900) != nil)
    }

    @Test func `the table is bounded, and forgets those first who did little`() {
        let buckets = TokenBuckets(countMax: 100)
        let limit = RateLimit(burst: 10, perSecond: 0.01)
        for _ in 0..<10 { _ = buckets.take(.start, of: .account(AccountID(0)), limit, now: .zero) }
        for number in 1...10_000 {
            _ = buckets.take(.start, of: .account(AccountID(Int64(number))), limit, now: .zero)
            #expect(buckets.count <= 100)
        }
        #expect(buckets.take(.start, of: .account(AccountID(0)), limit, now: .zero) != nil)
    }

    @Test func `callbacks of strangers are limited by network, and say when to come again`() async throws {
        let site = try TestSite()
        let browser = site.browser()
        #expect(await allowed(50) { await browser.get("/callback?state=\(Self.foreign)&code=x") } == 30)
        let refused = await browser.get("/callback?state=\(Self.foreign)&code=x")
        #expect(refused.status == .tooManyRequests && refused.fields[.retryAfter] == "2")
        #expect(refused.text.contains("Wait 2 seconds") && Markup(refused.text).problems.isEmpty)
        // Somebody next door.
        browser.address = "203.0.113.10"
        #expect(await browser.get("/callback?state=\(Self.foreign)&code=x").status == .badRequest)
        browser.address = "203.0.113.9"
        site.uptime.value.withLock { $0 = .seconds(4) }
        #expect(await allowed(5) { await browser.get("/callback?state=\(Self.foreign)&code=x") } == 2)
        #expect(site.store.state.withLock { $0.entries.contains { $0.act == .rateLimit && $0.isRefused } })
    }

    @Test func `whoever floods callbacks keeps nobody from signing in or repairing, even at the same address`()
        async throws
    {
        let site = try TestSite()
        let flood = site.browser()
        #expect(await allowed(200) { await flood.get("/callback?state=\(Self.foreign)&code=x") } == 30)
        let honest = site.browser()
        #expect(await honest.get("/callback?code=c&state=\(await honest.start())").status == .seeOther)
        let member = site.browser(signedInAs: 1)
        site.store.state.withLock { $0.connections[AccountID(1)] = [Samples.connection(.needsReconnect)] }
        // Nor does anybody whose own sign-ins fail.
        site.provider.script.withLock { $0.exchangeFailure = .codeRefused }
        let clumsy = site.browser()
        #expect(await allowed(60) { await clumsy.get("/callback?code=c&state=\(await clumsy.start())") } == 30)
        site.provider.script.withLock { $0.exchangeFailure = nil }
        #expect(await member.get("/callback?code=c&state=\(await member.start("/settings"))").status == .seeOther)
    }

    @Test func `sign-ins that succeed are not counted`() async throws {
        let site = try TestSite()
        for _ in 0..<100 {
            let browser = site.browser()
            #expect(await browser.get("/callback?code=c&state=\(await browser.start())").status == .seeOther)
        }
    }

    static let networks: [(String, String, Bool)] = [
        ("2001:db8:1:1::1", "2001:db8:1:1:ffff::9", true), ("2001:db8:1:1::1", "2001:db8:1:2::1", false),
        ("198.51.100.1", "198.51.100.2", false), ("198.51.100.1", "::ffff:198.51.100.1", true),
    ]

    @Test(arguments: networks)
    func `a network is an IPv4 address or an IPv6 /64`(_ one: String, _ other: String, _ isSame: Bool) async throws {
        let site = try TestSite()
        let browser = site.browser()
        browser.address = one
        _ = await allowed(30) { await browser.get("/callback?state=\(Self.foreign)") }
        browser.address = other
        #expect(await allowed(1) { await browser.get("/callback?state=\(Self.foreign)") } == (isSame ? 0 : 1))
    }

    @Test func `who walks through the /64s of one site is limited too`() async throws {
        let site = try TestSite()
        let browser = site.browser()
        var allowed = 0
        for number in 0..<600 {
            browser.address = "2001:db8:1:\(String(number, radix: 16))::1"
            allowed += await self.allowed(1) { await browser.get("/callback?state=\(Self.foreign)") }
        }
        #expect(allowed == 480)
    }

    @Test func `forms are limited by session, and another session goes on`() async throws {
        let site = try TestSite()
        let browser = site.browser(signedInAs: 1)
        #expect(await allowed(150) { await browser.post("/settings/feed/replace") } == 120)
        #expect(await site.browser(signedInAs: 1).post("/settings/feed/replace").status == .seeOther)
        // So is what reads and writes as much. Looking is free.
        #expect(await browser.get("/settings/export").status == .tooManyRequests)
        #expect(await browser.get("/settings").status == .ok)
    }

    @Test func `beginning is limited, and a page that cannot begin says so`() async throws {
        let site = try TestSite()
        #expect(await allowed(150) { await site.browser().get("/") } == 120)
        let page = await site.browser().get("/")
        #expect(page.status == .tooManyRequests && page.fields[.retryAfter] == "1")
        // A browser that has begun, and one that is signed in, are not concerned.
        #expect(await site.browser(signedInAs: 1).get("/settings").status == .ok)
    }

    @Test(arguments: ["127.0.0.1", "::1", "", "10.0.0.7"])
    func `a request that names no client is hardly limited`(_ address: String) async throws {
        let site = try TestSite { $0.limits.proxies = [AddressRange("10.0.0.0/8")].compactMap { $0 } }
        let local = site.browser()
        local.address = address
        #expect(await allowed(1000) { await local.get("/callback?state=\(Self.foreign)") } == 1000)
        for _ in 0..<300 {
            let browser = site.browser()
            browser.address = address
            #expect(await browser.get("/").status == .ok)
        }
    }

    @Test(arguments: [(0.1, 3), (2, 60), (nil, 100)] as [(Double?, Int)])
    func `the operator multiplies the limits, or lifts them`(_ factor: Double?, _ count: Int) async throws {
        let site = try TestSite { $0.limits.factor = factor }
        let browser = site.browser()
        #expect(await allowed(100) { await browser.get("/callback?state=\(Self.foreign)") } == count)
    }
}
