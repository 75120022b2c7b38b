import FoundationEssentials
import Support
import Testing

/// A keyring that is not there, not one, or not the right one.
@Suite(.storied) struct KeyringFaultTests {
    struct Fault: Sendable, CustomTestStringConvertible {
        let testDescription: String
        let damage: @Sendable (_ keyring: String) throws -> Void

        init(_ description: String, _ damage: @escaping @Sendable (_ keyring: String) throws -> Void) {
            testDescription = description
            self.damage = damage
        }
    }

    private static let faults = [
        Fault("missing") { try FileManager.default.removeItem(atPath: $0) },
        Fault("empty") { try Program.write("", to: $0) },
        Fault("no keyring") { try Program.write("Dear diary,\n", to: $0) },
        Fault("a key too short") { try Program.write("k1:c2hvcnQ=\n", to: $0) },
        Fault("octets that are no text") { try Program.change($0) { $0 = [0xFF, 0xFE, 0x00] } },
        Fault("a folder") {
            try FileManager.default.removeItem(atPath: $0)
            try FileManager.default.createDirectory(atPath: $0, withIntermediateDirectories: false, attributes: nil)
        },
        Fault("another key under the same name") { path in
            try Program.change(path) { bytes in
                // The last letter before the padding has bits to spare, so the first one of the key is changed.
                guard let colon = bytes.lastIndex(of: 0x3A) else { return }
                bytes[colon + 1] = bytes[colon + 1] == 0x41 ? 0x42 : 0x41
            }
        },
    ]

    @Test(arguments: faults)
    func `serve ends with 78 and a sentence`(_ fault: Fault) async throws {
        let folder = try ScratchFolder()
        try await Program.prepare(folder)
        // Once in good order, so that the database knows the key.
        let settings = Program.settings(in: folder)
        let environment = Dictionary(uniqueKeysWithValues: settings.map { ("FANFARE_\($0.key)", $0.value) })
        let first = try ServerProcess(ServerProcess.product("fanfare"), ["serve"], environment: environment)
        try await first.waitForLine(containing: "Fanfare is at ")
        #expect(try await first.terminate() == 0)

        try fault.damage(folder.file("keyring"))
        let ending = try await Program.run(["serve"], settings)
        #expect(ending.code == 78, "\(ending.errors)")
        #expect(ending.errors.contains { $0.hasPrefix("fanfare: the keyring: ") })
    }

    @Test func `with another keyring pages go on, and say what became of the connection`() async throws {
        let stage = try await Stage.open()
        let visitor = stage.visitor()
        try await visitor.signIn(as: "listener-1")
        #expect(try await stage.server.terminate() == 0)
        let keyring = stage.folder.file("keyring")
        let kept = try Data(contentsOf: URL(filePath: keyring))
        try FileManager.default.removeItem(atPath: keyring)
        #expect(try await Program.run(["keys", "init", keyring]).code == 0)

        try await stage.start()
        try await waitUntil("a line for the operator") {
            stage.log.contains { $0.contains(" ERROR ") && $0.contains("key") && $0.contains("connections=1") }
        }
        let settings = try await visitor.get("/settings")
        #expect(settings.status == 200)
        #expect(Page.plain(settings.text).contains("The key to this connection's tokens is missing"))
        #expect(try await stage.server.terminate() == 0)

        // Nothing was lost: with the right file everything is as before.
        try kept.write(to: URL(filePath: keyring))
        try await stage.start()
        try await waitUntil("the connection") {
            try await visitor.get("/settings").text.contains("<span>Connected</span>")
        }
        try await stage.close()
    }
}
