import ArgumentParser
import Configuration
import Vault

/// `fanfare check`: the configuration, and all that is wrong with it at once.
struct CheckCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "check", abstract: "Checks the configuration and says everything that is wrong with it.")

    func run() throws {
        do {
            let settings = try Settings.ofProcess()
            let keyring = KeyringFile(path: settings.keyringFile)
            _ = try keyring.read()
            if let exposure = keyring.exposure { Console.error("fanfare: \(exposure)") }
            for name in settings.unused { Console.error("fanfare: \(Settings.unusedWarning(name))") }
            Console.say("The configuration is complete.")
            Console.say("Register this redirection URI at Spotify: \(settings.baseURL)/callback")
        } catch {
            throw Exit.explain(error)
        }
    }
}

extension Settings {
    /// The settings in this process's environment.
    static func ofProcess() throws(ConfigurationErrors) -> Settings {
        try Settings(environment: Environment.variables) { Environment.text(ofFile: $0) }
    }

    /// What to tell an operator who has set something that does nothing yet.
    static func unusedWarning(_ name: String) -> String { "\(name) is set, and this version makes no use of it yet" }
}
