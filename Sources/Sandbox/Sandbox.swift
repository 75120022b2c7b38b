public import HTTP
import Synchronization

/// A stand-in for Spotify: accounts service, Web API and pictures, with a script and faults.
///
/// Built from what is known of Spotify, not from how our own clients read it, and sharing no code with them: a
/// misreading must not cancel out.
public final class Sandbox: Sendable {
    private let state: Mutex<SandboxState>
    private let now: @Sendable () -> Int64

    /// A stand-in whose world begins on the day it is made.
    ///
    /// - Parameter now: the machine's time in milliseconds since 1970; the stand-in's clock is that plus what it was
    ///   told to advance.
    public init(options: SandboxOptions, now: @escaping @Sendable () -> Int64) {
        self.now = now
        state = Mutex(SandboxState(options: options, machineTime: Moment(milliseconds: now())))
    }

    /// What clients of Spotify talk to: `/authorize`, `/api/token`, `/v1/…`, `/image/…`.
    public var service: any Handler { FunctionHandler { await self.serve($0) } }

    /// The side for tests and scripts: JSON, on a port of its own.
    public var admin: any Handler { FunctionHandler { await self.administer($0) } }

    /// Says under which URL clients reach the service, once the port is known: scheme, host, port, no slash at the end.
    public func setPublicURL(_ url: String) {
        state.withLock { $0.publicURL = url }
    }

    /// Publishes one release, dated today, by an artist that a listener follows; each listener in turn. Whoever runs
    /// the stand-in calls it from time to time. Does nothing where the options say still.
    public func advanceCatalogue() {
        let time = Moment(milliseconds: now())
        state.withLock { $0.advanceCatalogue(at: time) }
    }

    private func serve(_ request: Request) async -> Response {
        switch await ServiceCall.read(request) {
        case .failure(let problem): return Response(problem.status)
        case .success(let call):
            let time = Moment(milliseconds: now())
            let answer = state.withLock { $0.answer(call, at: time) }
            if let delay = answer.delay {
                // A cancelled wait answers at once: nobody listens any more.
                try? await Task.sleep(for: delay)
            }
            return answer.cutAfterBytes.map { CutBody.cutting(answer.response, after: $0) } ?? answer.response
        }
    }

    private func administer(_ request: Request) async -> Response {
        switch await ServiceCall.read(request) {
        case .failure(let problem): return Response(problem.status)
        case .success(let call):
            let time = Moment(milliseconds: now())
            return state.withLock { $0.administer(call, at: time) }
        }
    }
}
