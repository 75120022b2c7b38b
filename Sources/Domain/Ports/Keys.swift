/// The secrets of this installation, and what is done with them. Implemented by the vault; nobody else holds a key.
public protocol Keys: Sendable {
    /// The id of the key that seals what is new.
    var primaryKeyID: String { get }
    /// Ids of all keys at hand.
    var keyIDs: [String] { get }
    /// A value that tells a changed key from the known one without telling anything else of it; nil for an unknown id.
    func checkValue(of keyID: String) -> [UInt8]?

    /// A new random data key, wrapped by the primary key for `context`.
    func makeDataKey(for context: String) throws(KeyFailure) -> WrappedKey
    /// The same data key, wrapped by the primary key instead of the one that wraps it now.
    func rewrap(_ key: WrappedKey, for context: String) throws(KeyFailure) -> WrappedKey
    /// Seals a secret under a data key: AES-256-GCM, bound to `context` (whose it is, which field, which version).
    func seal(_ secret: Secret, under key: WrappedKey, for keyContext: String, context: String) throws(KeyFailure)
        -> [UInt8]
    /// Opens what `seal` made; throws `.notOpened` when key or context is another.
    func open(_ sealed: [UInt8], under key: WrappedKey, for keyContext: String, context: String) throws(KeyFailure)
        -> Secret

    /// Seals bytes that leave this server and come back, such as a cookie: authenticated, confidential, base64url.
    func sealForTransit(_ bytes: [UInt8], purpose: String) throws(KeyFailure) -> String
    /// Opens what `sealForTransit` made; nil for anything else.
    func openFromTransit(_ text: String, purpose: String) -> [UInt8]?

    /// 32 octets that only this installation can make from `message` (HMAC-SHA-256 under a key of that purpose), by the
    /// key named; nil for an unknown key.
    func mac(_ message: [UInt8], purpose: String, keyID: String) -> [UInt8]?
    /// SHA-256.
    func digest(_ bytes: [UInt8]) -> [UInt8]
    /// Octets from the system's generator.
    func random(_ count: Int) -> [UInt8]
}

/// A data key, encrypted by the key named.
public struct WrappedKey: Sendable, Hashable {
    /// The key that wraps it.
    public var keyID: String
    /// The wrapped octets.
    public var bytes: [UInt8]

    /// A wrapped key.
    public init(keyID: String, bytes: [UInt8]) {
        self.keyID = keyID
        self.bytes = bytes
    }
}

/// Why a key could not do its work.
public enum KeyFailure: Error, Sendable, Equatable {
    /// The key named is not in the keyring.
    case missing(keyID: String)
    /// The sealed bytes do not belong to this key and context, or were changed.
    case notOpened
}
