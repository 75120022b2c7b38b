/// An element of a page, for as long as the page is shown.
public struct BrowserElement: Sendable {
    /// How it was found in its page.
    struct Locator: Sendable {
        let using: String
        let value: String
        /// Which of those that match.
        var index = 0
    }

    private let session: WebDriver
    private let path: String
    private let locator: Locator?

    /// Reads a web element reference; its member has this name in every driver (WebDriver §12.1). With a locator it
    /// stays usable when the page's script puts another element in its place.
    init(_ reference: JSONValue, _ session: WebDriver, _ locator: Locator? = nil) throws {
        self.session = session
        self.locator = locator
        path = try BrowserElement.path(reference)
    }

    private static func path(_ reference: JSONValue) throws -> String {
        guard let id = reference["element-6066-11e4-a52e-4f735466cecf"].string else {
            throw BrowserFailure(code: "no such element", message: "the answer is no element")
        }
        return "/element/\(id)"
    }

    /// Does something with it, or, where a script has replaced it since it was found, with what stands in its place.
    private func use<T>(_ body: (_ path: String) async throws -> T) async throws -> T {
        var path = path
        let end = ContinuousClock.now.advanced(by: .seconds(60))
        while true {
            do {
                return try await body(path)
            } catch let failure as BrowserFailure where failure.code == "stale element reference" {
                guard let locator, ContinuousClock.now < end else { throw failure }
                try await waitUntil("\(locator.value) in its place") {
                    let all = try await session.post(
                        "/elements", ["using": .string(locator.using), "value": .string(locator.value)])
                    if all[locator.index] != .null { path = try BrowserElement.path(all[locator.index]) }
                    return all[locator.index] != .null
                }
            }
        }
    }

    /// The text as it is seen.
    public var text: String {
        get async throws { try await use { try await session.get($0 + "/text") }.string ?? "" }
    }

    /// Whether it can be seen.
    public var isDisplayed: Bool {
        get async throws { try await use { try await session.get($0 + "/displayed") }.bool ?? false }
    }

    /// Place and size in CSS pixels.
    public var frame: (x: Double, y: Double, width: Double, height: Double) {
        get async throws {
            let rectangle = try await use { try await session.get($0 + "/rect") }
            return (
                rectangle["x"].number ?? 0, rectangle["y"].number ?? 0, rectangle["width"].number ?? 0,
                rectangle["height"].number ?? 0
            )
        }
    }

    /// The role and the name that it has for assistive technology.
    public var accessibility: (role: String, name: String) {
        get async throws {
            (
                try await use { try await session.get($0 + "/computedrole") }.string ?? "",
                try await use { try await session.get($0 + "/computedlabel") }.string ?? ""
            )
        }
    }

    /// An attribute as written in the page; nil without one.
    public func attribute(_ name: String) async throws -> String? {
        try await use { try await session.get("\($0)/attribute/\(name)") }.string
    }

    /// A property of the object that scripts see.
    public func property(_ name: String) async throws -> JSONValue {
        try await use { try await session.get("\($0)/property/\(name)") }
    }

    /// A property of its computed style.
    public func style(_ name: String) async throws -> String {
        try await use { try await session.get("\($0)/css/\(name)") }.string ?? ""
    }

    /// Scrolls to it and clicks its middle; waits for the page that this leads to. Throws `element click intercepted`
    /// where something else lies over it.
    public func click() async throws { _ = try await use { try await session.post($0 + "/click") } }

    /// Types into it, after what is there.
    public func type(_ text: String) async throws {
        _ = try await use { try await session.post($0 + "/value", ["text": .string(text)]) }
    }

    /// Empties a field.
    public func clear() async throws { _ = try await use { try await session.post($0 + "/clear") } }

    /// The first element inside that the selector matches.
    public func find(_ css: String) async throws -> BrowserElement {
        try BrowserElement(
            try await use {
                try await session.post($0 + "/element", ["using": "css selector", "value": .string(css)])
            },
            session)
    }

    /// All elements inside that the selector matches.
    public func findAll(_ css: String) async throws -> [BrowserElement] {
        try await use { try await session.post($0 + "/elements", ["using": "css selector", "value": .string(css)]) }
            .array.map {
                try BrowserElement($0, session)
            }
    }
}
