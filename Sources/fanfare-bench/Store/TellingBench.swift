import Domain
import Store

/// What it costs to tell very many followers of one release.
enum TellingBench {
    static func run(followers: Int) async throws {
        let scratch = try ScratchStore()
        defer { scratch.remove() }
        let now = ScratchStore.now
        try await scratch.execute(
            """
            WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < \(followers))
            INSERT INTO account (id, display_name, created_at) SELECT i, 'Somebody', 0 FROM n;
            INSERT INTO artist (id, source, source_id, name, first_seen_at) VALUES (1, 'spotify', 'artist1', 'Artist', 0);
            INSERT INTO artist_group (artist_id, grp, baseline_at, complete_at, total, due_at)
            VALUES (1, 'album', 0, 0, 0, 0);
            INSERT INTO follow (account_id, artist_id, origin, followed_at) SELECT id, 1, 'spotify', 0 FROM account;
            """)
        let memory = ScratchStore.peakMegabytes
        let before = ScratchStore.processorSeconds
        let clock = ContinuousClock()
        let began = clock.now
        guard let claim = try await scratch.store.claimChecks(limit: 1, lease: .minutes(1), now: now).first else {
            return
        }
        let release = SourceRelease(
            id: "release1", title: "A Title", type: .album, date: ReleaseDate("2026-11-20"),
            artists: [SourceArtist(id: "artist1", name: "Artist")], imageURL: nil, trackCount: 10)
        let result = try await scratch.store.complete(claim, page: ReleasePage(releases: [release], total: 1), now: now)
        let micros = (ScratchStore.processorSeconds - before) / Double(followers) * 1_000_000
        print(
            """
            telling \(followers) followers of one release: \(result.announcements) announcements, \
            \(Decimals.two(micros)) µs of processor each, \(began.duration(to: clock.now)) in all, \
            memory \(memory) MB before, \(ScratchStore.peakMegabytes) MB at most
            """)
    }
}
