import Configuration
import Domain
import HTTPServer
import Testing

@Suite struct `The settings` {
    static let complete = [
        "FANFARE_BASE_URL": "https://fanfare.example/music/", "FANFARE_KEYRING_FILE": "/k",
        "FANFARE_SPOTIFY_CLIENT_ID": "id",
        "FANFARE_SPOTIFY_CLIENT_SECRET": "secret", "PATH": "/bin",
    ]

    @Test func `are read with their defaults`() throws {
        let settings = try Settings(environment: Self.complete) { _ in nil }
        #expect(settings.baseURL.origin == "https://fanfare.example")
        #expect(settings.baseURL.path == "/music")
        #expect(settings.listen.map(\.description) == ["127.0.0.1:3000"])
        #expect(settings.dataFolder == "./.fanfare")
        #expect(settings.spotify.clientSecret.reveal() == "secret")
        #expect(settings.schedule == Schedule(intervalMin: .minutes(15), intervalMax: .days(7), dailyBudget: 80))
        #expect(settings.spotify.apiURL == "https://api.spotify.com/v1")
    }

    @Test func `say everything that is wrong at once`() {
        let environment = [
            "FANFARE_BASE_URL": "http://fanfare.example", "FANFARE_LISTEN": "here", "FANFARE_SPOTIFY_MARKET": "sweden",
            "FANFARE_CHECK_INTERVAL_MIN": "0s", "FANFARE_BASEURL": "x", "FANFARE_SPOTIFY_CLIENT_SECRET": "a",
            "FANFARE_SPOTIFY_CLIENT_SECRET_FILE": "/b", "FANFARE_TRUSTED_PROXIES": "everybody",
        ]
        do throws(ConfigurationErrors) {
            _ = try Settings(environment: environment) { _ in nil }
            Issue.record("accepted")
        } catch {
            let names = Set(error.errors.map(\.name))
            #expect(
                names == [
                    "FANFARE_BASE_URL", "FANFARE_LISTEN", "FANFARE_SPOTIFY_MARKET", "FANFARE_CHECK_INTERVAL_MIN",
                    "FANFARE_BASEURL", "FANFARE_SPOTIFY_CLIENT_SECRET_FILE", "FANFARE_TRUSTED_PROXIES",
                    "FANFARE_KEYRING_FILE", "FANFARE_SPOTIFY_CLIENT_ID",
                ])
            #expect(error.description.contains("did you mean FANFARE_BASE_URL?"))
        }
    }

    static let wrong: [(String, String, String)] = [
        ("BASE_URL", "http://localhost:3000", "127.0.0.1"), ("BASE_URL", "fanfare.example", "https://"),
        ("BASE_URL", "https://a/b?c", "query"), ("BASE_URL", "https://u@a", "host"),
        ("SPOTIFY_DAILY_BUDGET", "-1", "unlimited"), ("SPOTIFY_DAILY_BUDGET", "0", "unlimited"),
        ("CHECK_INTERVAL_MAX", "1s", "CHECK_INTERVAL_MIN"), ("CHECK_INTERVAL_MIN", "5", "90s"),
        ("REGISTRATION", "everyone", "open"), ("MAX_USERS", "many", "number"), ("LOG_LEVEL", "loud", "debug"),
        ("LOG_FORMAT", "xml", "json"),
        ("RATE_LIMIT", "none", "off"), ("RATE_LIMIT", "0", "0.1"), ("AUDIT_RETENTION", "long", "90s"),
        ("LISTEN", "127.0.0.1", "host:port"), ("LISTEN", "127.0.0.1:99999", "host:port"),
        ("LISTEN", "127.0.0.1:3000,127.0.0.1:3000?proxy", "twice"), ("LISTEN", "systemd, systemd", "twice"),
        ("METRICS_LISTEN", "127.0.0.1:3000", "port of its own"), ("METRICS_LISTEN", "0.0.0.0:3000", "port of its own"),
        ("SPOTIFY_CLIENT_ID", "id ", "space"), ("SPOTIFY_CLIENT_ID", "id\r", "line end"),
        ("SPOTIFY_CLIENT_SECRET", "geheimnisvoll\u{F6}", "ASCII"),
    ]

    @Test(arguments: wrong)
    func `tell what to do about a wrong value`(name: String, value: String, hint: String) {
        var environment = Self.complete
        environment["FANFARE_\(name)"] = value
        do throws(ConfigurationErrors) {
            _ = try Settings(environment: environment) { _ in nil }
            Issue.record("accepted")
        } catch {
            #expect(error.errors.count == 1)
            #expect(error.errors[0].name == "FANFARE_\(name)")
            #expect(error.errors[0].problem.contains(hint), "\(error.errors[0].problem)")
        }
    }

    @Test func `read secrets from files, without the line's end`() throws {
        var environment = Self.complete
        environment["FANFARE_SPOTIFY_CLIENT_SECRET"] = nil
        environment["FANFARE_SPOTIFY_CLIENT_SECRET_FILE"] = "/s"
        let settings = try Settings(environment: environment) { $0 == "/s" ? "from file\n" : nil }
        #expect(settings.spotify.clientSecret.reveal() == "from file")
        #expect(throws: ConfigurationErrors.self) { try Settings(environment: environment) { _ in nil } }
        #expect(throws: ConfigurationErrors.self) { try Settings(environment: environment) { _ in "\n" } }
    }

    @Test func `take several addresses to listen on`() throws {
        var environment = Self.complete
        environment["FANFARE_LISTEN"] = "127.0.0.1:0, [::1]:3000,unix:/run/fanfare.sock?mode=600"
        let settings = try Settings(environment: environment) { _ in nil }
        #expect(settings.listen.map(\.description) == ["127.0.0.1:0", "[::1]:3000", "unix:/run/fanfare.sock"])
        environment["FANFARE_LISTEN"] = "0.0.0.0:80 , [::]:80"
        environment["FANFARE_METRICS_LISTEN"] = "127.0.0.1:81"
        #expect(try Settings(environment: environment) { _ in nil }.listen.count == 2)
    }

    @Test func `take the state folder of the service manager`() throws {
        var environment = Self.complete
        environment["STATE_DIRECTORY"] = "/var/lib/fanfare:/other"
        #expect(try Settings(environment: environment) { _ in nil }.dataFolder == "/var/lib/fanfare")
    }
}
