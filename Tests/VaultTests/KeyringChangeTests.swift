import FoundationEssentials
import Support
import Testing

@testable import Vault

struct KeyringChangeTests {
    private static let text = """
        # ours
        one:AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=
          two : ICECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=

        # the end
        """

    private let scratch: ScratchFolder

    init() throws { scratch = try ScratchFolder() }

    private func file(_ text: String, mode: Int = 0o640) throws -> KeyringFile {
        let path = scratch.file("keyring")
        try Data(text.utf8).write(to: URL(filePath: path))
        try FileManager.default.setAttributes([.posixPermissions: mode], ofItemAtPath: path)
        return KeyringFile(path: path)
    }

    @Test func `a new key comes first; comments, other keys and the mode stay`() throws {
        let file = try file(Self.text)
        let id = try file.add()
        #expect(try file.read().ids == [id, "one", "two"])
        let text = String(decoding: try Data(contentsOf: URL(filePath: file.path)), as: UTF8.self)
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
        #expect(lines[0] == "# ours" && lines[1].hasPrefix("\(id):"))
        #expect(([lines[0]] + lines[2...]).joined(separator: "\n") == Self.text)
        #expect(try FileManager.default.attributesOfItem(atPath: file.path)[.posixPermissions] as? Int == 0o640)
        #expect(try FileManager.default.contentsOfDirectory(atPath: scratch.path) == ["keyring"])
        #expect(try file.add() != id)
    }

    @Test func `a key that is not primary can go, and nothing else changes`() throws {
        let file = try file(Self.text)
        try file.retire("two")
        #expect(try file.read().ids == ["one"])
        let text = String(decoding: try Data(contentsOf: URL(filePath: file.path)), as: UTF8.self)
        #expect(text.hasPrefix("# ours\n") && text.hasSuffix("# the end"))
    }

    @Test(arguments: ["one", "three", ""])
    func `the primary key and an unknown one are refused, and the file is left alone`(_ id: String) throws {
        let file = try file(Self.text)
        #expect(throws: KeyringFailure.self) { try file.retire(id) }
        #expect(String(decoding: try Data(contentsOf: URL(filePath: file.path)), as: UTF8.self) == Self.text)
    }

    @Test(arguments: ["", "not a keyring", "one:short"])
    func `what is no keyring is left alone`(_ text: String) throws {
        let file = try file(text)
        #expect(throws: KeyringFailure.self) { _ = try file.add() }
        #expect(String(decoding: try Data(contentsOf: URL(filePath: file.path)), as: UTF8.self) == text)
    }

    @Test func `a link is left alone, and so is what it leads to`() throws {
        let file = try file(Self.text)
        let link = scratch.file("link")
        try FileManager.default.createSymbolicLink(atPath: link, withDestinationPath: file.path)
        #expect(throws: KeyringFailure.self) { _ = try KeyringFile(path: link).add() }
        #expect(try file.read().ids == ["one", "two"])
    }
}
