import Crypto
import FoundationEssentials
import HTTP
import Synchronization

/// What an `OpenIDProvider` answers.
final class OpenIDCore: Handler {
    struct State: Sendable {
        var script: OpenIDScript
        var redirectURIs: Set<String> = []
        var complaints: [String] = []
        var requests: [String] = []
        var codes: [String: Code] = [:]
        var tokens: [String: String] = [:]
        var secrets: Set<String> = []
        var count = 0
    }

    struct Code: Sendable {
        let user: String
        let redirectURI: String
        let challenge: String?
        var isUsed = false
    }

    /// Users, by subject.
    static let users = ["sub-ada": "Ada of OpenID", "sub-bob": "Bob of OpenID", "sub-eve": "Eve of OpenID"]

    let state: Mutex<State>
    private let url: String
    private let path: String

    init(url: String, path: String, script: OpenIDScript) {
        self.url = url
        self.path = path
        state = Mutex(State(script: script))
    }

    func respond(to request: Request) async -> Response {
        let body = (try? await request.body.collect(upTo: 1 << 20)) ?? []
        return state.withLock { state in
            state.requests.append(request.path)
            if state.script.isDown { return Response(.serviceUnavailable) }
            return answer(request, body, &state)
        }
    }

    private func answer(_ request: Request, _ body: [UInt8], _ state: inout State) -> Response {
        let form = FormFields(encoded: body) ?? FormFields()
        let query = FormFields(query: request.query) ?? FormFields()
        switch (request.method, request.path) {
        case (.get, "/.well-known/oauth-authorization-server\(path)") where state.script.hasOAuthMetadata:
            return metadata(state.script)
        case (.get, "\(path)/.well-known/openid-configuration"): return metadata(state.script)
        case (.get, "/authorize"): return consentPage(query, &state)
        case (.post, "/authorize"): return authorize(form, &state)
        case (.post, "/token"): return token(request, form, &state)
        case (.get, "/userinfo"): return userInfo(request, &state)
        default: return Response(.notFound)
        }
    }

    private func metadata(_ script: OpenIDScript) -> Response {
        let method = script.wantsBasic ? "client_secret_basic" : "client_secret_post"
        return json(
            .ok,
            [
                "issuer": .string(script.metadataIssuer ?? url + path),
                "authorization_endpoint": .string("\(url)/authorize"), "token_endpoint": .string("\(url)/token"),
                "userinfo_endpoint": .string("\(url)/userinfo"), "response_types_supported": ["code"],
                "code_challenge_methods_supported": ["S256"],
                "token_endpoint_auth_methods_supported": [.string(method)],
                "authorization_response_iss_parameter_supported": .bool(script.saysIssuer),
            ])
    }

    // MARK: Authorization

    /// Why a request must not be answered by a redirection.
    private func check(_ query: FormFields, _ state: inout State) -> Bool {
        let count = state.complaints.count
        let names = ["client_id", "response_type", "redirect_uri", "state", "scope", "code_challenge"]
        if query.hasRepeated(names) { state.complaints.append("a parameter of the authorization request is repeated") }
        if query["client_id"] != OpenIDProvider.clientID { state.complaints.append("client_id is another") }
        if query["response_type"] != "code" { state.complaints.append("response_type is not code") }
        if !state.redirectURIs.contains(query["redirect_uri"] ?? "") {
            state.complaints.append("redirect_uri is not registered: \(query["redirect_uri"] ?? "none")")
        }
        if (query["state"] ?? "").utf8.count < 32 { state.complaints.append("state is short") }
        if state.script.wantsPKCE {
            if query["code_challenge_method"] != "S256" { state.complaints.append("PKCE is not S256") }
            if query["code_challenge"]?.utf8.count != 43 { state.complaints.append("code_challenge is no SHA-256") }
        }
        return state.complaints.count == count
    }

    private func consentPage(_ query: FormFields, _ state: inout State) -> Response {
        guard check(query, &state) else { return Response.text(.badRequest, "refused") }
        let hidden = query.pairs.map { pair in
            "<input type=\"hidden\" name=\"\(escaped(pair.name))\" value=\"\(escaped(pair.value))\">"
        }
        let options = OpenIDCore.users.sorted { $0.key < $1.key }.map {
            "<option value=\"\($0.key)\">\(escaped($0.value))</option>"
        }
        let page = """
            <!doctype html><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>Sign in</title>
            <form method="post" action="/authorize">\(hidden.joined())
            <select name="user">\(options.joined())</select>
            <button id="agree" name="action" value="agree">Agree</button>
            <button id="cancel" name="action" value="cancel">Cancel</button></form>
            """
        return Response.html(.ok, Array(page.utf8))
    }

    private func authorize(_ form: FormFields, _ state: inout State) -> Response {
        guard check(form, &state), let redirectURI = form["redirect_uri"] else {
            return Response.text(.badRequest, "refused")
        }
        var answer = FormFields([("state", form["state"] ?? "")])
        if let error = state.script.authorizationError ?? (form["action"] == "agree" ? nil : "access_denied") {
            answer.append("error", error)
        } else if let user = form["user"], OpenIDCore.users[user] != nil {
            let code = secret("code", &state)
            state.codes[code] = Code(user: user, redirectURI: redirectURI, challenge: form["code_challenge"])
            answer.append("code", code)
        } else {
            return Response.text(.badRequest, "no such user")
        }
        let issuer = state.script.issuerInCallback ?? (state.script.saysIssuer ? url + path : "")
        if !issuer.isEmpty { answer.append("iss", issuer) }
        return Response.redirect(to: "\(redirectURI)?\(answer.encoded)")
    }

    // MARK: Tokens

    private func token(_ request: Request, _ form: FormFields, _ state: inout State) -> Response {
        guard isAuthenticated(request, form, &state) else {
            return json(.unauthorized, ["error": "invalid_client"])
        }
        if let (status, text) = state.script.tokenAnswer {
            return Response.json(Status(status), Array(text.utf8))
        }
        guard form["grant_type"] == "authorization_code", let text = form["code"], var code = state.codes[text] else {
            state.complaints.append("the token request has no code that was given")
            return json(.badRequest, ["error": "invalid_grant"])
        }
        if code.isUsed { state.complaints.append("a code was sent twice") }
        if form["redirect_uri"] != code.redirectURI { state.complaints.append("redirect_uri is not the request's") }
        if let challenge = code.challenge, challenge != challengeOf(form["code_verifier"] ?? "") {
            state.complaints.append("code_verifier does not fit its challenge")
            return json(.badRequest, ["error": "invalid_grant"])
        }
        guard !code.isUsed else { return json(.badRequest, ["error": "invalid_grant"]) }
        code.isUsed = true
        state.codes[text] = code
        let token = secret("access", &state)
        state.tokens[token] = code.user
        return json(
            .ok,
            [
                "access_token": .string(token), "token_type": "Bearer", "expires_in": 300,
                "id_token": "never.read.by-us",
            ])
    }

    private func isAuthenticated(_ request: Request, _ form: FormFields, _ state: inout State) -> Bool {
        let field = request.fields[.authorization]
        if state.script.wantsBasic {
            // Both halves are form-encoded before they are joined (RFC 6749 §2.3.1).
            let pair = "fanfare%20client%3A1:s3cret%20with%3Acolon%25%26"
            let isRight = field == "Basic " + Data(pair.utf8).base64EncodedString()
            if !isRight || form["client_secret"] != nil {
                state.complaints.append("the client is not authenticated by Basic alone")
            }
            return isRight
        }
        let isRight =
            form["client_id"] == OpenIDProvider.clientID && form["client_secret"] == OpenIDProvider.clientSecret
        if !isRight || field != nil { state.complaints.append("the client is not authenticated in the content alone") }
        return isRight
    }

    private func userInfo(_ request: Request, _ state: inout State) -> Response {
        let field = request.fields[.authorization] ?? ""
        guard field.hasPrefix("Bearer "), let user = state.tokens[String(field.dropFirst(7))] else {
            state.complaints.append("the user info is asked for with another token")
            return Response(.unauthorized)
        }
        if let (status, text) = state.script.userInfoAnswer { return Response.json(Status(status), Array(text.utf8)) }
        return json(.ok, ["sub": .string(user), "name": .string(OpenIDCore.users[user] ?? "")])
    }

    // MARK: Underneath

    private func secret(_ kind: String, _ state: inout State) -> String {
        state.count += 1
        let secret = "\(kind)-\(state.count)-\(UInt64.random(in: .min ... .max))"
        state.secrets.insert(secret)
        return secret
    }

    private func challengeOf(_ verifier: String) -> String {
        Data(SHA256.hash(data: Data(verifier.utf8))).base64EncodedString().replacing("+", with: "-")
            .replacing("/", with: "_").replacing("=", with: "")
    }

    private func json(_ status: Status, _ value: JSONValue) -> Response {
        var response = Response.json(status, (try? value.encoded) ?? [])
        response.fields.append(.cacheControl, "no-store")
        return response
    }

    private func escaped(_ text: String) -> String {
        text.replacing("&", with: "&amp;").replacing("\"", with: "&quot;").replacing("<", with: "&lt;")
    }
}
