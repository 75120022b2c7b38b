import Glibc
import HTTP
import HTTPClient
import Synchronization
import Testing

/// Makes calls on the client's thread, and says on which threads it found itself.
private final class Caller: Sendable {
    private let client: CurlClient
    private let found = Mutex<Set<UInt>>([])
    private let isBusy = Atomic(false)
    private let overlapCount = Atomic(0)

    init(_ client: CurlClient) { self.client = client }

    var threads: Set<UInt> { found.withLock { $0 } }
    var overlaps: Int { overlapCount.load(ordering: .relaxed) }

    nonisolated(nonsending) func call(_ url: String, times: Int) async throws(ClientFailure) -> Int {
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
        if isBusy.exchange(true, ordering: .acquiringAndReleasing) { overlapCount.add(1, ordering: .relaxed) }
        found.withLock { _ = $0.insert(UInt(pthread_self())) }
        isBusy.store(false, ordering: .releasing)
    }
}

@Suite struct `A task that prefers the client's own thread` {
    @Test func `begins and ends its calls on one thread, beside others that do the same`() async throws {
        let server = ScriptedServer()
        defer { server.stop() }
        let client = CurlClient()
        let caller = Caller(client)
        let counts = try await withThrowingTaskGroup(of: Int.self) { group in
            for _ in 0..<4 {
                group.addTask(executorPreference: client.executor) { try await caller.call(server.url, times: 25) }
            }
            return try await group.reduce(into: 0) { $0 += $1 }
        }
        #expect(counts == 100)
        #expect(caller.threads.count == 1)
        #expect(caller.overlaps == 0)
        await client.shutdown()
    }

    @Test func `stays there in an actor that has no thread of its own`() async throws {
        let server = ScriptedServer()
        defer { server.stop() }
        let client = CurlClient()
        let caller = Caller(client)
        let lane = Lane(caller)
        let task = Task(executorPreference: client.executor) { try await lane.run(server.url, times: 50) }
        #expect(try await task.value == 50)
        #expect(caller.threads.count == 1)
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
        let call = Task(executorPreference: client.executor) { () async -> ClientFailure? in
            do throws(ClientFailure) { _ = try await caller.call(server.url, times: 1) } catch { return error }
            return nil
        }
        var arrivals = seen.makeAsyncIterator()
        await arrivals.next()
        await client.shutdown()
        // What was under way has failed, and its caller heard of it.
        #expect(await call.value != nil)
        await withTaskGroup { group in
            for _ in 0..<100 { group.addTask(executorPreference: client.executor) { caller.note() } }
        }
        #expect(caller.overlaps == 0)
    }
}

private actor Lane {
    private let caller: Caller

    init(_ caller: Caller) { self.caller = caller }

    func run(_ url: String, times: Int) async throws(ClientFailure) -> Int {
        try await caller.call(url, times: times)
    }
}
