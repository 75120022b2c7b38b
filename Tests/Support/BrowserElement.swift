/// An element of a page, for as long as the page is shown.
public struct BrowserElement: Sendable {
    private let session: WebDriver
    private let path: String

    /// Reads a web element reference; its member has this name in every driver (WebDriver §12.1).
    init(_ reference: JSONValue, _ session: WebDriver) throws {
        guard let id = reference["element-6066-11e4-a52e-4f735466cecf"].string else {
            throw BrowserFailure(code: "no such element", message: "the answer is no element")
        }
        self.session = session
        path = "/element/\(id)"
    }

    /// The text as it is seen.
    public var text: String {
        get async throws { try await session.get(path + "/text").string ?? "" }
    }

    /// Whether it can be seen.
    public var isDisplayed: Bool {
        get async throws { try await session.get(path + "/displayed").bool ?? false }
    }

    /// Place and size in CSS pixels.
    public var frame: (x: Double, y: Double, width: Double, height: Double) {
        get async throws {
            let rectangle = try await session.get(path + "/rect")
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
                try await session.get(path + "/computedrole").string ?? "",
                try await session.get(path + "/computedlabel").string ?? ""
            )
        }
    }

    /// An attribute as written in the page; nil without one.
    public func attribute(_ name: String) async throws -> String? {
        try await session.get("\(path)/attribute/\(name)").string
    }

    /// A property of the object that scripts see.
    public func property(_ name: String) async throws -> JSONValue { try await session.get("\(path)/property/\(name)") }

    /// A property of its computed style.
    public func style(_ name: String) async throws -> String {
        try await session.get("\(path)/css/\(name)").string ?? ""
    }

    /// Scrolls to it and clicks its middle; waits for the page that this leads to. Throws `element click intercepted`
    /// where something else lies over it.
    public func click() async throws { try await session.post(path + "/click") }

    /// Types into it, after what is there.
    public func type(_ text: String) async throws { try await session.post(path + "/value", ["text": .string(text)]) }

    /// Empties a field.
    public func clear() async throws { try await session.post(path + "/clear") }

    /// The first element inside that the selector matches.
    public func find(_ css: String) async throws -> BrowserElement {
        try BrowserElement(
            try await session.post(path + "/element", ["using": "css selector", "value": .string(css)]), session)
    }

    /// All elements inside that the selector matches.
    public func findAll(_ css: String) async throws -> [BrowserElement] {
        try await session.post(path + "/elements", ["using": "css selector", "value": .string(css)]).array.map {
            try BrowserElement($0, session)
        }
    }
}
