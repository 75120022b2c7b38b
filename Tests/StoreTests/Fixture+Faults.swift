import SQLite
import Support

@testable import Store

extension Fixture {
    /// Lets the database grow no further.
    func fillUp() async throws {
        let pages = try await database.transaction { try $0.first("PRAGMA page_count") { $0.int(0) } ?? 0 }
        try await database.setPragma("max_page_count = \(pages)")
    }

    /// Lets it grow again.
    func makeRoom() async throws { try await database.setPragma("max_page_count = 1000000") }

    /// What is wrong with the file.
    func problems() throws -> [String] {
        try SQLite.Connection(path: database.path, mode: .reader).problems()
    }
}
