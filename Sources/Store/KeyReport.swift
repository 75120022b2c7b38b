public import Domain

/// How the keyring and the database fit.
public struct KeyReport: Sendable, Hashable {
    /// Connections whose tokens need a key that is not in the keyring, by the key's id. Their owners must reconnect,
    /// unless the key is found.
    public var missing: [String: Int]
    /// Connections by the key that wraps their tokens.
    public var connections: [String: Int]

    /// Whether every stored token has its key.
    public var isComplete: Bool { missing.isEmpty }
}

/// Why the store must not be used with this keyring (exit 78).
public enum KeyCheckFailure: Error, Sendable, Equatable {
    /// A key of a known id is not the key it was: tokens sealed with one would be lost with the other.
    case changed(keyID: String)
    /// The check could not be made.
    case store(StoreFailure)
}
