import FoundationEssentials
import HTTP

/// What a provider publishes about itself (RFC 8414 §2, OpenID Connect Discovery §3), as far as a sign-in needs it.
public struct ServerMetadata: Sendable, Equatable {
    /// Why a document is not used.
    public enum Problem: Error, Sendable, Equatable {
        /// No JSON object, or one without an issuer.
        case unreadable
        /// The issuer in it is another than the one asked for (RFC 8414 §3.3): it must not be used.
        case otherIssuer
        /// An endpoint is no URL that a client may use. Its name in the document.
        case unusableEndpoint(String)
    }

    /// How many octets of a document are read.
    public static let bytesMax = 256 << 10

    /// `authorization_endpoint`
    public let authorizationEndpoint: String?
    /// `token_endpoint`
    public let tokenEndpoint: String?
    /// `userinfo_endpoint`
    public let userInfoEndpoint: String?
    /// `authorization_response_iss_parameter_supported` (RFC 9207 §3): then every callback carries `iss`.
    public let sendsIssuer: Bool
    /// `code_challenge_methods_supported`; nil where it does not say.
    public let challengeMethods: [String]?
    /// `token_endpoint_auth_methods_supported`; nil where it does not say.
    public let authenticationMethods: [String]?

    /// Reads a document that was found for an issuer. The issuer in it is compared octet by octet (RFC 8414 §3.3).
    public init(_ content: [UInt8], issuer: String) throws(Problem) {
        guard let document = try? JSONDecoder().decode(Document.self, from: Data(content)) else { throw .unreadable }
        guard document.issuer.utf8.elementsEqual(issuer.utf8) else { throw .otherIssuer }
        let endpoints = [
            ("authorization_endpoint", document.authorizationEndpoint), ("token_endpoint", document.tokenEndpoint),
            ("userinfo_endpoint", document.userInfoEndpoint),
        ]
        for (name, url) in endpoints {
            if let url, !EndpointURL.isUsable(url) { throw .unusableEndpoint(name) }
        }
        authorizationEndpoint = document.authorizationEndpoint
        tokenEndpoint = document.tokenEndpoint
        userInfoEndpoint = document.userInfoEndpoint
        sendsIssuer = document.sendsIssuer
        challengeMethods = document.challengeMethods
        authenticationMethods = document.authenticationMethods
    }

    /// Where the document may be, the best place first: between host and path (RFC 8414 §3.1), for either kind of
    /// document, then behind the path as OpenID Connect Discovery §4 has it.
    public static func locations(of issuer: String) -> [String] {
        let origin = EndpointURL.origin(of: issuer)
        var path = String(issuer.dropFirst(origin.utf8.count))
        // RFC 8414 §3.1: a slash at the end goes first.
        if path.hasSuffix("/") { path.removeLast() }
        let inserted = ["oauth-authorization-server", "openid-configuration"].map {
            "\(origin)/.well-known/\($0)\(path)"
        }
        return path.isEmpty ? inserted : inserted + ["\(origin)\(path)/.well-known/openid-configuration"]
    }
}

/// The document; what cannot be read of the optional members is passed over.
private struct Document: Decodable {
    let issuer: String
    let authorizationEndpoint: String?
    let tokenEndpoint: String?
    let userInfoEndpoint: String?
    let sendsIssuer: Bool
    let challengeMethods: [String]?
    let authenticationMethods: [String]?

    private enum CodingKeys: String, CodingKey {
        case issuer
        case authorizationEndpoint = "authorization_endpoint"
        case tokenEndpoint = "token_endpoint"
        case userInfoEndpoint = "userinfo_endpoint"
        case sendsIssuer = "authorization_response_iss_parameter_supported"
        case challengeMethods = "code_challenge_methods_supported"
        case authenticationMethods = "token_endpoint_auth_methods_supported"
    }

    init(from decoder: any Decoder) throws {
        let values = try decoder.container(keyedBy: CodingKeys.self)
        issuer = try values.decode(String.self, forKey: .issuer)
        authorizationEndpoint = try? values.decode(String.self, forKey: .authorizationEndpoint)
        tokenEndpoint = try? values.decode(String.self, forKey: .tokenEndpoint)
        userInfoEndpoint = try? values.decode(String.self, forKey: .userInfoEndpoint)
        sendsIssuer = (try? values.decode(Bool.self, forKey: .sendsIssuer)) ?? false
        challengeMethods = try? values.decode([String].self, forKey: .challengeMethods)
        authenticationMethods = try? values.decode([String].self, forKey: .authenticationMethods)
    }
}
