import HTTP
import Support
import Testing

/// Callbacks that finish no sign-in: a plain page, the right status, one line in the log, and nothing written.
@Suite(.storied) struct CallbackFaultTests {
    /// What is done to a good callback before it is called.
    struct Callback: Sendable, CustomTestStringConvertible {
        let testDescription: String
        let status: Int
        let change: @Sendable (_ good: String) -> String

        init(_ description: String, _ status: Int = 400, _ change: @escaping @Sendable (_ good: String) -> String) {
            testDescription = description
            self.status = status
            self.change = change
        }
    }

    private static func replacing(_ name: String, in url: String, by value: String?) -> String {
        let parts = url.split(separator: "?", maxSplits: 1)
        let kept = parts[1].split(separator: "&").filter { !$0.hasPrefix("\(name)=") }
        return "\(parts[0])?" + (kept + (value.map { ["\(name)=\($0)"] } ?? [])).joined(separator: "&")
    }

    private static let foreign = String(repeating: "A", count: 43)

    private static let callbacks = [
        Callback("no parameter") { String($0.prefix { $0 != "?" }) },
        Callback("no state") { replacing("state", in: $0, by: nil) },
        Callback("an empty state") { replacing("state", in: $0, by: "") },
        Callback("somebody else's state") { replacing("state", in: $0, by: foreign) },
        Callback("a state twice") { "\($0)&state=\(foreign)" }, Callback("a code twice") { "\($0)&code=x" },
        Callback("no code") { replacing("code", in: $0, by: nil) },
        Callback("an empty code") { replacing("code", in: $0, by: "") },
        Callback("an unknown code") { replacing("code", in: $0, by: "never-issued") },
        Callback("another issuer") { "\($0)&iss=https%3A%2F%2Fevil.example" },
        Callback("access denied", 403) { replacing("code", in: $0, by: nil) + "&error=access_denied" },
        Callback("the provider's own error", 502) { replacing("code", in: $0, by: nil) + "&error=server_error" },
        Callback("an invalid scope") { replacing("code", in: $0, by: nil) + "&error=invalid_scope" },
        Callback("an unheard-of error with markup") {
            replacing("code", in: $0, by: nil) + "&error=%3Cscript%3E&error_description=%3Cb%3Emarkup"
        },
    ]

    @Test func `a callback that is none`() async throws {
        let stage = try await Stage.open()
        for callback in CallbackFaultTests.callbacks {
            let visitor = stage.visitor()
            let good = try await visitor.agree(to: visitor.get("/").authorize ?? "", as: "listener-1")
            let lines = refusals(stage)
            let page = try await visitor.get(callback.change(good))
            try await expectPlain(page, callback.status, stage, linesBefore: lines, "\(callback)")
            #expect(!page.text.contains("<script>") && !page.text.contains("<b>markup"), "\(callback)")
            expectQuiet(about: good, stage)
        }
        #expect(try Program.number(in: stage.database, "SELECT count(*) FROM account") == 0)
        try await stage.close()
    }

    @Test func `a callback that has been used, or belongs to another browser`() async throws {
        let stage = try await Stage.open()
        let visitor = stage.visitor()
        let good = try await visitor.agree(to: visitor.get("/").authorize ?? "", as: "listener-1")
        // A link sent by somebody who wants others to sign in as them (RFC 6749 §10.12).
        let victim = stage.visitor()
        _ = try await victim.get("/")
        #expect(try await victim.get(good).status == 400)
        #expect(try await victim.get("/settings").status == 303)
        #expect(try await visitor.get(good).location == "/welcome")
        // The same callback again goes on for who is signed in, and for nobody else; the code is sent once.
        #expect(try await visitor.get(good).status == 303)
        #expect(try await victim.get(good).status == 400)
        let signedIn = try await victim.signIn(as: "listener-2")
        #expect(signedIn.location == "/welcome")
        #expect(try await victim.get(good).location == "/")
        #expect(try await victim.get("/settings").text.contains("Signed in as Bjørn Åkesson"))
        let exchanges = try await stage.sandbox.requests().filter { $0.grantType == "authorization_code" }
        #expect(exchanges.count == 2)
        try await stage.close()
    }

    /// What the provider does instead of answering.
    struct ProviderFault: Sendable {
        let fault: JSONValue
        let status: Int
    }

    private static let providerFaults: [ProviderFault] = [
        ProviderFault(
            fault: ["path": "/api/token", "status": 200, "body": "<!doctype html><p>Maintenance"], status: 502),
        ProviderFault(fault: ["path": "/api/token", "status": 503, "body": "<!doctype html><p>Busy"], status: 502),
        ProviderFault(fault: ["path": "/api/token", "status": 500], status: 502),
        ProviderFault(fault: ["path": "/api/token", "status": 200, "body": ""], status: 502),
        ProviderFault(fault: ["path": "/api/token", "status": 200, "body": [:]], status: 502),
        ProviderFault(fault: ["path": "/api/token", "status": 200, "body": "{\"access_token\": 1"], status: 502),
        ProviderFault(fault: ["path": "/api/token", "status": 429, "headers": ["retry-after": "30"]], status: 502),
        ProviderFault(fault: ["path": "/api/token", "status": 400, "body": ["error": "invalid_grant"]], status: 400),
        ProviderFault(fault: ["path": "/api/token", "status": 400, "body": ["error": "invalid_client"]], status: 502),
        ProviderFault(fault: ["path": "/api/token", "cut_after_bytes": 10], status: 504),
        ProviderFault(fault: ["path": "/v1/me", "status": 200, "body": "<!doctype html><p>Portal"], status: 502),
        ProviderFault(fault: ["path": "/v1/me", "status": 500], status: 502),
        ProviderFault(fault: ["path": "/v1/me", "status": 200, "body": ["display_name": "Nobody"]], status: 502),
        ProviderFault(fault: ["path": "/v1/me", "cut_after_bytes": 10], status: 504),
    ]

    @Test func `a provider that is down or answers nonsense`() async throws {
        // Without anything in between that would answer for a provider whose answer breaks off.
        let sandbox = try await SandboxProcess.start()
        let stage = try await Stage.open(sandbox: sandbox, spotify: sandbox.url)
        for row in CallbackFaultTests.providerFaults {
            let visitor = stage.visitor()
            let good = try await visitor.agree(to: visitor.get("/").authorize ?? "", as: "listener-1")
            try await stage.sandbox.post("/faults", row.fault)
            let lines = refusals(stage)
            let page = try await visitor.get(good)
            try await expectPlain(page, row.status, stage, linesBefore: lines, "\(row.fault)")
            expectQuiet(about: good, stage)
            try await stage.sandbox.call(.delete, "/faults")
            #expect(try Program.number(in: stage.database, "SELECT count(*) FROM account") == 0, "\(row.fault)")
        }
        // Somebody whom the owner of the app has not put on its list is told so.
        try await stage.sandbox.post("/users/listener-1/allow", ["allowed": false])
        #expect(try await stage.visitor().signIn(as: "listener-1").status == 403)
        try await stage.sandbox.post("/users/listener-1/allow", ["allowed": true])
        #expect(try await stage.visitor().signIn(as: "listener-1").location == "/welcome")

        let late = stage.visitor()
        let callback = try await late.agree(to: late.get("/").authorize ?? "", as: "listener-2")
        try await stage.sandbox.process.kill()
        let lines = refusals(stage)
        let page = try await late.get(callback)
        try await expectPlain(page, 502, stage, linesBefore: lines, "nobody there")
        #expect(try Program.number(in: stage.database, "SELECT count(*) FROM account") == 1)
        #expect(try await stage.server.terminate() == 0)
    }

    /// Lines in the log about requests that were refused.
    private func refusals(_ stage: Stage) -> Int { stage.log.filter { $0.contains("request refused") }.count }

    private func expectPlain(
        _ page: Page, _ status: Int, _ stage: Stage, linesBefore: Int, _ comment: String,
        sourceLocation: SourceLocation = #_sourceLocation
    ) async throws {
        #expect(page.status == status, "\(comment)", sourceLocation: sourceLocation)
        #expect(page.fields[.contentType] == "text/html; charset=utf-8", sourceLocation: sourceLocation)
        #expect(page.text.contains("<h1>") && page.link("Front page") != nil, sourceLocation: sourceLocation)
        #expect(
            !page.fields.values(of: .setCookie).contains { $0.hasPrefix("ff_session=") }, sourceLocation: sourceLocation
        )
        try await waitUntil("a line in the log for: \(comment)") { refusals(stage) > linesBefore }
        #expect(refusals(stage) == linesBefore + 1, "\(comment)", sourceLocation: sourceLocation)
    }

    /// Neither code nor state of a callback is in the log, nor the secret of the app.
    private func expectQuiet(about callback: String, _ stage: Stage) {
        let query = callback.split(separator: "?").last.map { String($0) }
        let values = (FormFields(query: query)?.pairs.map(\.value) ?? []) + [Stage.clientSecret]
        for value in values { #expect(!stage.log.contains { $0.contains(value) }) }
    }
}
