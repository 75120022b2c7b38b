import HTTP
import HTTPClient
import Testing

struct CancellationTests {
    private func failure(of task: Task<ClientResponse, any Error>) async -> ClientFailure? {
        do {
            _ = try await task.value
            return nil
        } catch {
            return error as? ClientFailure
        }
    }

    @Test func `a cancelled call returns while the server is still silent`() async {
        let (seen, tell) = AsyncStream<Void>.makeStream()
        let server = ScriptedServer { _ in
            tell.yield()
            return .silence
        }
        defer { server.stop() }
        let client = CurlClient(.init(transfersMax: 1))
        let first = Task { try await client.send(ClientRequest(.get, server.url, deadline: .seconds(600))) }
        var arrivals = seen.makeAsyncIterator()
        await arrivals.next()
        let waiting = Task { try await client.send(ClientRequest(.get, server.url, deadline: .seconds(600))) }
        waiting.cancel()
        #expect(await failure(of: waiting) == .notSent("cancelled"))
        first.cancel()
        #expect(await failure(of: first) == .outcomeUnknown("cancelled"))
        let next = Task { try await client.send(ClientRequest(.get, server.url, deadline: .seconds(600))) }
        // The place of the cancelled call is free again.
        await arrivals.next()
        next.cancel()
        #expect(await failure(of: next) == .outcomeUnknown("cancelled"))
    }

    @Test func `a call that was cancelled before it began sends nothing`() async {
        let server = ScriptedServer()
        defer { server.stop() }
        let client = CurlClient()
        let task = Task {
            // SAFETY: the task is used only inside the closure.
            unsafe withUnsafeCurrentTask { unsafe $0?.cancel() }
            return try await client.send(ClientRequest(.get, server.url))
        }
        #expect(await failure(of: task) == .notSent("cancelled"))
        #expect(server.seen.isEmpty)
    }

    @Test func `a shutdown lets calls finish within its grace, and takes no new ones`() async throws {
        let (seen, tell) = AsyncStream<Void>.makeStream()
        let gate = ThreadGate(count: 2)
        let server = ScriptedServer { _ in
            tell.yield()
            gate.enter()
            return .ok
        }
        defer { server.stop() }
        let client = CurlClient()
        let call = Task { try await client.send(ClientRequest(.get, server.url)) }
        var arrivals = seen.makeAsyncIterator()
        await arrivals.next()
        async let closed: Void = client.shutdown(grace: .seconds(60))
        gate.open()
        #expect(try await call.value.status == .ok)
        await closed
        await client.shutdown()
        await #expect(throws: ClientFailure.notSent("the client is shut down")) {
            try await client.send(ClientRequest(.get, server.url))
        }
    }

    @Test func `a client that is dropped ends its thread and its calls`() async {
        let (seen, tell) = AsyncStream<Void>.makeStream()
        let server = ScriptedServer { _ in
            tell.yield()
            return .silence
        }
        defer { server.stop() }
        for _ in 0..<20 { _ = CurlClient() }
        let client = CurlClient()
        let call = Task { try await client.send(ClientRequest(.get, server.url)) }
        var arrivals = seen.makeAsyncIterator()
        await arrivals.next()
        await client.shutdown()
        #expect(await failure(of: call) == .outcomeUnknown("the client is shut down"))
    }
}
