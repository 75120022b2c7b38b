import HTTP
import HTTPServer
import Support
import Synchronization

/// Our server in this process, with a handler that notes whatever reaches it and says so in its answer.
final class Backend: Sendable {
    /// A request that arrived whole.
    struct Seen: Sendable {
        let method: String
        let path: String
        let client: String
        let id: String
        let names: [String]
        let content: [UInt8]
    }

    /// How it is reached.
    enum Listening: CaseIterable, Sendable {
        case port
        case unixSocket
    }

    /// What a proxy calls it.
    let upstream: String
    /// The port, if it has one.
    let port: UInt16
    private let server: Server
    private let notes: Notes
    private let folder: ScratchFolder

    /// Starts one that trusts 127.0.0.1 and Unix sockets, and takes at most 64 KiB of content.
    static func start(
        _ listening: Listening = .port, options: String = "", port: UInt16 = 0,
        change: (inout ServerSettings) -> Void = { _ in }
    ) throws -> Backend {
        let folder = try ScratchFolder()
        let text = listening == .port ? "127.0.0.1:\(port)" : "unix:\(folder.file("web"))"
        guard let address = ListenAddress(text + options) else { throw WaitedInVain("an address") }
        var settings = ServerSettings()
        settings.loops = 2
        settings.trustedProxies = [AddressRange("127.0.0.1")].compactMap { $0 }
        settings.trustsUnixPeers = true
        change(&settings)
        return try Backend(address, settings, folder)
    }

    private init(_ address: ListenAddress, _ settings: ServerSettings, _ folder: ScratchFolder) throws {
        let notes = Notes()
        self.notes = notes
        self.folder = folder
        server = try Server(
            listeningOn: [address], settings: settings, handler: FunctionHandler { await notes.answer($0) })
        upstream = server.addresses[0].description
        if case .tcp(_, let port) = server.addresses[0] { self.port = port } else { port = 0 }
    }

    /// Every request so far that arrived whole, in the order of their ends.
    var seen: [Seen] { notes.all.withLock { $0 } }

    /// Begins anew with what it has seen.
    func forget() { notes.all.withLock { $0 = [] } }

    /// Lets `/stream` go on by one event.
    func release() { notes.gate.letOneThrough() }

    /// Waits until `/stream` has said something and waits itself.
    func untilStreaming() async { await notes.gate.untilWaiting(1) }

    /// Lets requests end, and stops.
    func stop() async {
        notes.gate.open()
        await server.stop(grace: .seconds(5))
    }

    /// What the handler keeps.
    private final class Notes: Sendable {
        let all = Mutex<[Seen]>([])
        let gate = Gate()
        private static let large = [UInt8](repeating: 0x61, count: 8 << 20)

        func answer(_ request: Request) async -> Response {
            let content: [UInt8]
            do throws(BodyFailure) {
                content = try await request.body.collect(upTo: 64 << 10)
            } catch {
                return .text(error.status, "\(error.status)\n")
            }
            let seen = Seen(
                method: request.method.name, path: request.path, client: request.client.description, id: request.id,
                names: request.fields.pairs.map { $0.name.lowercased() }, content: content)
            all.withLock { $0.append(seen) }
            if request.path == "/stream" { return stream() }
            if request.path == "/large" { return Response(.ok, body: .bytes(Notes.large)) }
            var response = Response.text(
                .ok, "\(request.method) \(request.path) of \(content.count), \(request.client), \(request.id)\n")
            // Also where an answer has no content.
            if let path = FieldValue(request.path) { response.fields.append("x-seen", path) }
            return response
        }

        /// Like Fanfare's own: one event, and the next ones when told.
        private func stream() -> Response {
            let fields: Fields = [
                .contentType: "text/event-stream", .cacheControl: "no-store", "x-accel-buffering": "no",
            ]
            return Response(
                .ok, fields: fields,
                body: .stream { [gate] writer in
                    for number in 1...3 {
                        try await writer.write(Array("data: \(number)\n\n".utf8))
                        await gate.pass()
                    }
                })
        }
    }
}
