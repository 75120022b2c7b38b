import Domain
import FoundationEssentials
import Store
import Support
import Testing

struct BackupTests {
    @Test func `a copy opens with its keyring, and is never written over another`() async throws {
        let fixture = try Fixture()
        let anna = try await fixture.user("anna")
        let copy = fixture.scratch.file("copy.sqlite")
        try Backup.make(of: fixture.database.path, at: copy)
        _ = try await fixture.user("ben")
        let mode = try FileManager.default.attributesOfItem(atPath: copy)[.posixPermissions] as? Int
        #expect(mode == 0o600)
        let before = FileManager.default.contents(atPath: copy)
        let failure = #expect(throws: Backup.Failure.self) { try Backup.make(of: fixture.database.path, at: copy) }
        #expect(failure?.description.contains("left as it is") == true)
        #expect(FileManager.default.contents(atPath: copy) == before)
        #expect(!FileManager.default.fileExists(atPath: copy + ".partial"))

        let folder = fixture.scratch.path + "/restored"
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: false)
        try FileManager.default.copyItem(atPath: copy, toPath: folder + "/fanfare.sqlite")
        let restored = try Fixture(path: folder + "/fanfare.sqlite")
        #expect(try await restored.store.checkKeys(now: Fixture.start).isComplete)
        #expect(try restored.store.tokens(of: anna.connection).refreshToken?.reveal() == "refresh-1")
        let ben = try await restored.store.signIn(Fixture.signIn("ben"), now: Fixture.start)
        guard case .signedIn(_, _, isNew: true) = ben else {
            Issue.record("\(ben)")
            return
        }
    }

    @Test func `without a database, or a place for the copy, nothing is left behind`() async throws {
        let fixture = try Fixture()
        let missing = fixture.scratch.file("missing.sqlite")
        #expect(throws: Backup.Failure.self) { try Backup.make(of: missing, at: fixture.scratch.file("copy")) }
        #expect(throws: Backup.Failure.self) {
            try Backup.make(of: fixture.database.path, at: fixture.scratch.file("no/copy"))
        }
        #expect(!FileManager.default.fileExists(atPath: missing))
        #expect(!FileManager.default.fileExists(atPath: fixture.scratch.file("copy")))
    }
}
