import Crypto
import HTTP

/// The secret that binds an authorization code to whoever asked for it (RFC 7636 §4.1).
public struct CodeVerifier: Sendable, Equatable, SecretBearing {
    /// The verifier, for the token request and for sealing.
    public let text: String

    /// A new verifier of 32 random octets, 43 letters.
    public init() {
        var random = SystemRandomNumberGenerator()
        text = Base64URL.encode((0..<32).map { _ in UInt8.random(in: .min ... .max, using: &random) })
    }

    /// A verifier that was kept. Nil unless it is 43 to 128 unreserved letters.
    public init?(_ text: String) {
        guard (43...128).contains(text.utf8.count), text.utf8.allSatisfy(PercentEncoding.isUnreserved) else {
            return nil
        }
        self.text = text
    }

    /// The challenge for the authorization request, by the method S256 (RFC 7636 §4.2); `plain` is never used.
    public var challenge: String { Base64URL.encode(SHA256.hash(data: Array(text.utf8))) }
}
