import FoundationEssentials
import HTTP

/// How the client shows the token endpoint who it is (RFC 6749 §2.3.1). Configured for each provider and never tried
/// out: a second try would send a code or refresh token again that may be good for once.
public enum ClientAuthentication: Sendable, Equatable, SecretBearing {
    /// In the `Authorization` field.
    case basic(clientID: String, secret: String)
    /// In the content.
    case body(clientID: String, secret: String)
    /// Not at all: a public client only names itself.
    case none(clientID: String)

    /// Who asks.
    public var clientID: String {
        switch self {
        case .basic(let id, _), .body(let id, _), .none(let id): id
        }
    }

    /// Adds what the method calls for to a request's fields or content.
    func apply(to fields: inout Fields, _ content: inout FormFields) {
        switch self {
        case .basic(let id, let secret):
            // RFC 6749 §2.3.1: both are form-encoded first, so that a colon in the id does not end it.
            let pair = "\(PercentEncoding.encode(id)):\(PercentEncoding.encode(secret))"
            guard let value = FieldValue("Basic " + Data(pair.utf8).base64EncodedString()) else { return }
            fields.append(.authorization, value)
        case .body(let id, let secret):
            content.append("client_id", id)
            content.append("client_secret", secret)
        case .none(let id):
            content.append("client_id", id)
        }
    }
}
