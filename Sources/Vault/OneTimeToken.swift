import Crypto
public import Domain

/// Tokens that are handed out once and stored as digests, for programs without a keyring at hand.
public enum OneTimeToken {
    /// So many octets from the system's generator, as base64url.
    public static func make(bytes count: Int) -> Secret { Secret(Base64.url.encode(RandomOctets.make(count))) }

    /// What is stored of it: SHA-256, as `Keys.digest` makes it.
    public static func digest(of token: Secret) -> [UInt8] { Array(SHA256.hash(data: Array(token.reveal().utf8))) }
}
