import HTTP
import HTTPClient

/// The wire of W3C WebDriver: JSON over HTTP, every answer wrapped in `value` (WebDriver §6).
struct WebDriver: Sendable {
    private let client: CurlClient
    private let base: String
    private let onLeaving: (@Sendable (Browser.LeftPage) -> Void)?

    /// Speaks to the driver, or one of its sessions, at a URL without a slash at the end. `onLeaving` is shown each
    /// page of a session before something is done by which the browser may leave it.
    init(client: CurlClient, base: String, onLeaving: (@Sendable (Browser.LeftPage) -> Void)? = nil) {
        self.client = client
        self.base = base
        self.onLeaving = onLeaving
    }

    /// The wire of one session.
    func session(_ id: String) -> WebDriver {
        WebDriver(client: client, base: "\(base)/session/\(id)", onLeaving: onLeaving)
    }

    func get(_ path: String) async throws -> JSONValue { try await call(.get, path, body: []) }

    func delete(_ path: String) async throws {
        await showPage(before: path)
        _ = try await call(.delete, path, body: [])
    }

    /// Every POST has an object for content, an empty one too.
    @discardableResult
    func post(_ path: String, _ body: JSONValue = [:]) async throws -> JSONValue {
        await showPage(before: path)
        return try await call(.post, path, body: body.encoded)
    }

    /// Another page, a click, and the session's end.
    private static func mayLeave(_ path: String) -> Bool {
        path.isEmpty || ["/url", "/refresh", "/back"].contains(path) || path.hasSuffix("/click")
    }

    private func showPage(before path: String) async {
        guard let onLeaving, WebDriver.mayLeave(path), let url = try? await get("/url").string,
            let source = try? await get("/source").string
        else { return }
        let cookies = try? await get("/cookie").array.compactMap { $0["value"].string }
        onLeaving(Browser.LeftPage(url: url, source: source, cookies: cookies ?? []))
    }

    private func call(_ method: HTTP.Method, _ path: String, body: [UInt8]) async throws -> JSONValue {
        let fields: Fields = body.isEmpty ? [:] : [.contentType: "application/json; charset=utf-8"]
        let response = try await client.send(
            ClientRequest(
                method, base + path, fields: fields, body: body, deadline: .seconds(180), responseBytesMax: 64 << 20))
        let value = try JSONValue(parsing: response.body)["value"]
        guard response.status.isSuccess else {
            throw BrowserFailure(
                code: value["error"].string ?? "\(response.status)", message: value["message"].string ?? "")
        }
        return value
    }
}

/// What the browser's driver refused to do.
public struct BrowserFailure: Error, CustomStringConvertible {
    /// A code of WebDriver §6.6, `no such element` for one.
    public let code: String
    /// The driver's words.
    public let message: String
    /// Whether a click with this failure has done nothing, so that it may be tried again (WebDriver §6.6).
    public var isBeforeClick: Bool {
        [
            "no such element", "stale element reference", "element click intercepted", "element not interactable",
        ].contains(code)
    }
    /// Both.
    public var description: String { "\(code): \(message)" }
}
