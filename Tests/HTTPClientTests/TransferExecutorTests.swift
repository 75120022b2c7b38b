import Glibc
import HTTP
import HTTPClient
import Testing

/// Makes calls on the client's thread, and says on which threads it found itself.
private actor Caller {
    private let client: CurlClient
    private let executor: TransferExecutor
    nonisolated var unownedExecutor: UnownedSerialExecutor { unsafe executor.asUnownedSerialExecutor() }

    private(set) var threads: Set<UInt> = []
    private var isBusy = false
    private(set) var overlaps = 0

    init(_ client: CurlClient) {
        self.client = client
        executor = client.executor
    }

    func call(_ url: String, times: Int) async throws(ClientFailure) -> Int {
        var answers = 0
        for _ in 0..<times {
            note()
            _ = try await client.send(ClientRequest(.get, url))
            answers += 1
            note()
        }
        return answers
    }

    func note() {
        if isBusy { overlaps += 1 }
        isBusy = true
        threads.insert(UInt(pthread_self()))
        isBusy = false
    }
}

@Suite struct `An actor on the client's own thread` {
    @Test func `begins and ends its calls on one thread, beside others that do the same`() async throws {
        let server = ScriptedServer()
        defer { server.stop() }
        let client = CurlClient()
        let caller = Caller(client)
        let counts = try await withThrowingTaskGroup(of: Int.self) { group in
            for _ in 0..<4 { group.addTask { try await caller.call(server.url, times: 25) } }
            return try await group.reduce(into: 0) { $0 += $1 }
        }
        #expect(counts == 100)
        #expect(await caller.threads.count == 1)
        await client.shutdown()
    }

    @Test func `goes on elsewhere, one step after the other, when the client has ended`() async throws {
        let (seen, tell) = AsyncStream<Void>.makeStream()
        let server = ScriptedServer { _ in
            tell.yield()
            return .silence
        }
        defer { server.stop() }
        let client = CurlClient()
        let caller = Caller(client)
        let call = Task { () async -> ClientFailure? in
            do throws(ClientFailure) { _ = try await caller.call(server.url, times: 1) } catch { return error }
            return nil
        }
        var arrivals = seen.makeAsyncIterator()
        await arrivals.next()
        await client.shutdown()
        // What was under way has failed, and its caller heard of it.
        #expect(await call.value != nil)
        await withTaskGroup { group in
            for _ in 0..<100 { group.addTask { await caller.note() } }
        }
        #expect(await caller.overlaps == 0)
    }
}
