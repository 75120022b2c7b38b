import ArgumentParser

/// `fanfare-bench store`: what the database costs at scale: picking due work, telling many, showing a page.
struct StoreCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "store",
        abstract:
            "Measures picking at growing numbers of artists, telling many followers, and the page of a large site.",
        discussion:
            "Picking and telling are measured as time of the processor, since each commit also waits for the disk.")

    @Option(help: "How many artists there are when work is picked; repeat for several.")
    var picking: [Int] = [10_000, 300_000, 3_000_000]
    @Option(help: "Followers of the artist whose release is told.") var followers = 500_000
    @Option(help: "Accounts of the site whose page is asked for.") var accounts = 10_000
    @Option(help: "Follows of all accounts together.") var follows = 1_000_000
    @Option(help: "Releases in the database.") var releases = 200_000
    @Option(help: "The URL of a page of a running peer, asked for in the same run.") var peer: String?
    @Option(help: "Connections.") var connections = 64
    @Option(help: "Seconds of each measurement.") var seconds = 4

    func run() async throws {
        try await PickingBench.run(sizes: picking)
        if followers > 0 { try await TellingBench.run(followers: followers) }
        if accounts > 0 { try await measurePage() }
    }

    private func measurePage() async throws {
        guard Shell.has("wrk") else { throw ValidationError("wrk is not installed; on Debian: apt-get install wrk") }
        let world = LargeSite(accounts: accounts, follows: follows, releases: releases)
        print(
            "release page, \(accounts) accounts, \(follows) follows, \(releases) releases, \(connections) connections:")
        let site = try await SampleSite.start { store, now in try await world.fill(store, now: now) }
        let one = Load.run(site.url, cookie: site.cookie, connections: connections, seconds: seconds)
        // At first every card and page is rendered; then they are at hand.
        let first = Load.run(site.url, cookies: site.cookies, connections: connections, seconds: 2 * seconds)
        let again = Load.run(site.url, cookies: site.cookies, connections: connections, seconds: seconds)
        let peer = peer.flatMap { Load.run($0, cookie: nil, connections: connections, seconds: seconds) }
        await site.stop()
        for (name, result) in [
            ("one account", one), ("\(site.cookies.count) accounts in turn, first visits", first),
            ("the same again", again),
        ] {
            guard let result else {
                print("  \(name): no answer")
                continue
            }
            var line = "  \(name): \(Int(result.perSecond)) requests/s, 99 % within \(result.p99)"
            if let peer { line += ", \(Decimals.two(result.perSecond / peer.perSecond)) of the peer's page" }
            print(line)
        }
    }
}
