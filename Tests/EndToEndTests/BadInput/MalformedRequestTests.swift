import HTTP
import HTTPClient
import Support
import Testing

/// What is no HTTP, or none of ours, against the real program.
@Suite(.storied) struct MalformedRequestTests {
    private static let malformed = [
        "nonsense\\r\\n\\r\\n", "GET / HTTP/1.1\\r\\n\\r\\n", "GET  / HTTP/1.1\\r\\nHost: a\\r\\n\\r\\n",
        "GET / HTTP/1.1\\r\\nHost : a\\r\\n\\r\\n", "GET / HTTP/1.1\\r\\nHost: a\\r\\nHost: b\\r\\n\\r\\n",
        "GET / HTTP/1.1\\r\\nHost: a\\r\\n folded\\r\\n\\r\\n", "GET / HTTP/1.1\\r\\nHost: a\\r\\nX: \\0\\r\\n\\r\\n",
        "GET /a b HTTP/1.1\\r\\nHost: a\\r\\n\\r\\n", "GET nowhere HTTP/1.1\\r\\nHost: a\\r\\n\\r\\n",
        "POST / HTTP/1.1\\r\\nHost: a\\r\\nContent-Length: 1\\r\\nContent-Length: 2\\r\\n\\r\\nab",
        "POST / HTTP/1.1\\r\\nHost: a\\r\\nContent-Length: 1\\r\\nTransfer-Encoding: chunked\\r\\n\\r\\n0\\r\\n\\r\\n",
        "POST / HTTP/1.1\\r\\nHost: a\\r\\nContent-Length: -1\\r\\n\\r\\n",
        "\\0026\\0003\\0001\\0000\\0245\\0001\\0000\\0000\\0241\\r\\n\\r\\n",
    ]

    @Test func `malformed requests get 400 and the end of the connection`() async throws {
        let stage = try await Stage.open()
        let port = stage.directURL.split(separator: ":").last.map { String($0) } ?? ""
        for text in MalformedRequestTests.malformed {
            let answer = try await RawExchange.send(text, toPort: port)
            #expect(answer.hasPrefix("HTTP/1.1 400 "), "\(text): \(answer.prefix(80))")
            #expect(answer.lowercased().contains("connection: close"), "\(text)")
        }
        // Whatever came behind it on the same connection is not looked at.
        let smuggled = try await RawExchange.send(
            "GET / HTTP/1.1\\r\\nHost : a\\r\\n\\r\\nGET /healthz HTTP/1.1\\r\\nHost: a\\r\\n\\r\\n", toPort: port)
        #expect(smuggled.matches(of: #/HTTP/1\.1 /#).count == 1)
        #expect(try await stage.visitor().get("/healthz").status == 200)
        #expect(try await stage.close() == 0)
    }

    struct Row: Sendable {
        let method: HTTP.Method
        let path: String
        let status: Int
        var allow: String?
    }

    private static let rows = [
        Row(method: .get, path: "/nowhere", status: 404), Row(method: .get, path: "/static/nothing.css", status: 404),
        Row(method: .get, path: "/static/../Package.swift", status: 404),
        Row(method: .get, path: "/static/%2e%2e/Package.swift", status: 404),
        Row(method: .get, path: "/feeds/AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA/releases.atom", status: 404),
        Row(method: .get, path: "/callback/nobody", status: 404), Row(method: .get, path: "/%zz", status: 404),
        Row(method: .post, path: "/", status: 405, allow: "GET, HEAD, OPTIONS"),
        Row(method: .delete, path: "/settings", status: 405, allow: "GET, HEAD, OPTIONS"),
        Row(method: .get, path: "/sign-out", status: 405, allow: "POST, OPTIONS"),
        Row(method: .put, path: "/settings/delete-account", status: 405, allow: "GET, HEAD, POST, OPTIONS"),
        Row(method: .other("BREW"), path: "/", status: 501), Row(method: .get, path: "/settings", status: 303),
        Row(method: .post, path: "/sign-out", status: 303), Row(method: .get, path: "/?return_to=%zz", status: 400),
        Row(method: .get, path: "/callback?state=%zz", status: 400),
    ]

    @Test func `unknown paths, wrong methods, and pages without a session`() async throws {
        let stage = try await Stage.open()
        let client = CurlClient()
        for row in MalformedRequestTests.rows {
            let response = try await client.send(ClientRequest(row.method, stage.baseURL + row.path))
            #expect(response.status.code == row.status, "\(row.method) \(row.path)")
            #expect(response.fields[.allow] == row.allow, "\(row.method) \(row.path)")
            #expect(response.fields.contains(.contentSecurityPolicy), "\(row.method) \(row.path)")
        }
        try await stage.close()
    }
}
