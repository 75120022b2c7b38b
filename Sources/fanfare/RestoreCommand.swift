import ArgumentParser
import Configuration
import Domain
import Store
import Vault

/// `fanfare restore FILE`: a copy made by `fanfare backup` in the place of the database.
struct RestoreCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "restore",
        abstract: "Puts a copy of the database in its place, while Fanfare is stopped; the one before is kept.",
        discussion: """
            Everybody signs in again afterwards. Each connection's tokens are tried once: where the provider has given out \
            others since, their owner is asked to reconnect.
            """)

    @Argument(help: "A copy made by `fanfare backup`.") var file: String
    @Flag(help: "For a second installation: takes out tokens and sessions, and makes no calls with the same app.")
    var asClone = false

    func run() throws {
        let variables = Environment.variables
        let folder = Settings.dataFolder(environment: variables)
        do {
            try Environment.makePrivateFolder(folder)
            let keyringFile = variables["FANFARE_KEYRING_FILE"].flatMap { $0.isEmpty ? nil : $0 }
            let keyring = try keyringFile.map { try KeyringFile(path: $0).read() }
            // Without one there is nothing to compare; the restoration needs no key for itself.
            let keys = KeyringKeys(try keyring ?? Keyring.fresh())
            let restoration = Restoration(
                path: Settings.databasePath(in: folder), migrations: try Resources().migrations(), keys: keys,
                now: MachineClock().now())
            let report = try restoration.run(
                from: file, asClone: asClone,
                clientIDs: [variables["FANFARE_SPOTIFY_CLIENT_ID"]].compactMap { $0 }.filter { !$0.isEmpty })
            say(report, isKeyringKnown: keyring != nil)
        } catch let error as Restoration.Failure {
            throw Exit.because([error.description], code: error.isConfiguration ? Exit.configuration : .failure)
        } catch {
            throw Exit.explain(error)
        }
    }

    private func say(_ report: Restoration.Report, isKeyringKnown: Bool) {
        Console.say("The database is restored from \(file). Everybody signs in again.")
        if let replaced = report.replaced { Console.say("The one before is kept as \(replaced).") }
        if asClone {
            Console.say("It has nobody's tokens, and makes no calls with the app it comes from.")
            return
        }
        Console.say("Connections whose tokens are tried once at the next start: \(report.connections)")
        if !isKeyringKnown {
            Console.say("FANFARE_KEYRING_FILE is not set: whether the keyring fits is seen at the next start.")
        } else if report.undecryptable > 0 {
            Console.say("Connections whose key is not in the keyring: \(report.undecryptable)")
        }
    }
}

extension Restoration.Failure {
    /// Whether the operator must change something else than the file: the program or the keyring.
    fileprivate var isConfiguration: Bool {
        switch self {
        case .unusable(.newerSchema), .otherKey: true
        case .unusable, .inUse, .file: false
        }
    }
}
