import Domain
import SQLite
import Testing

@testable import Store

/// Releases with more followers than one transaction tells.
struct AudienceTests {
    private let start = Fixture.start
    private let many = 3 * Announcer.batch + 7

    /// An installation in which many accounts follow artist a, made without their signing in one by one.
    private func fixture(accounts: Int) async throws -> Fixture {
        let fixture = try Fixture()
        let anna = try await fixture.user("anna")
        try await fixture.follow(anna, ["a", "b"])
        try await fixture.database.transaction { connection in
            for number in 2...accounts {
                try connection.run(
                    "INSERT INTO account (id, display_name, created_at) VALUES (?, ?, ?)", number, "Account", start)
                try connection.run(
                    "INSERT INTO follow (account_id, artist_id, origin, followed_at) VALUES (?, 1, 'spotify', ?)",
                    number,
                    start)
            }
        }
        try await fixture.check([:])
        return fixture
    }

    private func count(_ sql: StaticString, _ fixture: Fixture) throws -> Int {
        try fixture.store.read { try $0.first(sql) { $0.int(0) } ?? 0 }
    }

    @Test func `everybody is told once, in bounded batches, whoever interrupts them`() async throws {
        var fixture = try await fixture(accounts: many)
        let time = start + .days(1)
        let result = try await fixture.check(["a": [Fixture.release("1", "One")]], now: time)
        #expect(result.announcements == Announcer.batch)
        #expect(try count("SELECT count(*) FROM audience", fixture) == 1)
        var batches: [Int] = []
        while let told = try await fixture.store.announce(limit: 400, now: time + .minutes(batches.count)) {
            batches.append(told)
            // Every batch is the work of another process.
            fixture = try Fixture(in: fixture.scratch)
        }
        #expect(batches == [400, 400, 207])
        #expect(try count("SELECT count(*) FROM announcement", fixture) == many)
        #expect(try count("SELECT count(DISTINCT id) FROM announcement", fixture) == many)
        #expect(try count("SELECT count FROM tally WHERE name = 'announcements'", fixture) == many)
        #expect(try count("SELECT count(*) FROM audience", fixture) == 0)
        // The release is seen again at another of its artists: nobody hears of it twice.
        #expect(
            try await fixture.check(["b": [Fixture.release("1", "One", by: ["a", "b"])]], now: time + .days(1))
                .announcements == 0)
    }

    @Test func `whoever follows after it was seen is not told, whoever leaves before their turn neither`() async throws
    {
        let fixture = try await fixture(accounts: many)
        let time = start + .days(1)
        try await fixture.check(["a": [Fixture.release("1", "One")]], now: time)
        let late = try await fixture.user("late", now: time + .minutes(1))
        try await fixture.follow(late, ["a"], now: time + .minutes(1))
        try await fixture.database.transaction { connection in
            _ = try connection.run("DELETE FROM account WHERE id = ?", many - 3)
        }
        while try await fixture.store.announce(limit: 1000, now: time + .minutes(2)) != nil {}
        #expect(try fixture.told(late) == [])
        #expect(try count("SELECT count(*) FROM announcement", fixture) == many - 1)
        #expect(try count("SELECT followers FROM artist WHERE id = 1", fixture) == many)
    }

    @Test func `two large audiences take turns`() async throws {
        let fixture = try await fixture(accounts: many)
        let time = start + .days(1)
        try await fixture.check(
            ["a": [Fixture.release("1", "One"), Fixture.release("2", "Two")]], now: time)
        for _ in 0..<2 { _ = try await fixture.store.announce(limit: 300, now: time) }
        let told = try fixture.store.read { connection in
            try connection.all("SELECT count(*) FROM announcement GROUP BY release_id") { $0.int(0) }
        }
        #expect(told == [Announcer.batch + 300, Announcer.batch + 300])
    }
}
