import Domain
import SQLite

extension FanfareStore {
    /// Families read again in one transaction, and transactions in one go.
    private static let rereadBatch = 2000
    private static let rereadBatches = 10

    /// Reads the titles of families again that an earlier program read by other words, so that copies still find them.
    /// Walks through all once for each version of the words, a part at a time, and goes on where it was.
    func rereadTitles() async throws(StoreFailure) {
        for _ in 0..<FanfareStore.rereadBatches {
            let isOver = try await write { connection in try self.rereadSome(connection) }
            if isOver { return }
        }
    }

    private func rereadSome(_ connection: Connection) throws -> Bool {
        let name = "titles_read_\(ReadTitle.version)"
        let last = try connection.first("SELECT count FROM tally WHERE name = ?", name) { $0.int64(0) } ?? 0
        guard last < .max else { return true }
        // A family is named by the first of its releases.
        let families = try connection.all(
            """
            SELECT f.id, r.title, r.type, f.title_key, f.kind FROM family f
            JOIN release r ON r.id = (SELECT min(id) FROM release WHERE family_id = f.id)
            WHERE f.id > ? ORDER BY f.id LIMIT ?
            """, last, FanfareStore.rereadBatch
        ) { row in
            (
                id: row.id(0) as FamilyID, title: row.text(1),
                type: row.optionalText(2).map(ReleaseType.init(rawValue:)), key: row.text(3), kind: row.text(4)
            )
        }
        for family in families {
            let title = ReadTitle(family.title)
            let kind = FamilyKey.kind(family.type, title)
            guard (title.key, kind) != (family.key, family.kind) else { continue }
            try connection.run(
                "UPDATE family SET title_key = ?, kind = ? WHERE id = ?", title.key, kind, family.id)
        }
        let isOver = families.count < FanfareStore.rereadBatch
        try connection.run(
            "INSERT INTO tally (name, count) VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET count = excluded.count",
            name, isOver ? .max : families.last?.id.rawValue ?? .max)
        return isOver
    }
}
