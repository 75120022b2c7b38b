import Domain
import HTTP
import Synchronization
import Testing

@testable import Web

/// Takes what is streamed, and wakes whoever waits for it.
final class TestWriter: BodyWriter {
    private let written: AsyncStream<String>
    private let continuation: AsyncStream<String>.Continuation

    init() { (written, continuation) = AsyncStream.makeStream() }

    func write(_ bytes: [UInt8]) async throws(BodyFailure) {
        continuation.yield(String(decoding: bytes, as: UTF8.self))
    }

    /// The pieces, as they come.
    var pieces: AsyncStream<String>.Iterator { written.makeAsyncIterator() }
}

struct EventStreamTests {
    /// Lets streams wait for ever, or not at all.
    private static func waits(_ environment: inout WebEnvironment) {
        environment.heartbeat = .seconds(1)
        environment.changePause = .zero
        environment.sleep = { duration in
            if duration == .zero { return }
            try await Task.sleep(for: .seconds(86_400))
        }
    }

    private func open(_ browser: TestBrowser, _ target: String = "/events?version=1", _ fields: Fields = [:])
        async throws
        -> (@Sendable (any BodyWriter) async throws -> Void)
    {
        let response = await browser.get(target, fields)
        #expect(response.fields[.contentType] == "text/event-stream")
        #expect(response.fields["x-accel-buffering"] == "no")
        #expect(response.fields[.cacheControl] == "no-store")
        guard case .stream(let body) = response.body else { throw MissingStream() }
        return body
    }

    struct MissingStream: Error {}

    @Test func `tells of changes of its own account`() async throws {
        let site = try TestSite(adjust: Self.waits)
        let browser = site.browser(signedInAs: 1)
        let body = try await open(browser)
        let writer = TestWriter()
        let task = Task { try await body(writer) }
        var pieces = writer.pieces
        #expect(await pieces.next() == "retry: 3000\n\n")
        site.changes.changed([AccountID(2), AccountID(3)])
        site.store.state.withLock { $0.versions[AccountID(1)] = 8 }
        site.changes.changed([AccountID(2), AccountID(1)])
        #expect(await pieces.next() == "event: change\nid: 8\ndata: now\n\n")
        #expect(site.changes.streamCount == 1)
        task.cancel()
        _ = await task.result
        #expect(site.changes.streamCount == 0)
    }

    static let latecomers: [(String, Fields)] = [
        ("/events?version=4", [:]), ("/events?version=9", ["last-event-id": "4"]),
    ]

    @Test(arguments: latecomers)
    func `tells at once what came between page and stream`(_ target: String, _ fields: Fields) async throws {
        let site = try TestSite(adjust: Self.waits)
        let browser = site.browser(signedInAs: 1)
        site.store.state.withLock { $0.versions[AccountID(1)] = 5 }
        let body = try await open(browser, target, fields)
        let writer = TestWriter()
        let task = Task { try await body(writer) }
        var pieces = writer.pieces
        _ = await pieces.next()
        #expect(await pieces.next() == "event: change\nid: 5\ndata: now\n\n")
        task.cancel()
        _ = await task.result
    }

    @Test func `ends as a whole stream when it is told to, also while it waits after a change`() async throws {
        let (paused, pausing) = AsyncStream<Void>.makeStream()
        let site = try TestSite { environment in
            environment.heartbeat = .seconds(1)
            environment.changePause = .seconds(2)
            environment.sleep = { duration in
                if duration == .seconds(2) { pausing.yield() }
                try await Task.sleep(for: .seconds(86_400))
            }
        }
        site.store.state.withLock { $0.versions[AccountID(1)] = 5 }
        let body = try await open(site.browser(signedInAs: 1))
        let task = Task { try await body(TestWriter()) }
        for await _ in paused { break }
        task.cancel()
        try await task.value
    }

    @Test func `shows that it lives, until the session ends`() async throws {
        let site = try TestSite { environment in
            environment.heartbeat = .zero
            environment.sleep = { _ in
                await Task.yield(); try Task.checkCancellation()
            }
        }
        let browser = site.browser(signedInAs: 1)
        let body = try await open(browser)
        let writer = TestWriter()
        let task = Task { try await body(writer) }
        var pieces = writer.pieces
        _ = await pieces.next()
        #expect(await pieces.next() == ": still here\n\n")
        site.store.state.withLock { $0.sessions = [:] }
        // Ends by itself.
        _ = await task.result
        #expect(site.changes.streamCount == 0)
    }

    @Test func `joins a burst into one piece of news`() async throws {
        let hub = ChangeHub()
        let subscription = hub.subscribe(to: AccountID(1))
        for _ in 0..<1000 { hub.changed([AccountID(1)]) }
        subscription.signal(.beat)
        subscription.finish()
        let seen = Mutex<[ChangeSubscription.Signal]>([])
        try await subscription.forEach { signal in
            seen.withLock { $0.append(signal) }
            return true
        }
        #expect(seen.withLock { $0 } == [.change, .beat])
    }

    @Test func `is for those who are signed in`() async throws {
        let site = try TestSite()
        let response = await site.browser().get("/events", [.accept: "text/event-stream"])
        #expect(response.status == .forbidden)
        // Nothing is streamed to nobody.
        let head = await site.browser(signedInAs: 1).send(.head, "/events")
        guard case .empty = head.body else {
            Issue.record("HEAD has content")
            return
        }
    }
}
