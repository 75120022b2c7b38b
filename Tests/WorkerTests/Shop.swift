import Domain
import Logging
import Support
import Synchronization
import Worker

/// A worker and everything around it; nothing moves but what a test moves.
struct Shop {
    let clock = TestClock()
    let store = MemoryWorkStore()
    let source = ScriptedSource()
    let sleeper = Sleeper()
    let log = RecordedLog()
    let worker: Worker

    init(
        settings: WorkerSettings = WorkerSettings(),
        refreshTokens: @escaping @Sendable (Timestamp, Int) async throws(StoreFailure) -> Int = { _, _ in 0 }
    ) {
        let log = log
        worker = Worker(
            store: store, catalogue: source, followLists: source, clock: clock, settings: settings,
            logger: Logger(label: "test") { _ in log }, sleep: sleeper.sleep, random: { 1 },
            refreshTokens: refreshTokens)
    }
}

/// A source that answers by script, then with an empty page or a list of one, and holds everybody up at its gate if it
/// has one.
final class ScriptedSource: Catalogue, FollowLists {
    private struct State {
        var failures: [SourceFailure] = []
        var calls = 0
        var artistCalls = 0
        var artistFailure: SourceFailure?
        var gate: Gate?
        var named: [String: SourceArtist] = [:]
    }

    private let state = Mutex(State())

    var calls: Int { state.withLock { $0.calls } }

    func fail(_ failures: [SourceFailure]) { state.withLock { $0.failures = failures } }
    func hold(at gate: Gate?) { state.withLock { $0.gate = gate } }

    func releases(of artist: String, group: ReleaseGroup, offset: Int) async throws(SourceFailure) -> ReleasePage {
        try await call()
        return ReleasePage(releases: [], total: 0)
    }

    /// Every page is as it was.
    func releases(of artist: String, group: ReleaseGroup, unless known: PageDigest) async throws(SourceFailure)
        -> ReleasePage?
    {
        try await call()
        return nil
    }

    /// Whom it names when asked for an artist.
    func name(_ artist: SourceArtist, for id: String) { state.withLock { $0.named[id] = artist } }

    /// How often it was asked for an artist, and what it answers instead of a name.
    var artistCalls: Int { state.withLock { $0.artistCalls } }
    func refuseArtists(with failure: SourceFailure) { state.withLock { $0.artistFailure = failure } }

    func artist(_ id: String) async throws(SourceFailure) -> SourceArtist? {
        let (failure, artist) = state.withLock { state in
            state.artistCalls += 1
            return (state.artistFailure, state.named[id])
        }
        if let failure { throw failure }
        return artist
    }

    func followedArtists(of connection: ConnectionID) async throws(SourceFailure) -> SourceFollowList {
        try await call()
        return SourceFollowList([SourceArtist(id: "a", name: "A")])
    }

    private func call() async throws(SourceFailure) {
        let (failure, gate) = state.withLock { state in
            state.calls += 1
            return (state.failures.isEmpty ? nil : state.failures.removeFirst(), state.gate)
        }
        await gate?.pass()
        if let failure { throw failure }
    }
}

/// Keeps what is logged.
final class RecordedLog: LogHandler {
    private let kept = Mutex<[String]>([])

    var lines: [String] { kept.withLock { $0 } }

    func log(event: LogEvent) {
        kept.withLock { $0.append("\(event.level) \(event.message)") }
    }

    subscript(metadataKey key: String) -> Logger.Metadata.Value? {
        get { nil }
        set {}
    }
    var metadata: Logger.Metadata {
        get { [:] }
        set {}
    }
    var logLevel: Logger.Level {
        get { .debug }
        set {}
    }
}
