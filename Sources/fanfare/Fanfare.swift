import ArgumentParser

/// The program. Each command reads what it is told, wires the modules, and starts them.
@main struct Fanfare: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "fanfare",
        abstract: "Tells people, once, when artists they follow on Spotify release something.",
        subcommands: [
            DemoCommand.self, ServeCommand.self, SandboxCommand.self, CheckCommand.self, MigrateCommand.self,
            KeysCommand.self, BackupCommand.self, RestoreCommand.self, ConnectionCommand.self, UserCommand.self,
        ])

    static func main() async {
        StandardStreams.secure()
        await main(nil)
    }
}
