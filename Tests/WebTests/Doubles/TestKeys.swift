import Domain
import Synchronization

/// Keys without cryptography: what is sealed is bound to its purpose, what is random counts up.
final class TestKeys: Keys {
    private let counter = Mutex<UInt64>(0)

    let primaryKeyID = "test"
    let keyIDs = ["test"]

    func checkValue(of keyID: String) -> [UInt8]? { keyID == "test" ? [1] : nil }
    func makeDataKey(for context: String) throws(KeyFailure) -> WrappedKey { WrappedKey(keyID: "test", bytes: [1]) }

    func rewrap(_ key: WrappedKey, for context: String) throws(KeyFailure) -> WrappedKey { key }

    func seal(
        _ secret: Secret, under key: WrappedKey, for keyContext: String, context: String
    ) throws(KeyFailure) -> [UInt8] { Array(secret.reveal().utf8) }

    func open(
        _ sealed: [UInt8], under key: WrappedKey, for keyContext: String, context: String
    ) throws(KeyFailure) -> Secret { Secret(String(decoding: sealed, as: UTF8.self)) }

    func sealForTransit(_ bytes: [UInt8], purpose: String) throws(KeyFailure) -> String {
        Base64.url.encode(hash(Array(purpose.utf8) + bytes) + bytes)
    }

    func openFromTransit(_ text: String, purpose: String) -> [UInt8]? {
        guard let sealed = Base64.url.decode(text), sealed.count >= 32 else { return nil }
        let bytes = Array(sealed.dropFirst(32))
        return Array(sealed.prefix(32)) == hash(Array(purpose.utf8) + bytes) ? bytes : nil
    }

    func mac(_ message: [UInt8], purpose: String, keyID: String) -> [UInt8]? {
        keyID == "test" ? hash(Array("mac \(purpose)".utf8) + message) : nil
    }

    func digest(_ bytes: [UInt8]) -> [UInt8] { hash(Array("digest".utf8) + bytes) }

    func random(_ count: Int) -> [UInt8] {
        let number = counter.withLock { number in
            number += 1
            return number
        }
        return Array(hash(Array("random \(number)".utf8)).prefix(count))
    }

    /// 32 octets by four FNV-1a runs.
    private func hash(_ bytes: [UInt8]) -> [UInt8] {
        (0..<4).flatMap { (run: UInt64) in
            let value = bytes.reduce(0xCBF2_9CE4_8422_2325 &+ run &* 0x9E37_79B9_7F4A_7C15) { hash, byte in
                (hash ^ UInt64(byte)) &* 0x0000_0100_0000_01B3
            }
            return (0..<8).map { UInt8(truncatingIfNeeded: value >> ($0 * 8)) }
        }
    }
}
