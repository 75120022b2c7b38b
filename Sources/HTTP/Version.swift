/// The protocol versions a message can have here (RFC 9112 §2.3).
public enum Version: Sendable, Equatable {
    case http10
    /// 1.1, and any later 1.x, which is answered as 1.1.
    case http11
}
