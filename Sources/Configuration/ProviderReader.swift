import Domain
import HTTP

/// Reads one provider of the file, and collects what is wrong with it.
struct ProviderReader {
    private static let keys = [
        "name", "display_name", "issuer", "client_id", "client_secret", "client_secret_file", "client_auth", "scopes",
        "authorize_url", "token_url", "userinfo_url", "pkce", "iss", "extra_authorize_params", "subject_path",
        "name_path",
    ]
    /// What the authorization request says itself; configuration must not undo it.
    private static let ownParameters = [
        "client_id", "response_type", "response_mode", "redirect_uri", "state", "scope", "code_challenge",
        "code_challenge_method", "nonce", "request", "request_uri",
    ]

    private let members: [String: JSONTree]
    /// How the provider is named in sentences.
    private let label: String
    /// What is wrong, each a sentence.
    private(set) var problems: [String] = []

    init(_ item: JSONTree, place: Int) {
        guard case .object(let members) = item else {
            self.members = [:]
            label = "provider \(place)"
            problems = ["provider \(place) must be an object"]
            return
        }
        self.members = members
        if case .text(let name)? = members["name"] {
            label = "provider \(place) (\(name.prefix(40)))"
        } else {
            label = "provider \(place)"
        }
    }

    /// The registration; nil where something is wrong.
    mutating func registration(_ readFile: (String) -> String?) -> ProviderRegistration? {
        guard problems.isEmpty else { return nil }
        for key in members.keys.sorted() where !Self.keys.contains(key) {
            let hint = SettingNames.nearest(to: key, in: Self.keys).map { "; did you mean \"\($0)\"?" } ?? ""
            complain("knows no \"\(key)\"\(hint)")
        }
        let name = required("name", Self.name)
        let issuer = required("issuer", Self.issuer)
        let clientID = required("client_id") { text throws(ConfigurationProblem) in text }
        var registration = ProviderRegistration(
            name: name ?? "", displayName: text("display_name") ?? name ?? "", issuer: issuer ?? "",
            clientID: clientID ?? "", clientSecret: secret(readFile))
        registration.authentication = optional("client_auth", SettingParsers.word)
        registration.authorizationURL = optional("authorize_url", Self.endpoint)
        registration.tokenURL = optional("token_url", Self.endpoint)
        registration.userInfoURL = optional("userinfo_url", Self.endpoint)
        registration.usesPKCE = choice("pkce", ["S256": true, "unsupported": false]) ?? true
        registration.requiresIssuer = choice("iss", ["if_present": false, "required": true]) ?? false
        registration.scopes = scopes() ?? registration.scopes
        registration.extraParameters = extraParameters()
        registration.subjectPath = path("subject_path") ?? registration.subjectPath
        registration.namePath = path("name_path")
        checkSecret(registration)
        return problems.isEmpty ? registration : nil
    }

    private mutating func complain(_ problem: String) { problems.append("\(label) \(problem)") }

    private mutating func text(_ key: String) -> String? {
        guard let member = members[key] else { return nil }
        guard case .text(let text) = member, !text.isEmpty else {
            complain("takes a text that is not empty as \"\(key)\"")
            return nil
        }
        return text
    }

    private mutating func optional<Value>(
        _ key: String, _ parse: (String) throws(ConfigurationProblem) -> Value
    ) -> Value? {
        guard let text = text(key) else { return nil }
        do throws(ConfigurationProblem) { return try parse(text) } catch {
            complain("has a \"\(key)\" that \(error.text)")
            return nil
        }
    }

    private mutating func required<Value>(
        _ key: String, _ parse: (String) throws(ConfigurationProblem) -> Value
    ) -> Value? {
        if members[key] == nil { complain("lacks \"\(key)\"") }
        return optional(key, parse)
    }

    private mutating func choice(_ key: String, _ words: [String: Bool]) -> Bool? {
        guard let text = text(key) else { return nil }
        if words[text] == nil { complain("takes \(words.keys.sorted().joined(separator: " or ")) as \"\(key)\"") }
        return words[text]
    }

    private mutating func scopes() -> [String]? {
        guard let member = members["scopes"] else { return nil }
        if case .array(let items) = member {
            let scopes = items.compactMap { if case .text(let text) = $0 { text } else { nil } }
            // RFC 6749 appendix A.4: a space would make two of one.
            let areScopes = scopes.allSatisfy { scope in
                !scope.isEmpty && scope.utf8.allSatisfy { $0 > 0x20 && $0 < 0x7F && $0 != 0x22 && $0 != 0x5C }
            }
            if scopes.count == items.count, areScopes { return scopes }
        }
        complain("takes a list of words as \"scopes\", such as [\"openid\", \"profile\"]")
        return nil
    }

    private mutating func extraParameters() -> [String: String] {
        guard let member = members["extra_authorize_params"] else { return [:] }
        guard case .object(let items) = member else {
            complain("takes an object of texts as \"extra_authorize_params\"")
            return [:]
        }
        var parameters: [String: String] = [:]
        for (name, value) in items.sorted(by: { $0.key < $1.key }) {
            if Self.ownParameters.contains(name) {
                complain("must not set \"\(name)\" in \"extra_authorize_params\": Fanfare says it itself")
            } else if case .text(let text) = value {
                parameters[name] = text
            } else {
                complain("takes a text as \"\(name)\" in \"extra_authorize_params\"")
            }
        }
        return parameters
    }

    private mutating func path(_ key: String) -> [String]? {
        guard let text = text(key) else { return nil }
        let path = text.split(separator: ".", omittingEmptySubsequences: false).map(String.init)
        guard path.allSatisfy({ !$0.isEmpty }) else {
            complain("takes names with dots between them as \"\(key)\", such as sub or data.id")
            return nil
        }
        return path
    }

    private mutating func secret(_ readFile: (String) -> String?) -> Secret? {
        let direct = text("client_secret")
        guard let path = text("client_secret_file") else { return direct.map { Secret($0) } }
        if direct != nil { complain("has \"client_secret\" beside \"client_secret_file\"; keep one of the two") }
        guard var text = readFile(path) else {
            complain("names a \"client_secret_file\" that cannot be read: \(path)")
            return nil
        }
        while let last = text.last, last.isNewline { text.removeLast() }
        if text.isEmpty { complain("names an empty \"client_secret_file\": \(path)") }
        return Secret(text)
    }

    private mutating func checkSecret(_ registration: ProviderRegistration) {
        let isPublic = registration.authentication == ProviderRegistration.Authentication.none
        if isPublic, registration.clientSecret != nil {
            complain("has a secret, and \"client_auth\": \"none\" never sends it; take one of the two away")
        }
        guard !isPublic, registration.clientSecret == nil, members["client_secret_file"] == nil else { return }
        if members["client_secret"] == nil {
            complain(
                "lacks \"client_secret\" or \"client_secret_file\"; a public client says \"client_auth\": \"none\"")
        }
    }

    // MARK: Values

    private static func name(_ text: String) throws(ConfigurationProblem) -> String {
        let isWord = text.utf8.allSatisfy { byte in
            (0x61...0x7A).contains(byte) || (0x30...0x39).contains(byte) || byte == 0x2D
        }
        guard isWord, (1...32).contains(text.utf8.count) else {
            throw ConfigurationProblem("is no word of up to 32 small letters, digits and hyphens; it stands in a URL")
        }
        guard !ProvidersFile.reservedNames.contains(text) else {
            throw ConfigurationProblem("Fanfare uses itself; choose another")
        }
        return text
    }

    /// RFC 8414 §2: https, without query and fragment. Kept to the letter: it is compared so.
    private static func issuer(_ text: String) throws(ConfigurationProblem) -> String {
        guard try endpoint(text).utf8.allSatisfy({ $0 != 0x3F }) else {
            throw ConfigurationProblem("must have no query")
        }
        return text
    }

    private static func endpoint(_ text: String) throws(ConfigurationProblem) -> String {
        let url = try WebURL(text)
        let isLocal = url.host == "localhost" || url.host == "[::1]" || IPAddress(url.host)?.isLoopback == true
        guard url.isSecure || isLocal else {
            throw ConfigurationProblem("must begin with https://, except on this machine")
        }
        return text
    }
}
