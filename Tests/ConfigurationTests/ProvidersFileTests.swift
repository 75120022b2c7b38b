import Configuration
import Domain
import HTTP
import Testing

struct ProvidersFileTests {
    private static let base = SettingsEnvironment.complete

    private func settings(_ file: String, _ more: [String: String] = [:], secret: String? = nil)
        throws(ConfigurationErrors) -> Settings
    {
        var environment = Self.base.merging(more) { $1 }
        environment["FANFARE_PROVIDERS_FILE"] = "/etc/fanfare/providers.json"
        return try Settings(environment: environment) { path in
            switch path {
            case "/etc/fanfare/providers.json": file
            case "/etc/fanfare/secret": secret
            default: nil
            }
        }
    }

    @Test func `a provider needs four words, and has the habits of OpenID Connect`() throws {
        let provider = try #require(
            try settings(
                """
                {"providers": [{"name": "work", "issuer": "https://id.example/", "client_id": "c", "client_secret": "s"}]}
                """
            ).providers.first)
        // The issuer to the letter: a slash at its end belongs to it.
        #expect(provider.issuer == "https://id.example/" && provider.displayName == "work")
        #expect(provider.clientSecret?.reveal() == "s" && provider.scopes == ["openid", "profile"])
        #expect(provider.usesPKCE && !provider.requiresIssuer && provider.authentication == nil)
        #expect(provider.subjectPath == ["sub"] && provider.namePath == nil && !provider.isExplicit)
    }

    @Test func `everything can be said otherwise`() throws {
        let providers = try settings(
            """
            {"providers": [
                {"name": "git-hub", "display_name": "GitHub", "issuer": "https://github.com", "client_id": "c",
                 "client_secret_file": "secret", "client_auth": "body", "scopes": [], "pkce": "unsupported",
                 "iss": "required", "authorize_url": "https://github.com/login/oauth/authorize",
                 "token_url": "https://github.com/login/oauth/access_token", "userinfo_url": "https://api.github.com/user",
                 "extra_authorize_params": {"allow_signup": "false"}, "subject_path": "id", "name_path": "profile.name"},
                {"name": "local", "issuer": "http://127.0.0.1:9000", "client_id": "c", "client_auth": "none"}
            ]}
            """, secret: "from file\n"
        ).providers
        #expect(providers.map(\.name) == ["git-hub", "local"])
        #expect(providers[0].isExplicit && providers[0].clientSecret?.reveal() == "from file")
        #expect(providers[0].authentication == .body && !providers[0].usesPKCE && providers[0].requiresIssuer)
        #expect(providers[0].extraParameters == ["allow_signup": "false"] && providers[0].scopes == [])
        #expect(providers[0].subjectPath == ["id"] && providers[0].namePath == ["profile", "name"])
        #expect(providers[1].clientSecret == nil)
    }

    /// A file, and what must be said of it, each in a line of its own.
    static let faults: [(file: String, words: [String])] = [
        ("", ["no JSON"]), ("[]", ["\"providers\""]), ("{}", ["\"providers\""]),
        (#"{"providers": [7], "provider": []}"#, ["\"provider\"", "must be an object"]),
        (
            #"{"providers": [{}]}"#,
            ["\"name\"", "\"issuer\"", "\"client_id\"", "\"client_secret\""]
        ),
        (
            #"""
            {"providers": [{"name": "Work!", "issuer": "http://id.example", "client_id": 7, "client_secret": "s",
            "client_secrets": "x", "client_auth": "digest", "pkce": "plain", "iss": "never", "scopes": "openid",
            "token_url": "ftp://id.example", "subject_path": "a..b", "extra_authorize_params": {"state": "x", "a": 1}}]}
            """#,
            [
                "\"client_secrets\"; did you mean \"client_secret\"?", "\"name\" that is no word",
                "\"issuer\" that must begin",
                "\"client_id\"", "\"client_auth\" that takes one of basic, body, none", "S256 or unsupported",
                "if_present or required", "as \"scopes\"", "\"token_url\" that must begin", "as \"subject_path\"",
                "must not set \"state\"", "takes a text as \"a\"",
            ]
        ),
        (
            #"""
            {"providers": [
            {"name": "a", "issuer": "https://one.example", "client_id": "c", "client_secret": "s"},
            {"name": "a", "issuer": "https://one.example", "client_id": "c", "client_secret": "s"},
            {"name": "spotify", "issuer": "https://two.example", "client_id": "c", "client_secret": "s"}]}
            """#,
            ["the name \"a\" twice", "the issuer \"https://one.example\" twice", "Fanfare uses itself"]
        ),
        (
            #"{"providers": [{"name": "a", "issuer": "https://accounts.spotify.com", "client_id": "c", "client_secret": "s"}]}"#,
            ["Spotify"]
        ),
        (
            #"{"providers": [{"name": "a", "issuer": "https://a.example?x", "client_id": "c", "client_secret_file": "gone"}]}"#,
            ["must have no query", "cannot be read: gone"]
        ),
        (
            #"{"providers": [{"name": "a", "issuer": "https://a.example", "client_id": "c", "client_secret": "s", "client_auth": "none"}]}"#,
            ["never sends it"]
        ),
    ]

    @Test(arguments: faults.indices)
    func `everything that is wrong is said at once`(_ index: Int) {
        let (file, words) = Self.faults[index]
        do throws(ConfigurationErrors) {
            _ = try settings(file)
            Issue.record("accepted: \(file)")
        } catch {
            for word in words {
                let lines = error.errors.filter { $0.problem.contains(word) }
                #expect(lines.count == 1, "\(word): \(error)")
            }
            #expect(error.errors.count == words.count, "\(error)")
            #expect(error.errors.allSatisfy { $0.name == "FANFARE_PROVIDERS_FILE" })
        }
    }

    @Test func `the field of the trusted user needs a trusted proxy`() throws {
        let named = ["FANFARE_TRUSTED_USER_HEADER": "Remote-User", "FANFARE_TRUSTED_PROXIES": "unix"]
        #expect(try settings(#"{"providers": []}"#, named).trustedUserField == "remote-user")
        for wrong in [
            ["FANFARE_TRUSTED_USER_HEADER": "Remote-User"],
            ["FANFARE_TRUSTED_USER_HEADER": "Cookie", "FANFARE_TRUSTED_PROXIES": "unix"],
            ["FANFARE_TRUSTED_USER_HEADER": "Remote User", "FANFARE_TRUSTED_PROXIES": "unix"],
        ] {
            #expect(throws: ConfigurationErrors.self) { try settings(#"{"providers": []}"#, wrong) }
        }
    }
}

/// An environment in which nothing is missing.
enum SettingsEnvironment {
    static let complete = [
        "FANFARE_BASE_URL": "https://fanfare.example", "FANFARE_KEYRING_FILE": "/k", "FANFARE_SPOTIFY_CLIENT_ID": "id",
        "FANFARE_SPOTIFY_CLIENT_SECRET": "secret",
    ]
}
