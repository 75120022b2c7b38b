import ArgumentParser
import Configuration
import Domain
import FoundationEssentials
import HTTP
import HTTPServer
import Sandbox
import Vault

/// `fanfare demo`: everything at once, with a stand-in for Spotify; needs no configuration.
struct DemoCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "demo", abstract: "Runs the whole product with a built-in stand-in for Spotify.")

    @Option(help: "Where Fanfare listens.") var listen = "127.0.0.1:3000"
    @Option(help: "Where the stand-in for Spotify listens.") var sandboxListen = "127.0.0.1:3001"
    @Option(help: "Where the stand-in's admin side listens.") var adminListen = "127.0.0.1:3002"
    @Option(help: "Where to keep the database; a scratch folder unless told.") var data: String?

    func validate() throws {
        for (name, text) in [
            ("--listen", listen), ("--sandbox-listen", sandboxListen), ("--admin-listen", adminListen),
        ] {
            guard case .tcp = ListenAddress(text) else {
                throw ValidationError("\(name) takes host:port, such as 127.0.0.1:3000")
            }
        }
    }

    func run() async throws {
        do {
            // Nothing needs to be set; who wants to see each request asks for `info`.
            let level = Environment.variables["FANFARE_LOG_LEVEL"] ?? "notice"
            let format = Environment.variables["FANFARE_LOG_FORMAT"].flatMap { Settings.LogFormat(rawValue: $0) }
            Logs.start(level: level, format: format ?? .text)
            let observe = AccessLog(Logs.logger("access"), format: format ?? .text).observer
            let scratch = FileManager.default.temporaryDirectory.path
            let folder = data ?? "\(scratch)/fanfare-demo-\(UInt32.random(in: 0...UInt32.max))"
            try Environment.makePrivateFolder(folder)
            try await run(in: folder, observe: observe)
            if data == nil { try FileManager.default.removeItem(atPath: folder) }
        } catch {
            throw Exit.explain(error)
        }
    }

    private func run(in folder: String, observe: (@Sendable (AccessRecord) -> Void)?) async throws {
        let keyring = KeyringFile(path: "\(folder)/keyring")
        if !FileManager.default.fileExists(atPath: keyring.path) { try keyring.make() }
        let stop = StopSignal()
        let host = try SandboxHost(options: try options(), listen: sandboxListen, adminListen: adminListen)
        // Listens first, since the pages must know the port.
        let slot = HandlerSlot()
        var serverSettings = ServerSettings()
        serverSettings.sharesAddresses = false
        let server = try Server(
            listeningOn: [ListenAddress(listen)].compactMap { $0 }, settings: serverSettings, handler: slot,
            observe: observe)
        let settings = try DemoCommand.settings(
            at: server.addresses[0], spotify: host.serviceURL, data: folder, keyring.path)
        var manner = Installation.Manner()
        manner.notices = [
            "This is a demo: a built-in stand-in plays Spotify, its daily quota is lifted, and an artist releases something "
                + "about every 20 seconds."
        ]
        let installation = try await Installation(
            settings: settings, resources: try Resources(), keyring: try keyring.read(), manner: manner)
        slot.fill(with: installation.web)
        await installation.start()
        let life = host.live(every: .seconds(20))
        Console.say(Console.welcome(at: settings.baseURL.description, try await installation.firstAdministratorLink()))
        Console.say("The stand-in for Spotify is at \(host.serviceURL), its admin side at \(host.adminURL)")
        await stop.wait()
        life.cancel()
        await server.stop(grace: .seconds(5))
        await installation.stop()
        await host.stop()
    }

    /// Loopback redirection URIs are registered without a port, which lets any port through (FACTS §1.5).
    private func options() throws -> SandboxOptions {
        SandboxOptions(
            clients: [
                try SandboxClient(
                    id: "fanfare-demo", secret: "fanfare-demo-secret",
                    redirectURIs: ["http://127.0.0.1/callback", "http://[::1]/callback"])
            ], tokenLifetime: .seconds(120), hasLimits: false)
    }

    /// What an operator would set for a machine of their own; checked like theirs.
    private static func settings(
        at address: ListenAddress, spotify: String, data: String, _ keyring: String
    ) throws(ConfigurationErrors) -> Settings {
        var base = "http://\(address)"
        if case .tcp(let host, let port) = address, host != "127.0.0.1", host != "::1" {
            base = "http://127.0.0.1:\(port)"
        }
        let environment = [
            "BASE_URL": base, "DATA": data, "KEYRING_FILE": keyring, "SPOTIFY_CLIENT_ID": "fanfare-demo",
            "SPOTIFY_CLIENT_SECRET": "fanfare-demo-secret", "SPOTIFY_ACCOUNTS_URL": spotify,
            "SPOTIFY_API_URL": "\(spotify)/v1", "SPOTIFY_DAILY_BUDGET": "unlimited", "CHECK_INTERVAL_MIN": "5s",
            "CHECK_INTERVAL_MAX": "30s",
        ]
        return try Settings(
            environment: Dictionary(uniqueKeysWithValues: environment.map { (SettingNames.prefix + $0.key, $0.value) })
        ) { _ in nil }
    }
}
