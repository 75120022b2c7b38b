import ArgumentParser
import Vault

/// `fanfare keys …`: the keyring that seals tokens.
struct KeysCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "keys", abstract: "Makes the keyring that seals tokens.", subcommands: [Initialise.self])

    /// `fanfare keys init FILE`
    struct Initialise: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "init", abstract: "Makes a keyring file with one new key, readable by its owner alone.")

        @Argument(help: "The file to make. One that exists is left alone.") var file: String

        func run() throws {
            do {
                try KeyringFile(path: file).make()
            } catch {
                throw Exit.because(["\(file): \(error.description)"])
            }
            Console.say("A new keyring is in \(file).")
            Console.say("Keep a copy apart from the database: without it nobody can read the tokens, you included.")
        }
    }
}
