import FoundationEssentials
import Support
import Testing
import Vault

struct KeyringTests {
    static let one = "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8="
    static let other = "ICECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8="

    static let accepted: [(String, [String])] = [
        ("a:\(one)", ["a"]),
        ("a:\(one)\n", ["a"]),
        ("# mine\n\n  2026-11 : \(one)  \r\nold:\(other)\n", ["2026-11", "old"]),
    ]

    @Test(arguments: accepted)
    func `a keyring is read, the first key first`(_ text: String, _ ids: [String]) throws {
        #expect(try Keyring(parsing: text).ids == ids)
    }

    static let refused: [(String, String)] = [
        ("", "no key"),
        ("# only words\n", "no key"),
        (one, "line 1: no colon"),
        (":\(one)", "line 1: an id"),
        ("a b:\(one)", "line 1: an id"),
        ("\(String(repeating: "a", count: 33)):\(one)", "line 1: an id"),
        ("a:\(one)\nb:AAEC", "line 2: the key b has 3 octets"),
        ("a:\(one.dropLast())", "not base64"),
        ("a:!\(one.dropFirst())", "not base64"),
        ("a:\(one)\na:\(other)", "a second key with the id a"),
        ("a:\(one)\nb:\(one)", "the same as one above"),
        ("a:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=", "over and over"),
    ]

    @Test(arguments: refused)
    func `a mistake is named without a key`(_ text: String, _ sentence: String) {
        let failure = #expect(throws: KeyringFailure.self) { try Keyring(parsing: text) }
        let description = failure?.description ?? ""
        #expect(description.contains(sentence))
        #expect(!description.contains("AAECAwQF"))
    }

    @Test func `a new keyring is its owner's, and is never written over`() throws {
        let scratch = try ScratchFolder()
        let file = KeyringFile(path: scratch.file("keyring"))
        try file.make()
        #expect(file.exposure == nil)
        let mode = try FileManager.default.attributesOfItem(atPath: file.path)[.posixPermissions] as? Int
        #expect(mode == 0o600)
        let before = FileManager.default.contents(atPath: file.path)
        let failure = #expect(throws: KeyringFailure.self) { try file.make() }
        #expect(failure?.description.contains("left as it is") == true)
        #expect(FileManager.default.contents(atPath: file.path) == before)
        let ids = try file.read().ids
        #expect(ids.count == 1)

        let second = KeyringFile(path: scratch.file("second"))
        try second.make()
        #expect(try second.read().ids != ids)
    }

    @Test func `a missing file, a wrong one and an exposed one are told apart`() throws {
        let scratch = try ScratchFolder()
        let missing = KeyringFile(path: scratch.file("missing"))
        let notThere = #expect(throws: KeyringFailure.self) { _ = try missing.read() }
        #expect(notThere?.description.contains("keys init") == true)
        #expect(missing.exposure == nil)

        let folder = #expect(throws: KeyringFailure.self) { _ = try KeyringFile(path: scratch.path).read() }
        #expect(folder?.description.contains("no plain file") == true)
        // There, and nobody can say what it is: like one of another user, whom root is not hindered by.
        let loop = KeyringFile(path: scratch.file("loop"))
        try FileManager.default.createSymbolicLink(atPath: loop.path, withDestinationPath: loop.path)
        let closed = #expect(throws: KeyringFailure.self) { _ = try loop.read() }
        #expect(closed?.description.contains("the user that runs Fanfare") == true)
        #expect(closed?.description.contains("keys init") == false)

        let wrong = KeyringFile(path: scratch.file("wrong"))
        try Data([0xFF, 0xFE, 0x00]).write(to: URL(filePath: wrong.path))
        let notText = #expect(throws: KeyringFailure.self) { _ = try wrong.read() }
        #expect(notText?.description.contains("something else") == true)

        try FileManager.default.setAttributes([.posixPermissions: 0o644], ofItemAtPath: wrong.path)
        #expect(wrong.exposure?.contains("644") == true)
        let nowhere = KeyringFile(path: scratch.file("no/folder"))
        #expect(throws: KeyringFailure.self) { try nowhere.make() }
    }
}
