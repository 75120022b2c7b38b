import ArgumentParser
import Configuration
import Domain
import HTTPClient
import IdentityProviders
import Spotify
import Store
import Vault

/// `fanfare check`: the configuration, and all that is wrong with it at once.
struct CheckCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "check", abstract: "Checks the configuration and says everything that is wrong with it.")

    @Flag(
        help: "Also opens the database, asks Spotify for a token of the app, and other providers how they are reached.")
    var live = false

    func run() async throws {
        do {
            let settings = try Settings.ofProcess()
            let keyring = KeyringFile(path: settings.keyringFile)
            let keys = KeyringKeys(try keyring.read())
            if let exposure = keyring.exposure { Console.error("fanfare: \(exposure)") }
            for name in settings.unused { Console.error("fanfare: \(Settings.unusedWarning(name))") }
            if live { try await tryOut(settings, keys) }
            Console.say("The configuration is complete.")
            for sentence in settings.serverSentences { Console.say(sentence) }
            Console.say("Register this redirection URI at Spotify: \(settings.baseURL)/callback")
            for provider in settings.providers {
                let uri = "\(ProviderParts.callback(settings))/\(provider.name)"
                Console.say("Register this redirection URI at \(provider.displayName): \(uri)")
            }
        } catch {
            throw Exit.explain(error)
        }
    }

    /// What only trying can tell: whether the database opens, whether the keys are its own, and whether Spotify knows
    /// the app. Each trouble is said, and none hides another; what the operator must set otherwise decides the code.
    private func tryOut(_ settings: Settings, _ keys: KeyringKeys) async throws {
        let clock = MachineClock()
        var ending: ExitCode?
        do {
            try tryDatabase(settings, keys, now: clock.now())
        } catch {
            ending = Exit.explain(error)
        }
        let client = CurlClient()
        let app = AppToken(settings: SpotifySettings(settings), client: client, clock: clock)
        var troubles: [String] = []
        do throws(SourceFailure) {
            try await app.tryOut()
            Console.say("Spotify knows the app.")
        } catch {
            troubles.append("Spotify gives this app no token: \(CheckCommand.words(for: error))")
        }
        troubles += await CheckCommand.troubles(with: settings, client, clock)
        await client.shutdown()
        if !troubles.isEmpty {
            let code = Exit.because(troubles)
            ending = ending ?? code
        }
        if let ending { throw ending }
    }

    private func tryDatabase(_ settings: Settings, _ keys: KeyringKeys, now: Timestamp) throws {
        try Environment.makePrivateFolder(settings.dataFolder)
        _ = try Database(path: settings.databasePath, migrations: try Resources().migrations(), now: now)
        if let keyID = try KeyRotation(path: settings.databasePath, keys: keys).changedKey() {
            throw KeyCheckFailure.changed(keyID: keyID)
        }
        Console.say("The database in \(settings.dataFolder) opens, and the keyring is its own.")
    }
}

extension CheckCommand {
    /// Asks every other provider how it is reached; says who answers, and gives back who does not.
    fileprivate static func troubles(
        with settings: Settings, _ client: CurlClient, _ clock: MachineClock
    ) async -> [String] {
        let parts = ProviderParts(settings, client: client, clock: clock, logger: Logs.logger("check"))
        var troubles: [String] = []
        for listing in parts.registry.listings {
            if let trouble = await parts.trouble(with: listing) {
                troubles.append("\(listing.displayName) cannot be used: \(trouble)")
            } else {
                Console.say("\(listing.displayName) says how it is reached.")
            }
        }
        return troubles
    }

    /// What to do about it.
    fileprivate static func words(for failure: SourceFailure) -> String {
        switch failure {
        case .transient(let reason, _): "\(reason); try again later"
        case .throttled: "it has had too many requests; try again later"
        case .gone(let reason), .refused(let reason): reason
        case .misconfigured(let reason):
            "\(reason); compare FANFARE_SPOTIFY_CLIENT_ID and FANFARE_SPOTIFY_CLIENT_SECRET with the dashboard"
        case .connectionEnded: "it refuses the app"
        }
    }
}

extension Settings {
    /// The settings in this process's environment.
    static func ofProcess() throws(ConfigurationErrors) -> Settings {
        do throws(ConfigurationErrors) {
            return try Settings(environment: Environment.variables) { Environment.text(ofFile: $0) }
        } catch {
            throw ConfigurationErrors(error.errors + keyringErrors())
        }
    }

    /// What is wrong with the file that the environment names, for who is told of other errors at the same time.
    private static func keyringErrors() -> [ConfigurationError] {
        let name = "\(SettingNames.prefix)KEYRING_FILE"
        guard let path = Environment.variables[name], !path.isEmpty else { return [] }
        do throws(KeyringFailure) {
            _ = try KeyringFile(path: path).read()
            return []
        } catch {
            return [ConfigurationError(name, error.description)]
        }
    }

    /// What to tell an operator who has set something that does nothing yet.
    static func unusedWarning(_ name: String) -> String { "\(name) is set, and this version makes no use of it yet" }
}
