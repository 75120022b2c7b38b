import HTTP
import HTTPServer
import Support
import Testing

/// Server and proxies agree on where each message ends: nothing that a proxy took for content reaches the handler as a
/// request, and every request that reaches it has one answer, for its own client.
@Suite(.serialized, .storied) struct SmugglingTests {
    @Test func `the server decides by itself`() async throws {
        let backend = try Backend.start { $0.trustedProxies = [] }
        let port = backend.port
        let rows = Array(SmugglingTable.rows.enumerated())
        let answers = await Parallel.map(rows) { number, row in
            let client = RawClient(port: port)
            return await BackgroundThread.result {
                client.send(row.octets(number: number))
                var received: [UInt8] = []
                while client.isReadable(within: .milliseconds(200)), let more = client.receive() { received += more }
                // Whoever still waits for more hears that nothing comes.
                client.endSending()
                while let more = client.receive() { received += more }
                return Replies(received, isFirstToHead: row.beginsWithHead, hasEnded: true)
            }
        }
        for ((_, row), replies) in zip(rows, answers) {
            #expect(replies.statuses == row.direct && replies.rest.isEmpty, "\(row.name): \(replies.statuses)")
        }
        #expect(backend.seen.filter { $0.path.contains("smuggled") }.map(\.path) == [])
        await backend.stop()
    }

    /// Those that collect content before they hand it on, by default, stream it too.
    static let fronts: [(ReverseProxy, streams: Bool)] = [
        (.nginx, false), (.nginx, true), (.caddy, true), (.haproxy, true),
    ]

    @Test(arguments: fronts)
    func `server and proxy agree`(proxy: ReverseProxy, streams: Bool) async throws {
        try await expectAgreement(
            on: SmugglingTable.rows.enumerated().map { ($1.name, $1.octets(number: $0), $1.beginsWithHead) }, proxy,
            streams)
    }

    @Test(arguments: fronts)
    func `server and proxy agree on what comes of small changes`(proxy: ReverseProxy, streams: Bool) async throws {
        var changes = Changes(seed: 2026_11_21)
        let messages = (0..<Changes.count).map { number in
            let octets = changes.change(SmugglingTable.rows, path: SmugglingRow.path(number))
            return (String(decoding: octets, as: UTF8.self), octets, octets.starts(with: Array("HEAD ".utf8)))
        }
        try await expectAgreement(on: messages, proxy, streams)
    }

    private func expectAgreement(
        on messages: [(name: String, octets: [UInt8], beginsWithHead: Bool)], _ proxy: ReverseProxy, _ streams: Bool
    ) async throws {
        let backend = try Backend.start()
        var plan = ProxyPlan(upstream: backend.upstream)
        plan.forbiddenWord = "smuggled"
        plan.streamsUploads = streams
        let (front, process) = try await ProxyFront.start(proxy, plan)
        let port = front.port
        // In parts, as each is compared with all that the server has seen.
        for start in stride(from: 0, to: messages.count, by: 500) {
            backend.forget()
            let numbers = Array(start..<min(start + 500, messages.count))
            let answered = await Parallel.map(numbers) { number in
                let path = SmugglingRow.path(number)
                let (octets, isHead) = (messages[number].octets, messages[number].beginsWithHead)
                let paths = await Self.exchange(octets, isHead, port) { paths in
                    paths.count == backend.seen.count { $0.path.contains(path) }
                }
                // Whoever comes next through the same proxy gets their own answers.
                let probe = "GET /after\(path) HTTP/1.1\r\nHost: a\r\n\r\n"
                let after = await RawClient(port: port).exchange(probe + probe, count: 2)
                return (paths: paths, after: after.all.map { $0["x-seen"] ?? "\($0.status)" })
            }
            let seen = backend.seen.map(\.path).filter { !$0.hasPrefix("/after/") }
            #expect(seen.filter { $0.contains("smuggled") } == [])
            #expect(seen.count > numbers.count / 10)
            for (number, answer) in zip(numbers, answered) {
                let (name, path) = (messages[number].name, SmugglingRow.path(number))
                var paths = answer.paths.filter { $0.contains(path) }
                var reached = seen.filter { $0.contains(path) }
                if paths != reached {
                    // Either they disagree, or something was late: then they agree where there is time and nobody else.
                    backend.forget()
                    let (octets, isHead) = (messages[number].octets, messages[number].beginsWithHead)
                    let again = await Self.exchange(octets, isHead, port, quietTurn: .seconds(3)) { paths in
                        paths.count == backend.seen.count
                    }
                    paths = again.filter { $0.contains(path) }
                    reached = backend.seen.map(\.path).filter { $0.contains(path) }
                }
                #expect(paths == reached, "\(name)")
                #expect(answer.after == ["/after\(path)", "/after\(path)"], "after \(name)")
            }
        }
        try await process.terminate()
        await backend.stop()
    }

    /// The paths of the requests that the server has answered on one connection to the proxy: until the proxy ends it,
    /// or everything is quiet and `isSettled`. Where nothing comes at all, it is waited for longer: the proxy may be
    /// slow.
    private static func exchange(
        _ octets: [UInt8], _ beginsWithHead: Bool, _ port: UInt16, quietTurn: Duration = .milliseconds(300),
        isSettled: @escaping @Sendable ([String]) -> Bool
    ) async -> [String] {
        let client = RawClient(port: port)
        return await BackgroundThread.result {
            client.send(octets)
            var received: [UInt8] = []
            var paths: [String] = []
            var quietTurns = 0
            while quietTurns < 30 {
                if client.isReadable(within: quietTurn) {
                    guard let more = client.receive() else { break }
                    received += more
                    paths = Self.paths(in: Replies(received, isFirstToHead: beginsWithHead))
                } else {
                    quietTurns += 1
                    if isSettled(paths), quietTurns > (received.isEmpty ? 5 : 0) { break }
                }
            }
            return Self.paths(in: Replies(received, isFirstToHead: beginsWithHead, hasEnded: true))
        }
    }

    /// nginx speaks HTTP/0.9 to whoever does: then the content stands there alone.
    private static func paths(in replies: Replies) -> [String] {
        let bare = String(decoding: replies.rest, as: UTF8.self).firstMatch(of: #/^[^ ]+ (/[^ ]*) of [0-9]+, /#)
        return replies.all.compactMap { $0["x-seen"] } + [bare.map { String($0.output.1) }].compactMap { $0 }
    }
}
