import Glibc

/// The release page of a large site, and the peer's, in one run with the same cookies over the same rows.
struct PageBench {
    let world: LargeSite
    let peerProgram: String?
    let connections: Int
    let seconds: Int

    private struct Figures {
        var load: Load.Result
        /// Microseconds of the server's processor time a page.
        var cost: Double
    }

    func run() async throws {
        print(
            """
            release page, \(world.accounts) accounts, \(world.follows) follows, \(world.releases) releases, \
            \(connections) connections:
            """)
        let site = try await SampleSite.start { store, now in try await world.fill(store, now: now) }
        do {
            try measure(site)
        } catch {
            await site.stop()
            throw error
        }
        await site.stop()
    }

    private func measure(_ site: SampleSite) throws {
        let peer = try peerProgram.map { try PeerProgram.start($0, database: site.database, cookie: site.cookie) }
        defer { peer?.stop() }
        let ours = { ScratchStore.processorSeconds }
        // Every page is made for its request, as for whoever comes for the first time in a minute or after news.
        let first = figures(site.firstVisitsURL, site.cookies, ours)
        let one = figures(site.url, [site.cookie], ours)
        // Once, so that all pages are kept; then they only have to be found.
        _ = figures(site.url, site.cookies, ours)
        let again = figures(site.url, site.cookies, ours)
        let theirs = peer.map { peer in figures(peer.url, site.cookies) { peer.processorSeconds } } ?? nil
        let theirOne = peer.map { peer in figures(peer.url, [site.cookie]) { peer.processorSeconds } } ?? nil
        let inTurn = "\(site.cookies.count) accounts in turn"
        report("\(inTurn), first visits", first, beside: theirs)
        report("\(inTurn), pages kept", again, beside: theirs)
        report("one account, page kept", one, beside: theirOne)
        guard let peer else { return }
        report("the peer, \(inTurn)", theirs)
        report("the peer, one account", theirOne)
        print("  octets of one account's page: \(size(site.url, site)), the peer's \(size(peer.url, site))")
    }

    private func figures(_ url: String, _ cookies: [String], _ processorSeconds: () -> Double) -> Figures? {
        let before = processorSeconds()
        guard let load = Load.run(url, cookies: cookies, connections: connections, seconds: seconds) else { return nil }
        let used = processorSeconds() - before
        return Figures(load: load, cost: used / (load.perSecond * Double(seconds)) * 1_000_000)
    }

    private func report(_ name: String, _ figures: Figures?, beside peer: Figures? = nil) {
        guard let figures else { return print("  \(name): no answer") }
        var line =
            "  \(name): \(Int(figures.load.perSecond)) requests/s, 99 % within \(figures.load.p99), "
            + "\(Int(figures.cost)) µs of processor each"
        if let peer { line += ", \(Decimals.two(figures.load.perSecond / peer.load.perSecond)) of the peer's rate" }
        print(line)
        // In a pipe nothing may wait in a buffer: a run takes minutes.
        _ = fflush(nil)
    }

    private func size(_ url: String, _ site: SampleSite) -> Int {
        Int(Shell.output("curl -s -H 'Cookie: \(site.cookie)' \(url) | wc -c").filter(\.isNumber)) ?? 0
    }
}
