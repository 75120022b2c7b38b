import Domain
import Testing
import Vault

struct KeyringKeysTests {
    static let oldKey = "old:\(KeyringTests.one)"
    static let newKey = "new:\(KeyringTests.other)"

    private func keys(_ lines: String...) throws -> KeyringKeys {
        try KeyringKeys(Keyring(parsing: lines.joined(separator: "\n")))
    }

    @Test(arguments: ["", "AQ-refresh", String(repeating: "ö", count: 5000)])
    func `what is sealed opens again`(_ text: String) throws {
        let keys = try keys(Self.oldKey)
        let dataKey = try keys.makeDataKey(for: "connection 1")
        let sealed = try keys.seal(Secret(text), under: dataKey, for: "connection 1", context: "refresh|1")
        #expect(sealed.first == 1)
        #expect(sealed.count == text.utf8.count + 29)
        let opened = try keys.open(sealed, under: dataKey, for: "connection 1", context: "refresh|1")
        #expect(opened.reveal() == text)
        #expect(try keys.seal(Secret(text), under: dataKey, for: "connection 1", context: "refresh|1") != sealed)
    }

    @Test func `a swapped row, field, version or key does not open`() throws {
        let keys = try keys(Self.oldKey)
        let mine = try keys.makeDataKey(for: "connection 1")
        let theirs = try keys.makeDataKey(for: "connection 2")
        let sealed = try keys.seal(Secret("AQ"), under: mine, for: "connection 1", context: "refresh|1")
        let attempts: [(WrappedKey, String, String)] = [
            (mine, "connection 1", "access|1"),
            (mine, "connection 1", "refresh|2"),
            (mine, "connection 2", "refresh|1"),
            (theirs, "connection 2", "refresh|1"),
            (theirs, "connection 1", "refresh|1"),
        ]
        for (key, keyContext, context) in attempts {
            #expect(throws: KeyFailure.notOpened) {
                _ = try keys.open(sealed, under: key, for: keyContext, context: context)
            }
        }
    }

    @Test func `no octet of a sealed text or a wrapped key can be changed`() throws {
        let keys = try keys(Self.oldKey)
        let dataKey = try keys.makeDataKey(for: "c")
        let sealed = try keys.seal(Secret("AQ"), under: dataKey, for: "c", context: "x")
        for index in sealed.indices {
            var changed = sealed
            changed[index] ^= 0x10
            #expect(throws: KeyFailure.notOpened) { _ = try keys.open(changed, under: dataKey, for: "c", context: "x") }
        }
        for index in dataKey.bytes.indices {
            var changed = dataKey
            changed.bytes[index] ^= 0x10
            #expect(throws: KeyFailure.notOpened) { _ = try keys.open(sealed, under: changed, for: "c", context: "x") }
        }
        for count in 0..<sealed.count {
            let cut = Array(sealed.prefix(count))
            #expect(throws: KeyFailure.notOpened) { _ = try keys.open(cut, under: dataKey, for: "c", context: "x") }
        }
        // A plain text in place of a sealed one is an error too, never taken as it is.
        #expect(throws: KeyFailure.notOpened) {
            _ = try keys.open(Array("AQ-plain".utf8), under: dataKey, for: "c", context: "x")
        }
    }

    @Test func `a new primary key leaves the old one's work readable, a missing one is named`() throws {
        let before = try keys(Self.oldKey)
        let dataKey = try before.makeDataKey(for: "c")
        let sealed = try before.seal(Secret("AQ"), under: dataKey, for: "c", context: "x")
        let rotated = try keys(Self.newKey, Self.oldKey)
        #expect(rotated.primaryKeyID == "new")
        #expect(try rotated.open(sealed, under: dataKey, for: "c", context: "x").reveal() == "AQ")
        #expect(try rotated.makeDataKey(for: "c").keyID == "new")
        let without = try keys(Self.newKey)
        #expect(throws: KeyFailure.missing(keyID: "old")) {
            _ = try without.open(sealed, under: dataKey, for: "c", context: "x")
        }
        let impostor = try keys("old:\(KeyringTests.other)")
        #expect(throws: KeyFailure.notOpened) { _ = try impostor.open(sealed, under: dataKey, for: "c", context: "x") }
        #expect(impostor.checkValue(of: "old") != before.checkValue(of: "old"))
        #expect(rotated.checkValue(of: "old") == before.checkValue(of: "old"))
        #expect(without.checkValue(of: "old") == nil)
    }

    @Test func `a cookie opens for its purpose, from any key at hand, and unchanged`() throws {
        let before = try keys(Self.oldKey)
        let cookie = try before.sealForTransit([1, 2, 3], purpose: "flow")
        #expect(cookie.utf8.allSatisfy { $0 != 0x3D && $0 != 0x2B && $0 != 0x2F })
        #expect(before.openFromTransit(cookie, purpose: "flow") == [1, 2, 3])
        #expect(try keys(Self.newKey, Self.oldKey).openFromTransit(cookie, purpose: "flow") == [1, 2, 3])
        #expect(before.openFromTransit(cookie, purpose: "form") == nil)
        #expect(try keys(Self.newKey).openFromTransit(cookie, purpose: "flow") == nil)
        #expect(try keys("old:\(KeyringTests.other)").openFromTransit(cookie, purpose: "flow") == nil)
        let bytes = try #require(Base64.url.decode(cookie))
        for index in bytes.indices {
            var changed = bytes
            changed[index] ^= 1
            #expect(before.openFromTransit(Base64.url.encode(changed), purpose: "flow") == nil)
        }
        for text in ["", "AQ", "not base64!", cookie + "A", String(cookie.dropLast())] {
            #expect(before.openFromTransit(text, purpose: "flow") == nil)
        }
    }

    @Test func `a mac depends on message, purpose and key`() throws {
        let keys = try keys(Self.newKey, Self.oldKey)
        let mac = try #require(keys.mac([1], purpose: "feed", keyID: "new"))
        #expect(mac.count == 32)
        #expect(keys.mac([1], purpose: "feed", keyID: "new") == mac)
        #expect(keys.mac([2], purpose: "feed", keyID: "new") != mac)
        #expect(keys.mac([1], purpose: "form", keyID: "new") != mac)
        #expect(keys.mac([1], purpose: "feed", keyID: "old") != mac)
        #expect(keys.mac([1], purpose: "feed", keyID: "gone") == nil)
        #expect(keys.random(16).count == 16)
        #expect(keys.random(16) != keys.random(16))
        #expect(Base64.standard.encode(keys.digest([])) == "47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=")
    }
}
