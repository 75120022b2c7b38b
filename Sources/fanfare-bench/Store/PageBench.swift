import Glibc

/// The release page of a large site, and the peer's, in one run with the same cookies over the same rows.
struct PageBench {
    let world: LargeSite
    let peerProgram: String?
    let connections: Int
    let seconds: Int
    let rounds: Int

    private struct Case {
        let name: String
        let url: String
        let cookies: [String]
        /// Of the server that is asked.
        let processorSeconds: () -> Double
        /// The best of all rounds.
        var load: Load.Result?
        /// Microseconds of the server's processor time a page, in that round.
        var cost = 0.0
    }

    func run() async throws {
        print(
            """
            release page, \(world.accounts) accounts, \(world.follows) follows, \(world.releases) releases, \
            \(connections) connections, best of \(rounds) times \(seconds) s:
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
        let inTurn = "\(site.cookies.count) accounts in turn"
        let ours = { ScratchStore.processorSeconds }
        var cases = [
            // Every page is made for its request, as for whoever comes for the first time in a minute or after news.
            Case(
                name: "\(inTurn), first visits", url: site.firstVisitsURL, cookies: site.cookies, processorSeconds: ours
            ),
            Case(name: "\(inTurn), pages kept", url: site.url, cookies: site.cookies, processorSeconds: ours),
            Case(name: "one account, page kept", url: site.url, cookies: [site.cookie], processorSeconds: ours),
        ]
        if let peer {
            let theirs = { peer.processorSeconds }
            cases += [
                Case(name: "the peer, \(inTurn)", url: peer.url, cookies: site.cookies, processorSeconds: theirs),
                Case(name: "the peer, one account", url: peer.url, cookies: [site.cookie], processorSeconds: theirs),
            ]
        }
        // Once unmeasured, so that what is kept is there.
        _ = Load.run(site.url, cookies: site.cookies, connections: connections, seconds: seconds)
        // Rounds outside, so that a slow moment of the machine hits all alike.
        for _ in 0..<rounds { for index in cases.indices { measure(&cases[index]) } }
        for (ours, theirs) in zip(cases, [3, 3, 4]) { report(ours, beside: peer == nil ? nil : cases[theirs]) }
        guard let peer else { return }
        for theirs in cases[3...] { report(theirs) }
        print("  octets of one account's page: \(size(site.url, site)), the peer's \(size(peer.url, site))")
    }

    private func measure(_ one: inout Case) {
        let before = one.processorSeconds()
        let load = Load.run(one.url, cookies: one.cookies, connections: connections, seconds: seconds)
        guard let load, load.perSecond > one.load?.perSecond ?? 0 else { return }
        one.load = load
        one.cost = (one.processorSeconds() - before) / (load.perSecond * Double(seconds)) * 1_000_000
    }

    private func report(_ one: Case, beside peer: Case? = nil) {
        guard let load = one.load else { return print("  \(one.name): no answer") }
        var line =
            "  \(one.name): \(Int(load.perSecond)) requests/s, 99 % within \(load.p99), "
            + "\(Int(one.cost)) µs of processor each"
        if let peer, let rate = peer.load?.perSecond {
            line += ", \(Decimals.two(load.perSecond / rate)) of the peer's rate"
            line += ", which takes \(Decimals.two(peer.cost / one.cost)) times the processor"
        }
        print(line)
        // In a pipe nothing may wait in a buffer: a run takes minutes.
        _ = fflush(nil)
    }

    private func size(_ url: String, _ site: SampleSite) -> Int {
        Int(Shell.output("curl -s -H 'Cookie: \(site.cookie)' \(url) | wc -c").filter(\.isNumber)) ?? 0
    }
}
