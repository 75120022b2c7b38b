import ArgumentParser
import Domain
import Store
import Vault

/// `fanfare keys …`: the keyring that seals tokens.
struct KeysCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "keys", abstract: "Looks after the keyring that seals tokens.",
        discussion: "A key is replaced in four steps: add, restart Fanfare, rewrap, retire.",
        subcommands: [Initialise.self, Status.self, Add.self, Rewrap.self, Retire.self])

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

    /// `fanfare keys status [FILE]`
    struct Status: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "status", abstract: "Says what each key is used for, and which are missing.")

        @OptionGroup var place: KeyringPlace

        func run() throws {
            let rotation = try place.rotation()
            let usage = try KeysCommand.trying { () throws(StoreFailure) in try rotation.usage() }
            for (index, key) in usage.enumerated() {
                let role = key.isAtHand ? (index == 0 ? "primary" : "in the keyring") : "MISSING"
                Console.say("\(key.id)  \(role)  connections: \(key.connections)  feed addresses: \(key.feeds)")
            }
            let lost = usage.filter { !$0.isAtHand && $0.connections > 0 }
            guard !lost.isEmpty else { return }
            let count = lost.reduce(0) { $0 + $1.connections }
            throw Exit.because(
                [
                    "\(count) connections need a key that is not in the keyring; put it back, or their owners must reconnect"
                ])
        }
    }

    /// `fanfare keys add [FILE]`
    struct Add: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "add", abstract: "Puts a new primary key into the keyring, before the others.")

        @OptionGroup var place: KeyringPlace

        func run() throws {
            let path = try place.path()
            let id: String
            do throws(KeyringFailure) {
                id = try KeyringFile(path: path).add()
            } catch {
                throw Exit.because(["\(path): \(error.description)"])
            }
            Desk.note(.keyAddition, id)
            Console.say(
                "The key \(id) is in \(path), as the primary one. Keep a copy of the file apart from the database.")
            Console.say("Restart Fanfare now: until then it seals with the old key. Then run `fanfare keys rewrap`.")
        }
    }

    /// `fanfare keys rewrap [FILE]`
    struct Rewrap: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "rewrap",
            abstract:
                "Has the primary key protect what older keys do, while Fanfare runs; may be stopped and begun again.")

        @OptionGroup var place: KeyringPlace

        func run() throws {
            let rotation = try place.rotation()
            guard try KeysCommand.trying({ () throws(StoreFailure) in try rotation.isPrimaryInUse() }) else {
                throw Exit.because([
                    "Fanfare has not been started with the primary key yet, and could not read what it protects: restart it first"
                ])
            }
            var total = 0
            while true {
                let count = try KeysCommand.trying { () throws(StoreFailure) in try rotation.rewrapBatch() }
                if count == 0 { break }
                total += count
            }
            if total > 0 { Desk.note(.keyRewrapping, "\(total) rows") }
            Console.say("\(total) rows are protected by the primary key now that were not before.")
            let left = try KeysCommand.trying { () throws(StoreFailure) in try rotation.usage() }.dropFirst()
            for key in left where key.isAtHand && key.isUnused {
                Console.say("Nothing uses the key \(key.id) any more: `fanfare keys retire \(key.id)` takes it out.")
            }
        }
    }

    /// `fanfare keys retire KID [FILE]`
    struct Retire: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "retire", abstract: "Takes a key that nothing uses any more out of the keyring.")

        @Argument(help: "The key's id.") var keyID: String
        @OptionGroup var place: KeyringPlace

        func run() throws {
            let rotation = try place.rotation()
            let usage = try KeysCommand.trying { () throws(StoreFailure) in try rotation.usage() }
            if let primary = usage.first, primary.isAtHand, primary.id == keyID {
                throw Exit.because([
                    "the key \(keyID) is the primary one: put another before it with `fanfare keys add`, restart Fanfare, "
                        + "and run `fanfare keys rewrap` first"
                ])
            }
            if let key = usage.first(where: { $0.id == keyID }), !key.isUnused {
                throw Exit.because([
                    "the key \(keyID) still protects \(key.connections) connections and \(key.feeds) feed addresses: run "
                        + "`fanfare keys rewrap` first"
                ])
            }
            let path = try place.path()
            do throws(KeyringFailure) {
                try KeyringFile(path: path).retire(keyID)
            } catch {
                throw Exit.because(["\(path): \(error.description)"])
            }
            Desk.note(.keyRetirement, keyID)
            Console.say("The key \(keyID) is no longer in \(path). Keep it as long as you keep backups from its time.")
        }
    }

    /// What `body` gives, or the end of the program with its sentence.
    private static func trying<T>(_ body: () throws(StoreFailure) -> T) throws -> T {
        do throws(StoreFailure) { return try body() } catch { throw Exit.because([error.sentence]) }
    }
}

/// Where the keyring lies, and the database that goes with it.
struct KeyringPlace: ParsableArguments {
    @Argument(help: "The keyring; FANFARE_KEYRING_FILE unless told.") var file: String?

    func path() throws -> String {
        if let path = file ?? Environment.variables["FANFARE_KEYRING_FILE"], !path.isEmpty { return path }
        throw Exit.because(["name the keyring, or set FANFARE_KEYRING_FILE"], code: Exit.configuration)
    }

    func rotation() throws -> KeyRotation {
        let path = try path()
        do {
            let keys = KeyringKeys(try KeyringFile(path: path).read())
            try Desk.checkSchema()
            return try KeyRotation(path: Environment.databasePath, keys: keys)
        } catch let error as StoreFailure {
            throw Exit.because([error.sentence])
        } catch {
            throw Exit.explain(error)
        }
    }
}
