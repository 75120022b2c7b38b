import Domain
import FoundationEssentials
import HTTP
import Logging
import Support
import Synchronization
import Templating

@testable import Web

/// The whole web side over doubles.
final class TestSite: Sendable {
    /// Saturday, 21 November 2026, 12:00 UTC.
    static let noon = Timestamp(seconds: (Day(year: 2026, month: 11, day: 21)?.number ?? 0) * 86_400 + 43_200)

    let store = MemoryStore()
    let provider = ScriptedProvider()
    let keys = TestKeys()
    let clock = TestClock(TestSite.noon)
    /// How long the site has run, for limits.
    let uptime = TestUptime()
    let changes = ChangeHub()
    let environment: WebEnvironment
    let app: WebApplication
    let address: SiteAddress

    init(
        origin: String = "https://fanfare.example", path: String = "",
        adjust: (inout WebEnvironment) -> Void = { _ in }
    ) throws {
        address = SiteAddress(origin: origin, path: path)
        var environment = WebEnvironment(
            address: address, sessions: store, pages: store, members: store, keys: keys, provider: provider,
            clock: clock,
            templates: try TestSite.templates(),
            assets: AssetIndex(["app.css": "abc", "app.js": "def", "icon.svg": "123"]),
            staticFiles: { .text(.ok, "file \($0.path)") }, changes: changes,
            logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() })
        environment.uptime = { [uptime] in uptime.value.withLock { $0 } }
        adjust(&environment)
        self.environment = environment
        app = try WebApplication(environment)
    }

    /// The real templates: the ones that pages are shown with.
    static func templates() throws -> TemplateLibrary {
        var root = #filePath.split(separator: "/", omittingEmptySubsequences: false)
        root.removeLast(4)
        let folder = root.joined(separator: "/") + "/Templates"
        let names = try FileManager.default.contentsOfDirectory(atPath: folder).filter { $0.hasSuffix(".mustache") }
        return try TemplateLibrary(
            names.map { name in
                let text = try String(contentsOfFile: "\(folder)/\(name)", encoding: .utf8)
                return (name: String(name.dropLast(9)), text: text)
            })
    }

    /// A browser with nothing in it.
    func browser() -> TestBrowser { TestBrowser(self) }

    /// A browser with a session of the account.
    func browser(signedInAs account: Int64, name: String = "Ada", isAdministrator: Bool = false) -> TestBrowser {
        let browser = TestBrowser(self)
        let (session, token) = store.begin(
            account, name: name, isAdministrator: isAdministrator, at: clock.now())
        browser.cookies[SessionCookie.name(address)] = token
        browser.session = session
        return browser
    }
}

/// How long a site has run: as long as the test says.
final class TestUptime: Sendable {
    let value = Mutex(Duration.zero)
}

/// Asks a site, and keeps its cookies as a browser would.
final class TestBrowser {
    let site: TestSite
    var cookies: [String: String] = [:]
    var session: Session?
    /// Where its requests come from.
    var address = "203.0.113.9"

    init(_ site: TestSite) { self.site = site }

    func send(
        _ method: Method, _ target: String, _ fields: Fields = [:], body: String = "", sendsSite: Bool = true
    ) async -> Response {
        var fields = fields
        if !cookies.isEmpty {
            let pairs = cookies.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" }
            if let value = FieldValue(pairs.joined(separator: "; ")) { fields.append(.cookie, value) }
        }
        if !method.isSafe {
            if !fields.contains(.contentType) { fields.append(.contentType, "application/x-www-form-urlencoded") }
            if sendsSite { fields.append(.secFetchSite, "same-origin") }
        }
        let halves = target.split(separator: "?", maxSplits: 1, omittingEmptySubsequences: false)
        let head = RequestHead(
            method: method, target: .origin(path: String(halves[0]), query: halves.count > 1 ? String(halves[1]) : nil),
            authority: "attacker.example", fields: fields)
        let response = await site.app.respond(
            to: Request(head: head, body: RequestBody(Array(body.utf8)), client: ClientAddress(host: address)))
        for line in response.fields.values(of: .setCookie) { keep(line) }
        return response
    }

    func get(_ target: String, _ fields: Fields = [.accept: "text/html"]) async -> Response {
        await send(.get, target, fields)
    }

    /// Sends a form with the session's token.
    func post(_ path: String, _ fields: [(name: String, value: String)] = []) async -> Response {
        let token = session.map { FormToken.make(for: $0.id, keys: site.keys) } ?? ""
        return await send(.post, path, body: FormFields([("token", token)] + fields).encoded)
    }

    /// Looks at the front page and follows its link as far as the provider: the state of the request made there.
    func start(_ page: String = "/") async -> String { await get(page).authorizationState ?? "" }

    private func keep(_ line: String) {
        let pair = line.prefix { $0 != ";" }
        let name = String(pair.prefix { $0 != "=" })
        let value = String(pair.dropFirst(name.count + 1))
        cookies[name] = line.contains("Max-Age=0") ? nil : value
    }
}

extension Response {
    /// The content as text.
    var text: String {
        if case .bytes(let bytes) = body { String(decoding: bytes, as: UTF8.self) } else { "" }
    }

    /// The `state` of the authorization request that the page links to.
    var authorizationState: String? {
        guard let start = text.firstRange(of: "state=")?.upperBound else { return nil }
        return String(text[start...].prefix { $0 != "&" && $0 != "\"" })
    }
}
