import Crypto
public import Domain
import FoundationEssentials
import Synchronization

/// The keyring at work: `Domain.Keys` by AES-256-GCM, HKDF and HMAC (SHA-256), all from the library.
///
/// A key of the keyring never touches data itself: each use has its own key, derived under that use's name.
public final class KeyringKeys: Keys {
    private let keyring: Keyring
    private let derived = Mutex<[Use: [UInt8]]>([:])

    private struct Use: Hashable {
        var keyID: String
        /// `wrap`, `check`, `transit|…`, `mac|…`: purposes are words of the program, so that there are few.
        var name: String
    }

    /// The first octet of everything sealed; another format will have another.
    static let formatVersion: UInt8 = 1
    private static let nonceBytes = 12
    private static let tagBytes = 16
    private static let keyMarkBytes = 4

    /// The keys of a keyring.
    public init(_ keyring: Keyring) { self.keyring = keyring }

    // MARK: Domain.Keys

    /// The id of the keyring's first key.
    public var primaryKeyID: String { keyring.keys.first?.id ?? "" }

    /// The ids, the primary first.
    public var keyIDs: [String] { keyring.ids }

    /// An HMAC of a constant.
    public func checkValue(of keyID: String) -> [UInt8]? {
        guard let key = try? derive("check", from: keyID) else { return nil }
        return Array(HMAC<SHA256>.authenticationCode(for: Array("fanfare/key-check/v1".utf8), using: key))
    }

    /// 32 random octets, wrapped by the primary key.
    public func makeDataKey(for context: String) throws(KeyFailure) -> WrappedKey {
        let keyID = primaryKeyID
        let key = try derive("wrap", from: keyID)
        let bytes = try seal(random(Keyring.keyBytes), using: key, context: wrapContext(context, keyID))
        return WrappedKey(keyID: keyID, bytes: bytes)
    }

    /// The same data key, wrapped anew.
    public func rewrap(_ key: WrappedKey, for context: String) throws(KeyFailure) -> WrappedKey {
        let wrapping = try derive("wrap", from: key.keyID)
        let bytes = try open(key.bytes, using: wrapping, context: wrapContext(context, key.keyID))
        let keyID = primaryKeyID
        let fresh = try derive("wrap", from: keyID)
        return WrappedKey(keyID: keyID, bytes: try seal(bytes, using: fresh, context: wrapContext(context, keyID)))
    }

    /// `version ‖ nonce ‖ ciphertext ‖ tag` under the data key.
    public func seal(_ secret: Secret, under key: WrappedKey, for keyContext: String, context: String)
        throws(KeyFailure) -> [UInt8]
    {
        try seal(Array(secret.reveal().utf8), using: unwrap(key, context: keyContext), context: context)
    }

    /// The text that was sealed.
    public func open(_ sealed: [UInt8], under key: WrappedKey, for keyContext: String, context: String)
        throws(KeyFailure) -> Secret
    {
        let bytes = try open(sealed, using: unwrap(key, context: keyContext), context: context)
        guard let text = String(validating: bytes, as: UTF8.self) else { throw .notOpened }
        return Secret(text)
    }

    /// base64url of `version ‖ key mark ‖ nonce ‖ ciphertext ‖ tag`.
    public func sealForTransit(_ bytes: [UInt8], purpose: String) throws(KeyFailure) -> String {
        let keyID = primaryKeyID
        let key = try derive("transit|\(purpose)", from: keyID)
        let sealed = try seal(bytes, using: key, context: transitContext(purpose, keyID))
        return Base64.url.encode(sealed.prefix(1) + keyMark(keyID) + sealed.dropFirst())
    }

    /// The octets that were sealed, by whichever key of the keyring it was.
    public func openFromTransit(_ text: String, purpose: String) -> [UInt8]? {
        guard let bytes = Base64.url.decode(text), bytes.count > 1 + KeyringKeys.keyMarkBytes else { return nil }
        let mark = Array(bytes[1...KeyringKeys.keyMarkBytes])
        let sealed = bytes.prefix(1) + bytes.dropFirst(1 + KeyringKeys.keyMarkBytes)
        for keyID in keyIDs where keyMark(keyID) == mark {
            guard let key = try? derive("transit|\(purpose)", from: keyID) else { continue }
            if let opened = try? open(Array(sealed), using: key, context: transitContext(purpose, keyID)) {
                return opened
            }
        }
        return nil
    }

    /// HMAC-SHA-256 under a key of that purpose.
    public func mac(_ message: [UInt8], purpose: String, keyID: String) -> [UInt8]? {
        guard let key = try? derive("mac|\(purpose)", from: keyID) else { return nil }
        return Array(HMAC<SHA256>.authenticationCode(for: message, using: key))
    }

    /// SHA-256.
    public func digest(_ bytes: [UInt8]) -> [UInt8] { Array(SHA256.hash(data: bytes)) }

    /// From the kernel's generator.
    public func random(_ count: Int) -> [UInt8] { RandomOctets.make(count) }

    // MARK: Underneath

    /// The key for one use of a key of the keyring (RFC 5869; the use's name is the info).
    private func derive(_ name: String, from keyID: String) throws(KeyFailure) -> SymmetricKey {
        let use = Use(keyID: keyID, name: name)
        if let known = derived.withLock({ $0[use] }) { return SymmetricKey(data: known) }
        guard let key = keyring.keys.first(where: { $0.id == keyID }) else { throw .missing(keyID: keyID) }
        let made = HKDF<SHA256>.deriveKey(
            inputKeyMaterial: SymmetricKey(data: key.material), salt: Array("fanfare".utf8),
            info: Array("fanfare/\(name)/v1".utf8),
            outputByteCount: Keyring.keyBytes)
        // Kept as octets: the library's key type may not cross threads.
        // SAFETY: copied while the key is there.
        let bytes = unsafe made.withUnsafeBytes { unsafe [UInt8]($0) }
        derived.withLock { $0[use] = bytes }
        return made
    }

    private func unwrap(_ key: WrappedKey, context: String) throws(KeyFailure) -> SymmetricKey {
        let wrapping = try derive("wrap", from: key.keyID)
        return SymmetricKey(data: try open(key.bytes, using: wrapping, context: wrapContext(context, key.keyID)))
    }

    private func seal(_ bytes: [UInt8], using key: SymmetricKey, context: String) throws(KeyFailure) -> [UInt8] {
        // A nonce is 96 random bits: a data key seals a few thousand texts in its life, a transit key at most one a
        // visit.
        guard let box = try? AES.GCM.seal(bytes, using: key, authenticating: Array(context.utf8)),
            let combined = box.combined
        else { throw .notOpened }
        return [KeyringKeys.formatVersion] + combined
    }

    private func open(_ sealed: [UInt8], using key: SymmetricKey, context: String) throws(KeyFailure) -> [UInt8] {
        guard sealed.first == KeyringKeys.formatVersion,
            sealed.count >= 1 + KeyringKeys.nonceBytes + KeyringKeys.tagBytes,
            let box = try? AES.GCM.SealedBox(combined: sealed.dropFirst()),
            let opened = try? AES.GCM.open(box, using: key, authenticating: Array(context.utf8))
        else { throw .notOpened }
        return Array(opened)
    }

    private func wrapContext(_ context: String, _ keyID: String) -> String { "fanfare/wrap/v1|\(keyID)|\(context)" }

    private func transitContext(_ purpose: String, _ keyID: String) -> String {
        "fanfare/transit/v1|\(keyID)|\(purpose)"
    }

    /// Tells keys apart without naming them.
    private func keyMark(_ keyID: String) -> [UInt8] {
        Array(digest(Array(keyID.utf8)).prefix(KeyringKeys.keyMarkBytes))
    }
}
