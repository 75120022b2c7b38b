import Domain
import Store

/// What it costs to pick due work, and to record that nothing was new, among growing numbers of artists.
enum PickingBench {
    private static let batch = 16
    private static let batches = 200

    static func run(sizes: [Int]) async throws {
        print("picking \(batch) due checks and recording them, microseconds of processor a check:")
        var first: Double?
        for size in sizes {
            let scratch = try ScratchStore()
            defer { scratch.remove() }
            try await fill(scratch, artists: size)
            let now = ScratchStore.now
            // The first ones pay for statements and pages that the later ones find.
            try await work(scratch.store, batches: 20, now: now)
            let before = ScratchStore.processorSeconds
            try await work(scratch.store, batches: batches, now: now)
            let micros = (ScratchStore.processorSeconds - before) / Double(batches * batch) * 1_000_000
            let ratio = first.map { ", \(Decimals.two(micros / $0)) of the smallest" } ?? ""
            first = first ?? micros
            print("  \(size) artists: \(Decimals.two(micros))\(ratio)")
        }
    }

    private static func work(_ store: FanfareStore, batches: Int, now: Timestamp) async throws {
        for _ in 0..<batches {
            let claims = try await store.claimChecks(limit: batch, lease: .minutes(1), now: now)
            guard claims.count == batch else { throw NothingDue(claimed: claims.count) }
            for claim in claims {
                _ = try await store.complete(claim, page: ReleasePage(releases: [], total: 0), now: now)
            }
        }
    }

    /// Everybody was checked once within the last week, and a third is due again.
    private static func fill(_ scratch: ScratchStore, artists: Int) async throws {
        let now = ScratchStore.now.milliseconds
        let week = 7 * 86_400_000
        try await scratch.execute(
            """
            WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < \(artists))
            INSERT INTO artist (id, source, source_id, name, first_seen_at, followers)
            SELECT i, 'spotify', printf('artist%07d', i), printf('Artist %d', i), \(now - 2 * Int64(week)), 1 + i % 40 FROM n;
            WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < \(artists))
            INSERT INTO artist_group (artist_id, grp, baseline_at, complete_at, total, due_at)
            SELECT i, 'album', \(now - 2 * Int64(week)), \(now) - (i * 7919) % \(week), 3,
                \(now) + ((i * 104729) % \(week)) - \(week / 3)
            FROM n;
            ANALYZE;
            """)
    }
}

/// Fewer checks were due than there must be.
private struct NothingDue: Error {
    var claimed: Int
}
