import ArgumentParser

/// `fanfare-bench store`: what the database costs at scale: picking due work, telling many, showing a page.
struct StoreCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "store",
        abstract:
            "Measures picking at growing numbers of artists, telling many followers, and the page of a large site.",
        discussion:
            """
            Picking and telling are measured as time of the processor, since each commit also waits for the disk. The \
            page is measured for 500 accounts in turn, each time made for its request (first visits) and as it is kept \
            for who comes again within a minute; and for one account. A peer is started as PROGRAM PORT DATABASE once \
            the database is filled, which it may only read, and has to show the page at / to the session in the \
            cookie. Needs wrk and curl.
            """)

    @Option(help: "How many artists there are when work is picked; repeat for several.")
    var picking: [Int] = [10_000, 300_000, 3_000_000]
    @Option(help: "Followers of the artist whose release is told.") var followers = 500_000
    @Option(help: "Accounts of the site whose page is asked for.") var accounts = 10_000
    @Option(help: "Follows of all accounts together.") var follows = 1_000_000
    @Option(help: "Releases in the database.") var releases = 200_000
    @Option(help: "A program that shows the same page from the same database, asked for in the same run.")
    var peerProgram: String?
    @Option(help: "Connections.") var connections = 64
    @Option(help: "Seconds of each measurement.") var seconds = 4
    @Option(help: "How often each page is measured in turn; the best counts.") var rounds = 2

    func run() async throws {
        try await PickingBench.run(sizes: picking)
        if followers > 0 { try await TellingBench.run(followers: followers) }
        guard accounts > 0 else { return }
        guard Shell.has("wrk") else { throw ValidationError("wrk is not installed; on Debian: apt-get install wrk") }
        let world = LargeSite(accounts: accounts, follows: follows, releases: releases)
        let bench = PageBench(
            world: world, peerProgram: peerProgram, connections: connections, seconds: seconds, rounds: rounds)
        try await bench.run()
    }
}
