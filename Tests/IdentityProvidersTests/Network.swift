import Domain
import HTTP
import Support
import Synchronization

@testable import IdentityProviders

/// A network on which each URL answers as it is told to; everything else is 404.
final class Network: Client {
    struct Answer: Sendable {
        var status = 200
        var text: String
    }

    private struct State {
        var answers: [String: Answer] = [:]
        var requests: [ClientRequest] = []
        var isDown = false
    }

    private let state = Mutex(State())

    subscript(url: String) -> Answer? {
        get { state.withLock { $0.answers[url] } }
        set { state.withLock { $0.answers[url] = newValue } }
    }

    /// Whether nobody can be reached.
    var isDown: Bool {
        get { state.withLock { $0.isDown } }
        set { state.withLock { $0.isDown = newValue } }
    }

    var requests: [ClientRequest] { state.withLock { $0.requests } }
    var urls: [String] { requests.map(\.url) }

    func send(_ request: ClientRequest) async throws(ClientFailure) -> ClientResponse {
        let answer: Answer? = state.withLock { state in
            state.requests.append(request)
            return state.isDown ? nil : state.answers[request.url] ?? Answer(status: 404, text: "")
        }
        guard let answer else { throw .notSent("nobody there") }
        return ClientResponse(Status(answer.status), body: Array(answer.text.utf8))
    }
}

/// One provider in front of a network.
struct Desk {
    static let issuer = "https://id.example"
    static let oauth = "https://id.example/.well-known/oauth-authorization-server"
    static let openID = "https://id.example/.well-known/openid-configuration"

    let network = Network()
    let clock = TestClock()
    let registry: ProviderRegistry

    init(_ adjust: (inout ProviderRegistration) -> Void = { _ in }) {
        var registration = ProviderRegistration(
            name: "work", displayName: "Work", issuer: Desk.issuer, clientID: "client", clientSecret: Secret("hush"))
        adjust(&registration)
        registry = ProviderRegistry(
            [registration], callback: "https://fanfare.example/callback", client: network, clock: clock)
    }

    /// Metadata, with members put over the usual ones.
    static func metadata(
        _ more: String = "", issuer: String = issuer, authorization: String = "https://id.example/auth"
    ) -> Network.Answer {
        Network.Answer(
            text: """
                {"issuer": "\(issuer)", "authorization_endpoint": "\(authorization)",
                "token_endpoint": "https://id.example/token", "userinfo_endpoint": "https://id.example/me"\(more)}
                """)
    }

    static let tokens = Network.Answer(text: #"{"access_token": "token-1", "token_type": "bearer", "id_token": "x"}"#)

    func provider() async throws(SignInFailure) -> any SignInProvider {
        guard let provider = try await registry.provider("work") else { throw .misconfigured("there is none") }
        return provider
    }

    /// Why there is no provider; nil if there is.
    func trouble() async -> SignInFailure? {
        do throws(SignInFailure) {
            _ = try await provider()
            return nil
        } catch { return error }
    }

    static let verifier = Secret(String(repeating: "v", count: 43))

    /// A whole exchange; throws where it fails.
    func signIn() async throws(SignInFailure) -> Profile {
        let provider = try await provider()
        return try await provider.profile(of: try await provider.exchange(code: "code-1", verifier: Desk.verifier))
    }

    /// What a whole exchange came to.
    func outcome() async -> Result<Profile, SignInFailure> {
        do throws(SignInFailure) { return .success(try await signIn()) } catch { return .failure(error) }
    }
}
