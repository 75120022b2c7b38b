import ArgumentParser

/// The benchmarks. Programs, never timed tests: they compare with peers in one run, and print ratios.
@main struct Bench: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "fanfare-bench", abstract: "Measures Fanfare beside other servers.",
        subcommands: [
            HTTPCommand.self, ConnectionsCommand.self, PeerCommand.self, PlannerCommand.self, StoreCommand.self,
            WorkerCommand.self, SignInCommand.self,
        ])
}
