import FoundationEssentials
import Support
import Testing

/// What is wrong with the configuration is said all at once, by name, and ends with 78.
struct ConfigurationFaultTests {
    struct Fault: Sendable, CustomTestStringConvertible {
        let testDescription: String
        /// What is set or, where empty, taken away.
        let change: [String: String]
        /// What must be said, each on a line of its own.
        let words: [String]

        init(_ description: String, _ change: [String: String], _ words: [String]) {
            testDescription = description
            self.change = change
            self.words = words
        }
    }

    private static let faults = [
        Fault(
            "nothing is set",
            [
                "BASE_URL": "", "KEYRING_FILE": "", "SPOTIFY_CLIENT_ID": "", "SPOTIFY_CLIENT_SECRET": "",
            ],
            ["FANFARE_BASE_URL", "FANFARE_KEYRING_FILE", "FANFARE_SPOTIFY_CLIENT_ID", "FANFARE_SPOTIFY_CLIENT_SECRET"]),
        Fault(
            "everything is wrong",
            [
                "BASE_URL": "ftp://x", "LISTEN": "nowhere", "CHECK_INTERVAL_MIN": "soon", "SPOTIFY_DAILY_BUDGET": "-1",
                "TRUSTED_PROXIES": "300.0.0.0/8", "REGISTRATION": "maybe", "LOG_LEVEL": "loud", "LOG_FORMAT": "xml",
                "MAX_USERS": "many", "SPOTIFY_MARKET": "USA",
            ],
            [
                "FANFARE_BASE_URL", "FANFARE_LISTEN", "FANFARE_CHECK_INTERVAL_MIN", "FANFARE_SPOTIFY_DAILY_BUDGET",
                "FANFARE_TRUSTED_PROXIES", "FANFARE_REGISTRATION", "FANFARE_LOG_LEVEL", "FANFARE_LOG_FORMAT",
                "FANFARE_MAX_USERS", "FANFARE_SPOTIFY_MARKET",
            ]),
        Fault("a name is misspelt", ["BASE_ULR": "x", "BASE_URL": ""], ["FANFARE_BASE_ULR", "FANFARE_BASE_URL"]),
        Fault(
            "the shortest interval is longer than the longest",
            ["CHECK_INTERVAL_MIN": "2h", "CHECK_INTERVAL_MAX": "1h"], ["FANFARE_CHECK_INTERVAL_MAX"]),
        Fault(
            "the keyring is not there, and something else is wrong",
            ["KEYRING_FILE": "/nowhere/keyring", "LOG_LEVEL": "loud"], ["FANFARE_KEYRING_FILE", "FANFARE_LOG_LEVEL"]),
        Fault(
            "a secret's file is not there",
            ["SPOTIFY_CLIENT_SECRET": "", "SPOTIFY_CLIENT_SECRET_FILE": "/nowhere/secret"],
            ["FANFARE_SPOTIFY_CLIENT_SECRET_FILE"]),
        Fault(
            "a secret is set twice", ["SPOTIFY_CLIENT_SECRET_FILE": "/dev/null"], ["FANFARE_SPOTIFY_CLIENT_SECRET_FILE"]
        ),
    ]

    @Test(arguments: faults, ["serve", "check"])
    func `every fault is named at once`(_ fault: Fault, command: String) async throws {
        let folder = try ScratchFolder()
        try await Program.prepare(folder)
        let settings = Program.settings(in: folder).merging(fault.change) { $1 }.filter { !$0.value.isEmpty }
        let ending = try await Program.run([command], settings)
        #expect(ending.code == 78)
        for name in fault.words {
            // The name, what is wrong, what to do: a sentence, not a word.
            let lines = ending.errors.filter { $0.hasPrefix("fanfare: \(name): ") }
            #expect(
                lines.count == 1 && lines.allSatisfy { $0.split(separator: " ").count > 4 }, "\(name): \(ending.errors)"
            )
        }
        #expect(ending.errors.count == fault.words.count && ending.output.isEmpty)
        #expect(!ending.errors.contains { $0.contains(Stage.clientSecret) })
    }

    @Test func `check says that the configuration is complete, and what to register`() async throws {
        let folder = try ScratchFolder()
        try await Program.prepare(folder)
        let ending = try await Program.run(["check"], Program.settings(in: folder))
        #expect(ending.code == 0 && ending.errors.isEmpty)
        #expect(ending.output.contains { $0.contains("http://127.0.0.1:1/callback") })
    }

    @Test(arguments: [
        ["nonsense"], ["serve", "--nonsense"], ["sandbox", "--profile", "nonsense"],
        ["sandbox", "--listen", "nonsense"],
        ["sandbox", "--redirect-uri", "http://localhost/callback"], ["keys", "init"], ["demo", "--listen", "unix:/x"],
    ])
    func `what the command line does not know ends with 64`(_ arguments: [String]) async throws {
        let ending = try await Program.run(arguments)
        #expect(ending.code == 64 && !ending.errors.isEmpty)
    }

    @Test func `a keyring that exists is left alone`() async throws {
        let folder = try ScratchFolder()
        try await Program.prepare(folder)
        let before = try Data(contentsOf: URL(filePath: folder.file("keyring")))
        let ending = try await Program.run(["keys", "init", folder.file("keyring")])
        #expect(ending.code == 1 && ending.errors.count == 1)
        #expect(try Data(contentsOf: URL(filePath: folder.file("keyring"))) == before)
    }
}
