import Configuration
import HTTP
import HTTPServer
import Testing

@Suite struct `The server's limits` {
    private func settings(_ changes: [String: String]) throws(ConfigurationErrors) -> Settings {
        var environment = SettingsEnvironment.complete
        for (name, value) in changes { environment["FANFARE_\(name)"] = value }
        return try Settings(environment: environment) { _ in nil }
    }

    @Test func `are those of the server where nothing is set`() throws {
        let settings = try settings([:])
        let usual = ServerSettings()
        #expect(settings.server.head == usual.head && settings.server.connectionsMax == usual.connectionsMax)
        #expect(settings.server.idleDeadline == usual.idleDeadline && settings.stopGrace == .seconds(20))
        // As the README has them.
        #expect(
            settings.serverSentences == [
                "The server takes 50000 connections, 512 of one address; a head of 32k with 100 fields, a line of 8k.",
                "Its deadlines: a head 10s, between pieces of content 15s, until an answer begins 5m, "
                    + "between looks at a slow reader 30s, idle 130s, a connection in all 1h, "
                    + "requests in progress at a stop 20s.",
            ])
    }

    /// What is set, and the number that must be found, in octets, pieces or seconds.
    static let values: [(name: String, value: String, number: Int, read: @Sendable (Settings) -> Int)] = [
        ("LIMIT_CONNECTIONS", "1", 1, { $0.server.connectionsMax }),
        ("LIMIT_CONNECTIONS", "1000000", 1_000_000, { $0.server.connectionsMax }),
        ("LIMIT_CONNECTIONS_PER_ADDRESS", "7", 7, { $0.server.connectionsPerAddressMax }),
        ("LIMIT_HEAD", "16k", 16_384, { $0.server.head.headBytesMax }),
        ("LIMIT_HEAD", "262144", 262_144, { $0.server.head.headBytesMax }),
        // The line comes along where the head is smaller.
        ("LIMIT_HEAD", "2k", 2048, { $0.server.head.requestLineBytesMax }),
        ("LIMIT_LINE", "16000", 16_000, { $0.server.head.requestLineBytesMax }),
        ("LIMIT_LINE", "16000", 16_000, { $0.server.head.fieldBytesMax }),
        ("LIMIT_FIELDS", "10", 10, { $0.server.head.fieldCountMax }),
        ("TIMEOUT_HEAD", "2s", 2, { Int($0.server.headDeadline.components.seconds) }),
        ("TIMEOUT_BODY", "1m", 60, { Int($0.server.bodyIdleDeadline.components.seconds) }),
        ("TIMEOUT_WRITE", "5s", 5, { Int($0.server.writeDeadline.components.seconds) }),
        ("TIMEOUT_IDLE", "1h", 3600, { Int($0.server.idleDeadline.components.seconds) }),
        ("TIMEOUT_TOTAL", "30s", 30, { Int($0.server.requestDeadline.components.seconds) }),
        ("TIMEOUT_CONNECTION", "7d", 604_800, { Int($0.server.connectionLifetime.components.seconds) }),
        ("STOP_GRACE", "5s", 5, { Int($0.stopGrace.components.seconds) }),
    ]

    @Test(arguments: values.indices)
    func `are what the operator sets`(_ index: Int) throws {
        let row = Self.values[index]
        #expect(row.read(try settings([row.name: row.value])) == row.number)
    }

    /// What is set, and the words that must be in the answer: what may be set instead.
    static let wrong: [(String, String, String)] = [
        ("LIMIT_CONNECTIONS", "0", "from 1 to 1000000"), ("LIMIT_CONNECTIONS", "1000001", "from 1 to 1000000"),
        ("LIMIT_CONNECTIONS", "many", "from 1 to 1000000"), ("LIMIT_CONNECTIONS_PER_ADDRESS", "-1", "from 1 to"),
        ("LIMIT_CONNECTIONS", "99999999999999999999", "from 1 to"), ("LIMIT_HEAD", "1k", "from 2k to 256k"),
        ("LIMIT_HEAD", "257k", "from 2k to 256k"), ("LIMIT_HEAD", "32K", "such as 16k"),
        ("LIMIT_HEAD", "99999999999999999k", "from 2k to 256k"), ("LIMIT_HEAD", "k", "from 2k"),
        ("LIMIT_LINE", "64", "from 1k to 64k"), ("LIMIT_LINE", "33k", "FANFARE_LIMIT_HEAD"),
        ("LIMIT_FIELDS", "9", "from 10 to 1000"), ("LIMIT_FIELDS", "1e2", "from 10 to 1000"),
        ("TIMEOUT_HEAD", "0s", "from 1s to 10m"), ("TIMEOUT_HEAD", "11m", "from 1s to 10m"),
        ("TIMEOUT_BODY", "10", "from 1s to 10m"), ("TIMEOUT_WRITE", "1h", "from 1s to 10m"),
        ("TIMEOUT_IDLE", "2h", "from 1s to 1h"), ("TIMEOUT_TOTAL", "never", "from 1s to 1h"),
        ("TIMEOUT_CONNECTION", "8d", "from 1s to 7d"), ("STOP_GRACE", "1d", "from 1s to 10m"),
        ("TIMEOUT_HAED", "10s", "did you mean FANFARE_TIMEOUT_HEAD?"),
        ("LIMIT_CONNECTION", "9", "did you mean FANFARE_LIMIT_CONNECTIONS?"),
    ]

    @Test(arguments: wrong)
    func `have bounds that a wrong value is told`(name: String, value: String, hint: String) {
        do throws(ConfigurationErrors) {
            _ = try settings([name: value])
            Issue.record("accepted")
        } catch {
            #expect(error.errors.map(\.name) == ["FANFARE_\(name)"])
            #expect(error.description.contains(hint), "\(error)")
        }
    }

    @Test func `know their durations in words`() {
        for text in ["1s", "59s", "90s", "15m", "12h", "7d", "25h"] {
            #expect(DurationText.parse(text).map(DurationText.words) == text)
        }
    }
}
