import ArgumentParser
import Domain
import Store

/// `fanfare connection …`: what an operator does about people's connections.
struct ConnectionCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "connection", abstract: "Looks after people's connections.", subcommands: [Recheck.self])

    /// `fanfare connection recheck [ID|--all]`
    struct Recheck: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "recheck",
            abstract: "Ends the hold on connections that failed together; each is tried once by the running Fanfare.")

        @Argument(help: "The connection's number, as the log names it.") var id: Int64?
        @Flag(help: "All connections that are held.") var all = false

        func validate() throws {
            if (id == nil) != all { throw ValidationError("name a connection or say --all, one of the two") }
        }

        func run() throws {
            try Desk.checkSchema()
            do throws(StoreFailure) {
                let held = try HeldConnections(path: Environment.databasePath)
                let id = id.map { ConnectionID($0) }
                let count = try held.recheck(id, now: MachineClock().now())
                if let id, count == 0 {
                    let state = try held.state(of: id)
                    throw StoreFailure.broken(
                        state.map { "the connection \(id.rawValue) is not held: its state is \($0)" }
                            ?? "there is no connection \(id.rawValue)")
                }
                if count > 0 { Desk.note(.recheck, id.map { "connection \($0.rawValue)" } ?? "all") }
                Console.say(
                    count == 0
                        ? "No connection is held."
                        : "\(count) held, to be tried once each by the running Fanfare, or at its next start.")
            } catch {
                throw Exit.because([error.sentence])
            }
        }
    }
}
