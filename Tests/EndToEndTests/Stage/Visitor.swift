import HTTP
import HTTPClient
import Support

/// Somebody with a browser that keeps cookies and runs no scripts.
actor Visitor {
    private let baseURL: String
    private let client = CurlClient()
    private var cookies: [String: String] = [:]
    private let canary: Canary?
    /// What the callback answered to the last sign-in.
    private var callback: Page?

    /// Somebody who has never been there. What they see that is secret, the canary hears of.
    init(baseURL: String, canary: Canary? = nil) {
        self.baseURL = baseURL
        self.canary = canary
    }

    /// Asks for a page; follows no redirection. Takes a path below the base URL, or one with its base path, or a URL.
    func get(_ target: String, fields: Fields = [:], deadline: Duration = .seconds(60)) async throws -> Page {
        try await send(.get, target, fields: fields, body: [], deadline: deadline)
    }

    /// Sends a form with the token of the page it stands on.
    func post(
        _ target: String, from page: Page, _ values: [(String, String)] = [], fields: Fields = [:],
        hasToken: Bool = true
    ) async throws -> Page {
        var form = FormFields(values.map { (name: $0.0, value: $0.1) })
        if hasToken { form.append("token", page.formToken ?? "") }
        var fields = fields
        fields.append(.contentType, "application/x-www-form-urlencoded")
        return try await send(.post, target, fields: fields, body: Array(form.encoded.utf8), deadline: .seconds(60))
    }

    /// Signs in from the front page, and says what the callback answered.
    @discardableResult
    func signIn(as listener: String) async throws -> Page {
        let front = try await get("/")
        guard let link = front.authorize else { throw WaitedInVain("a link to sign in, with status \(front.status)") }
        let answer = try await get(try await agree(to: link, as: listener))
        callback = answer
        return answer
    }

    /// Reconnects from the settings page, and says what the callback answered.
    @discardableResult
    func reconnect(as listener: String) async throws -> Page {
        let settings = try await get("/settings")
        guard let link = settings.link("Reconnect") else { throw WaitedInVain("a link to reconnect") }
        return try await get(try await agree(to: link, as: listener))
    }

    /// Agrees, or cancels, on the consent page behind an authorization request; gives the callback's URL.
    func agree(to link: String, as listener: String, action: String = "agree") async throws -> String {
        let parts = link.split(separator: "?", maxSplits: 1)
        var form = FormFields(query: parts.count == 2 ? String(parts[1]) : nil) ?? FormFields()
        form.append("user", listener)
        form.append("action", action)
        let response = try await client.send(
            ClientRequest(
                .post, String(parts[0]), fields: [.contentType: "application/x-www-form-urlencoded"],
                body: Array(form.encoded.utf8), deadline: .seconds(60)))
        guard let location = response.fields[.location] else {
            throw WaitedInVain("a redirection from the consent page, which answered \(response.status)")
        }
        return location
    }

    /// Waits until the first reading of all artists is over; throws at once if nobody is signed in.
    func waitForImport() async throws {
        try await waitUntil("the import") {
            // Redirects to the front page once it is over, and whoever is not signed in to the link as well.
            let page = try await get("/welcome")
            guard page.location?.contains("return_to") != true else {
                let answer = callback.map { "the callback answered \($0.status): \($0.text)" } ?? "nobody signed in"
                throw WaitedInVain("the import, since \(answer)")
            }
            return page.status == 303
        }
    }

    /// The cookies as a request sends them.
    var cookieLine: String {
        cookies.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" }.joined(separator: "; ")
    }

    /// Has the browser keep a cookie that somebody else made.
    func plant(_ name: String, _ value: String) { cookies[name] = value }

    private func send(
        _ method: HTTP.Method, _ target: String, fields: Fields, body: [UInt8], deadline: Duration
    ) async throws -> Page {
        let url = absolute(target)
        var fields = fields
        if let value = FieldValue(cookieLine), !cookies.isEmpty { fields.append(.cookie, value) }
        let response = try await client.send(
            ClientRequest(method, url, fields: fields, body: body, deadline: deadline, responseBytesMax: 16 << 20))
        for line in response.fields.values(of: .setCookie) { keep(line) }
        let page = Page(
            url: url, status: response.status.code, fields: response.fields,
            text: String(decoding: response.body, as: UTF8.self))
        note(page)
        return page
    }

    private func note(_ page: Page) {
        guard let canary else { return }
        canary.noteCookies(cookies.values)
        if let code = page.url.firstMatch(of: #/[?&]code=([^&]+)/#) { canary.note([String(code.output.1)]) }
        canary.notePage(page.text)
    }

    private func absolute(_ target: String) -> String {
        guard target.hasPrefix("/") else { return target }
        let path = baseURL.dropFirst(baseURL.firstMatch(of: #/^[a-z]+://[^/]+/#)?.output.count ?? 0)
        let hasPath = !path.isEmpty && (target == path || target.hasPrefix("\(path)/"))
        return hasPath ? baseURL.dropLast(path.count) + target : baseURL + target
    }

    private func keep(_ line: String) {
        let parts = line.split(separator: ";").map { $0.drop { $0 == " " } }
        guard let pair = parts.first, let equals = pair.firstIndex(of: "=") else { return }
        let name = String(pair[..<equals])
        let isGone = parts.contains("Max-Age=0")
        cookies[name] = isGone ? nil : String(pair[pair.index(after: equals)...])
    }
}
