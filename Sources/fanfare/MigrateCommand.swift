import ArgumentParser
import Configuration
import Store

/// `fanfare migrate`: the schema alone, for operators who want it done before the start.
struct MigrateCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "migrate", abstract: "Brings the database's schema up to date; serve does it by itself.")

    func run() async throws {
        do {
            let folder = Settings.dataFolder(environment: Environment.variables)
            try Environment.makePrivateFolder(folder)
            let migrations = try Resources().migrations()
            _ = try Database(path: Settings.databasePath(in: folder), migrations: migrations, now: MachineClock().now())
            Console.say("The database in \(folder) has schema \(migrations.count).")
        } catch {
            throw Exit.explain(error)
        }
    }
}
