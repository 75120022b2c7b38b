import HTTP
import HTTPClient
import HTTPServer
import Support
import Synchronization

/// Stands between Fanfare and the sandbox: hands every call on, notes the secrets it sees, and can do something at a
/// chosen call, before or after it is carried out.
final class Relay: Sendable {
    /// What a call is for.
    enum Purpose: CaseIterable, Sendable {
        /// A code is exchanged for tokens.
        case signIn
        /// A refresh token is exchanged.
        case refresh
        /// A follow list is read.
        case list
        /// An artist is checked.
        case check
    }

    /// Where in a call something is done.
    enum Place: CaseIterable, Sendable {
        /// Nothing has happened yet.
        case asked
        /// It has happened, and nobody has been told.
        case carriedOut
        /// The answer is on its way.
        case answered
    }

    /// A thing to do at the first call of that purpose whose answer contains the text, if one is given.
    struct Trap: Sendable {
        let purpose: Purpose
        let place: Place
        var containing: String?
        let action: @Sendable () async -> Void
    }

    private struct State {
        var url = ""
        var secrets: Set<String> = []
        var refreshesGranted = 0
        var trap: Trap?
        var gates: [Purpose: (place: Place, gate: Gate)] = [:]
        var rewriting: (@Sendable (Purpose, Response) -> Response)?
    }

    /// Where it is, to be given to Fanfare as Spotify's address.
    let url: String
    private let server: Server
    private let core: Core

    /// Starts one in front of a sandbox.
    init(to target: String) throws {
        core = Core(target: target)
        server = try Server(listeningOn: [.tcp(host: "127.0.0.1", port: 0)], handler: core)
        url = "http://\(server.addresses[0])"
        core.state.withLock { [url] in $0.url = url }
    }

    /// Every access and refresh token, and every code, that has passed.
    var secrets: Set<String> { core.state.withLock { $0.secrets } }

    /// How many refreshes the sandbox has granted, whether or not the answer arrived.
    var refreshesGranted: Int { core.state.withLock { $0.refreshesGranted } }

    /// Sets a trap in place of the one set before.
    func set(_ trap: Trap?) { core.state.withLock { $0.trap = trap } }

    /// Holds up calls of that purpose before they are carried out, or before their answer leaves, until the gate is
    /// opened; the first `free` of them pass. In place of the gate set before for that purpose.
    func hold(_ purpose: Purpose, at place: Place, butFirst free: Int = 0) -> Gate {
        let gate = Gate(lettingThrough: free)
        core.state.withLock { $0.gates[purpose] = (place, gate) }
        return gate
    }

    /// Has answers changed on their way, but for those to calls of no known purpose; nil ends that.
    func rewrite(_ body: (@Sendable (Purpose, Response) -> Response)?) { core.state.withLock { $0.rewriting = body } }

    /// Ends it.
    func stop() async {
        await server.stop(grace: .seconds(1))
        await core.client.shutdown()
    }

    private struct Core: Handler {
        let target: String
        let client = CurlClient()
        let state = SharedState()

        func respond(to request: Request) async -> Response {
            guard let body = try? await request.body.collect(upTo: 1 << 20) else { return Response(.badRequest) }
            let purpose = Core.purpose(of: request, body)
            note(body, of: request)
            await spring(purpose, .asked, "")
            var fields = Fields()
            for (name, value) in request.fields.pairs where !Core.isHopByHop(name) {
                if let name = FieldName(name), let value = FieldValue(value) { fields.append(name, value) }
            }
            let query = request.query.map { "?\($0)" } ?? ""
            let call = ClientRequest(
                request.method, target + request.path + query, fields: fields, body: body, deadline: .seconds(120),
                responseBytesMax: 64 << 20)
            guard let answer = try? await client.send(call) else { return Response(.badGateway) }
            let text = String(decoding: answer.body, as: UTF8.self)
            note(text, of: purpose, isSuccess: answer.status.isSuccess, query: answer.fields[.location])
            await spring(purpose, .carriedOut, text)
            // The sandbox names itself in links and covers, which must lead back here.
            let url = state.withLock { $0.url }
            let content = text.contains(target) ? Array(text.replacing(target, with: url).utf8) : answer.body
            var response = Response(answer.status, body: .bytes(content))
            for (name, value) in answer.fields.pairs where !Core.isHopByHop(name) {
                if let name = FieldName(name), let value = FieldValue(value) { response.fields.append(name, value) }
            }
            if let purpose, let rewriting = state.withLock({ $0.rewriting }) { response = rewriting(purpose, response) }
            // The answer leaves when this function returns; what is done then is done beside it.
            if let trap = take(purpose, .answered, text) { Task { await trap.action() } }
            return response
        }

        private static func isHopByHop(_ name: String) -> Bool {
            ["host", "content-length", "transfer-encoding", "connection", "expect", "date", "server"]
                .contains(name.lowercased())
        }

        private static func purpose(of request: Request, _ body: [UInt8]) -> Purpose? {
            switch request.path {
            case "/api/token":
                switch FormFields(encoded: body)?["grant_type"] {
                case "authorization_code": .signIn
                case "refresh_token": .refresh
                default: nil
                }
            case "/v1/me/following": .list
            default: request.path.hasPrefix("/v1/artists/") && request.path.hasSuffix("/albums") ? .check : nil
            }
        }

        private func note(_ body: [UInt8], of request: Request) {
            guard request.path == "/api/token", let form = FormFields(encoded: body) else { return }
            let sent = ["code", "code_verifier", "refresh_token"].compactMap { form[$0] }
            state.withLock { $0.secrets.formUnion(sent) }
        }

        private func note(_ text: String, of purpose: Purpose?, isSuccess: Bool, query: String?) {
            state.withLock { state in
                if purpose == .refresh, isSuccess { state.refreshesGranted += 1 }
                for match in text.matches(of: #/"(?:access|refresh)_token": ?"([^"]+)"/#) {
                    state.secrets.insert(String(match.output.1))
                }
                if let match = query?.firstMatch(of: #/[?&]code=([^&]+)/#) {
                    state.secrets.insert(String(match.output.1))
                }
            }
        }

        private func spring(_ purpose: Purpose?, _ place: Place, _ text: String) async {
            if let trap = take(purpose, place, text) { await trap.action() }
            if let purpose, let held = state.withLock({ $0.gates[purpose] }), held.place == place {
                await held.gate.pass()
            }
        }

        private func take(_ purpose: Purpose?, _ place: Place, _ text: String) -> Trap? {
            state.withLock { state in
                guard let trap = state.trap, trap.purpose == purpose, trap.place == place,
                    trap.containing.map({ text.contains($0) }) ?? true
                else { return nil }
                state.trap = nil
                return trap
            }
        }
    }

    /// The state behind its lock: a handler is a value, a lock is not.
    private final class SharedState: Sendable {
        private let state = Mutex(State())

        func withLock<T: Sendable>(_ body: (inout State) -> T) -> T { state.withLock { body(&$0) } }
    }
}
