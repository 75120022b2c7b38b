import ArgumentParser
import Store

/// `fanfare backup FILE`: a copy of the database, while it is in use.
struct BackupCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "backup", abstract: "Copies the database while it is in use, and checks the copy.")

    @Argument(help: "The file to make. One that exists is left alone.") var file: String

    func run() throws {
        do throws(Backup.Failure) {
            try Backup.make(of: Environment.databasePath, at: file)
        } catch {
            throw Exit.because([error.description])
        }
        Console.say("The database is copied to \(file), and the copy is sound.")
        Console.say("It is of no use without the keyring, which belongs somewhere else.")
    }
}
