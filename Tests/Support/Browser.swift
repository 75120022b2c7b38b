import FoundationEssentials
import HTTP
import HTTPClient

/// A real browser without a window: one session of Chromium with a profile of its own, driven over WebDriver.
public final class Browser: Sendable {
    private let driver: ServerProcess
    private let client: CurlClient
    private let profile: ScratchFolder
    private let session: WebDriver

    /// What the driver runs on this machine, if both parts are there.
    private static let programs: (driver: String, browser: String)? = {
        let browsers = ["chromium", "chromium-browser", "google-chrome"]
        guard let driver = ServerProcess.find("chromedriver"),
            let browser = browsers.lazy.compactMap({ ServerProcess.find($0) }).first
        else { return nil }
        return (driver, browser)
    }()

    /// Whether there is a browser on this machine.
    public static var isAvailable: Bool { programs != nil }

    /// Whether tests that need a browser run: where there is one, and where `CI=true` makes its absence a failure.
    public static var isExpected: Bool { isAvailable || ProcessInfo.processInfo.environment["CI"] == "true" }

    /// A page as it was when the browser was about to leave it.
    public struct LeftPage: Sendable {
        /// Where it was.
        public let url: String
        /// The page as HTML.
        public let source: String
        /// The values of all cookies that its address is sent, those that no script sees too.
        public let cookies: [String]
    }

    /// Starts a driver on a port of its own choice. It takes a free one of IPv6 and ends at once where somebody has the
    /// same of IPv4, so it is tried a few times.
    static func startDriver(_ program: String, tries: Int = 5) async throws -> (ServerProcess, port: Substring) {
        let driver = try ServerProcess(program, ["--port=0"])
        do {
            let line = try await driver.waitForLine(containing: "started successfully on port ")
            return (driver, line.split(separator: " ").last.map { $0.prefix(while: \.isNumber) } ?? "")
        } catch let failure as WaitedInVain {
            guard tries > 1, driver.exitCode != nil else { throw failure }
            return try await startDriver(program, tries: tries - 1)
        }
    }

    /// Starts a browser whose layout viewport is exactly so large, in CSS pixels. `isPhone` has it behave like a
    /// phone's: touch instead of a mouse, and a page without a viewport declaration is laid out 980 pixels wide. Hosts
    /// that match `localHosts`, such as `*.example.test`, are this machine. `onLeaving` is shown every page before it
    /// is left.
    public static func start(
        width: Int, height: Int, isPhone: Bool = false, acceptsAnyCertificate: Bool = false, localHosts: String? = nil,
        onLeaving: (@Sendable (LeftPage) -> Void)? = nil
    ) async throws -> Browser {
        guard let programs else {
            throw BrowserFailure(code: "no browser", message: "no chromium with its chromedriver")
        }
        let (driver, port) = try await startDriver(programs.driver)
        let profile = try ScratchFolder()
        let client = CurlClient()
        let wire = WebDriver(client: client, base: "http://127.0.0.1:\(port)", onLeaving: onLeaving)
        let rules = localHosts.map { ["--host-resolver-rules=MAP \($0) 127.0.0.1"] } ?? []
        let wishes: JSONValue = [
            "capabilities": [
                "alwaysMatch": capabilities(
                    programs.browser, acceptsAnyCertificate,
                    rules + ["--user-data-dir=\(profile.path)", "--window-size=\(width),\(height)"])
            ]
        ]
        let answer: JSONValue
        do {
            answer = try await wire.post("/session", wishes)
        } catch let failure as BrowserFailure where failure.code == "session not created" {
            // The driver gives a browser a minute to come up, which may be too little beside others that do.
            answer = try await wire.post("/session", wishes)
        }
        let session = wire.session(answer["sessionId"].string ?? "")
        let browser = Browser(driver: driver, client: client, profile: profile, session: session)
        try await browser.resize(width: width, height: height, isPhone: isPhone)
        return browser
    }

    private init(driver: ServerProcess, client: CurlClient, profile: ScratchFolder, session: WebDriver) {
        self.driver = driver
        self.client = client
        self.profile = profile
        self.session = session
    }

    private static func capabilities(
        _ browser: String, _ acceptsAnyCertificate: Bool, _ arguments: [String]
    ) -> JSONValue {
        let usual: [JSONValue] = [
            "--headless=new", "--no-sandbox", "--disable-dev-shm-usage", "--disable-gpu", "--no-first-run",
            "--disable-background-networking", "--disable-component-update", "--disable-sync", "--lang=en-US",
        ]
        return [
            "acceptInsecureCerts": .bool(acceptsAnyCertificate),
            "goog:loggingPrefs": ["browser": "ALL"],
            "goog:chromeOptions": [
                "binary": .string(browser),
                "args": .array(usual + arguments.map { .string($0) }),
            ],
        ]
    }

    /// Ends the session, the browser and the driver.
    public func close() async throws {
        try await session.delete("")
        try await driver.terminate()
        await client.shutdown()
    }

    /// Sets the size of the layout viewport. By the device's metrics: a window cannot be made as narrow as a phone.
    public func resize(width: Int, height: Int, isPhone: Bool = false) async throws {
        try await command(
            "Emulation.setDeviceMetricsOverride",
            [
                "width": .number(Double(width)), "height": .number(Double(height)), "deviceScaleFactor": 1,
                "mobile": .bool(isPhone),
            ])
        try await command("Emulation.setTouchEmulationEnabled", ["enabled": .bool(isPhone)])
    }

    /// A command of the DevTools protocol, for what WebDriver lacks.
    @discardableResult
    public func command(_ name: String, _ parameters: JSONValue = [:]) async throws -> JSONValue {
        try await session.post("/goog/cdp/execute", ["cmd": .string(name), "params": parameters])
    }

    /// Goes to a URL and waits until the page has loaded.
    public func open(_ url: String) async throws { try await session.post("/url", ["url": .string(url)]) }

    /// Loads the page again.
    public func reload() async throws { try await session.post("/refresh") }

    /// Goes back one page.
    public func back() async throws { try await session.post("/back") }

    /// The URL of the page shown.
    public var url: String {
        get async throws { try await session.get("/url").string ?? "" }
    }

    /// The page's title.
    public var title: String {
        get async throws { try await session.get("/title").string ?? "" }
    }

    /// The page as it is now, as HTML.
    public var source: String {
        get async throws { try await session.get("/source").string ?? "" }
    }

    /// The first element that the selector matches; throws `no such element` where there is none.
    public func find(_ css: String) async throws -> BrowserElement {
        let answer = try await session.post("/element", ["using": "css selector", "value": .string(css)])
        return try BrowserElement(answer, session, BrowserElement.Locator(using: "css selector", value: css))
    }

    /// All elements that the selector matches.
    public func findAll(_ css: String) async throws -> [BrowserElement] {
        try await session.post("/elements", ["using": "css selector", "value": .string(css)]).array.enumerated().map {
            try BrowserElement(
                $1, session, BrowserElement.Locator(using: "css selector", value: css, index: $0))
        }
    }

    /// The first link or button whose text is exactly this.
    public func find(control text: String) async throws -> BrowserElement {
        let words = text.split(separator: "'", omittingEmptySubsequences: false).map { "'\($0)'" }
        // XPath has no escape within a literal: a text with an apostrophe is put together.
        let literal = words.count == 1 ? words[0] : "concat(\(words.joined(separator: ", \"'\", ")))"
        let path = "//*[self::a or self::button or self::summary][normalize-space()=\(literal)]"
        return try BrowserElement(
            try await session.post("/element", ["using": "xpath", "value": .string(path)]), session,
            BrowserElement.Locator(using: "xpath", value: path))
    }

    /// Runs the body of a function in the page, and gives back what it returns.
    @discardableResult
    public func execute(_ script: String, _ arguments: [JSONValue] = []) async throws -> JSONValue {
        try await session.post("/execute/sync", ["script": .string(script), "args": .array(arguments)])
    }

    /// The viewport, or the whole page, as a PNG.
    public func screenshot(ofWholePage isWhole: Bool = false) async throws -> [UInt8] {
        let text =
            isWhole
            ? try await command("Page.captureScreenshot", ["format": "png", "captureBeyondViewport": true])["data"]
                .string
            : try await session.get("/screenshot").string
        guard let image = text.flatMap({ Data(base64Encoded: $0) }) else {
            throw BrowserFailure(code: "no screenshot", message: "")
        }
        return Array(image)
    }

    /// The cookies that the page's address would be sent, by name; each with the members of WebDriver §14.
    public var cookies: [String: JSONValue] {
        get async throws {
            Dictionary(try await session.get("/cookie").array.map { ($0["name"].string ?? "", $0) }) { $1 }
        }
    }

    /// Sets a cookie for the page's host; members as in WebDriver §14.
    public func setCookie(_ cookie: JSONValue) async throws { try await session.post("/cookie", ["cookie": cookie]) }

    /// Forgets the cookies of the page's host.
    public func deleteCookies() async throws { try await session.delete("/cookie") }

    /// What the page and the browser wrote to the console since the last look: errors, refused resources.
    public func consoleMessages() async throws -> [String] {
        try await session.post("/se/log", ["type": "browser"]).array.map { $0["message"].string ?? "" }
    }

    /// Waits until the condition holds; throws `WaitedInVain` after the time, with the page's address. What the driver
    /// refuses meanwhile does not count: a page that is just being left or changed by its script has elements that are
    /// gone.
    public func waitUntil(
        _ what: String, within limit: Duration = .seconds(60), isolation: isolated (any Actor)? = #isolation,
        _ condition: () async throws -> Bool
    ) async throws {
        var refusal: BrowserFailure?
        do {
            try await Support.waitUntil(what, within: limit) {
                do {
                    refusal = nil
                    return try await condition()
                } catch let failure as BrowserFailure {
                    refusal = failure
                    return false
                }
            }
        } catch is WaitedInVain {
            let reason = refusal.map { ": \($0)" } ?? ""
            throw WaitedInVain("\(what), at \((try? await url) ?? "an unknown page")\(reason)")
        }
    }
}
