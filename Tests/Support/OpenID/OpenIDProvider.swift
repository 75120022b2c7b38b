import HTTP
import HTTPServer
import Synchronization

/// A sign-in provider for tests, on a port of its own: discovery, authorization with a page for people, token endpoint,
/// user info. Strict about everything a client may do wrong, and scriptable about what providers do wrong. Shares no
/// code with our client.
public final class OpenIDProvider: Sendable {
    /// Its client's id.
    public static let clientID = "fanfare client:1"
    /// Its client's secret. With letters that must be encoded in Basic (RFC 6749 §2.3.1).
    public static let clientSecret = "s3cret with:colon%&"

    /// Where it is; also its issuer, unless a path was given.
    public let url: String
    /// How it calls itself.
    public let issuer: String
    private let server: Server
    private let core: OpenIDCore

    /// Starts one. With a path, its issuer has that path, and metadata are where RFC 8414 puts them.
    public init(path: String = "", script: OpenIDScript = OpenIDScript()) throws {
        let slot = HandlerSlot()
        server = try Server(listeningOn: [.tcp(host: "127.0.0.1", port: 0)], handler: slot)
        url = "http://\(server.addresses[0])"
        issuer = url + path
        core = OpenIDCore(url: url, path: path, script: script)
        slot.fill(with: core)
    }

    /// Allows a redirection URI, compared to the letter.
    public func register(_ redirectURI: String) { core.state.withLock { _ = $0.redirectURIs.insert(redirectURI) } }

    /// Changes what it does wrong.
    public func change(_ body: @Sendable (inout OpenIDScript) -> Void) { core.state.withLock { body(&$0.script) } }

    /// What a client has done wrong, each in a sentence.
    public var complaints: [String] { core.state.withLock { $0.complaints } }

    /// Paths that were asked for, in order.
    public var requests: [String] { core.state.withLock { $0.requests } }

    /// Codes and tokens it has given: none of them may be found in a log.
    public var secrets: [String] { core.state.withLock { Array($0.secrets) } }

    /// Ends it.
    public func stop() async { await server.stop(grace: .seconds(1)) }
}

/// What a provider does otherwise than well.
public struct OpenIDScript: Sendable {
    /// Answers nothing but 503.
    public var isDown = false
    /// The issuer in the metadata, if another than its own.
    public var metadataIssuer: String?
    /// Whether it has metadata by RFC 8414, or by OpenID Connect alone.
    public var hasOAuthMetadata = true
    /// Whether it says that callbacks carry `iss`.
    public var saysIssuer = true
    /// What stands in `iss` of a callback: its own issuer, another, or, for an empty text, nothing.
    public var issuerInCallback: String?
    /// The error that ends every authorization.
    public var authorizationError: String?
    /// How the client must authenticate: in the `Authorization` field, or in the content.
    public var wantsBasic = true
    /// Whether a request without PKCE is refused.
    public var wantsPKCE = true
    /// What the token endpoint answers in place of tokens: status and JSON.
    public var tokenAnswer: (Int, String)?
    /// What the user info endpoint answers in place of the user: status and JSON.
    public var userInfoAnswer: (Int, String)?

    /// A provider that does everything well.
    public init() {}
}
