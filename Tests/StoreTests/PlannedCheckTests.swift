import Domain
import SQLite
import Testing

@testable import Store

/// Fewer calls than groups: who is checked, and when.
struct PlannedCheckTests {
    private let start = Fixture.start

    private func fixture(budget: Int = 10, week: ReleaseWeek = .usual()) throws -> Fixture {
        let schedule = Schedule(intervalMin: .minutes(15), intervalMax: .days(7), dailyBudget: budget)
        return try Fixture(
            settings: StoreSettings(schedule: schedule, clientID: "client", groups: [.album], week: week))
    }

    private func releases(every days: Int, count: Int, by artist: String) -> [SourceRelease] {
        (0..<count).map { number in
            let day = start.day - 1 - days * number
            return Fixture.release(
                "\(artist)-\(number)", "Title \(artist) \(number)", by: [artist], date: ReleaseDate.day(day).text)
        }
    }

    /// Runs day after day in steps of an hour, and says how often each artist was checked.
    private func run(
        _ fixture: Fixture, days: Int, from begin: Timestamp, _ albums: [String: [SourceRelease]] = [:]
    ) async throws -> [String: Int] {
        var checks: [String: Int] = [:]
        for hour in 0..<(24 * days) {
            let now = begin + .hours(hour) + .minutes(10)
            while true {
                let claims = try await fixture.store.claimChecks(limit: 8, lease: .minutes(5), now: now)
                if claims.isEmpty { break }
                for claim in claims {
                    checks[claim.sourceID, default: 0] += 1
                    let releases = albums[claim.sourceID] ?? []
                    _ = try await fixture.store.complete(
                        claim, page: ReleasePage(releases: releases, total: releases.count), now: now)
                }
            }
        }
        return checks
    }

    @Test func `who brings out more, and whom more follow, is checked more often, and nobody is forgotten`()
        async throws
    {
        let fixture = try fixture()
        let names = (0..<60).map { "artist\($0)" }
        let anna = try await fixture.user("anna")
        try await fixture.follow(anna, names)
        for other in ["ben", "cleo", "dora"] {
            let user = try await fixture.user(other)
            try await fixture.follow(user, ["artist10", "artist40"])
        }
        var albums: [String: [SourceRelease]] = [:]
        for (index, name) in names.enumerated() {
            // A third every ten days, a third twice a year, a third silent for five years.
            albums[name] =
                switch index {
                case 0..<20: releases(every: 10, count: 10, by: name)
                case 20..<40: releases(every: 180, count: 8, by: name)
                default: [Fixture.release(name, "Once", by: [name], date: "2021-01-01")]
                }
        }
        let first = try await run(fixture, days: 7, from: start, albums)
        #expect(first.count == 60, "every baseline within the first week")
        let checks = try await run(fixture, days: 84, from: start + .days(7), albums)
        #expect(checks.count == 60)
        let means = [0..<20, 20..<40, 40..<60].map { range in
            Double(range.reduce(0) { $0 + (checks["artist\($1)"] ?? 0) }) / 20
        }
        #expect(means[0] > 1.5 * means[1])
        #expect(means[1] > 1.2 * means[2])
        #expect(checks["artist10"] ?? 0 > Int(means[0]))
        #expect(checks["artist40"] ?? 0 > Int(means[2]))
        #expect(checks.values.reduce(0, +) > 84 * 7, "calls are not left over")
    }

    @Test func `silence in a list that is wholly known counts from the artist's first release in any list`()
        async throws
    {
        let schedule = Schedule(intervalMin: .minutes(15), intervalMax: .days(7), dailyBudget: 100)
        let fixture = try Fixture(
            settings: StoreSettings(schedule: schedule, clientID: "client", groups: [.album, .single]))
        let anna = try await fixture.user("anna")
        try await fixture.follow(anna, ["old", "long", "new"] + (0..<60).map { "artist\($0)" })
        // All have the same two singles; one has them at the top of a longer list. Two had albums ten years before.
        for claim in try await fixture.store.claimChecks(limit: 100, lease: .minutes(5), now: start) {
            var releases: [SourceRelease] = []
            let name = claim.sourceID
            if claim.group == .album, name == "old" || name == "long" {
                releases = [Fixture.release("\(name)-album", "Debut", by: [name], date: "2016-02-05")]
            } else if claim.group == .single, !name.hasPrefix("artist") {
                releases = ["2026-06-05", "2026-09-04"].map { date in
                    Fixture.release("\(name)-\(date)", "Single \(date)", by: [name], date: date, type: .single)
                }
            }
            let total = name == "long" && claim.group == .single ? 40 : releases.count
            _ = try await fixture.store.complete(
                claim, page: ReleasePage(releases: releases, total: total), now: start)
        }
        let rhythms = try await fixture.database.transaction { connection in
            try connection.all(
                """
                SELECT a.source_id, g.rhythm FROM artist_group g JOIN artist a ON a.id = g.artist_id
                WHERE g.grp = 'single' AND a.source_id IN ('old', 'long', 'new')
                """
            ) { ($0.text(0), $0.int64(1)) }
        }
        let rhythm = Dictionary(uniqueKeysWithValues: rhythms)
        let (old, long, new) = (rhythm["old"] ?? 0, rhythm["long"] ?? 0, rhythm["new"] ?? 0)
        #expect(old > 0 && old < new / 2, "two in ten years are few")
        #expect(long == new, "what lies beyond the page is not known to be nothing")
    }

    @Test func `one more follower brings the next check nearer, never further away`() async throws {
        let fixture = try fixture()
        let names = (0..<60).map { "artist\($0)" }
        let anna = try await fixture.user("anna")
        try await fixture.follow(anna, names)
        let albums = Dictionary(uniqueKeysWithValues: names.map { ($0, releases(every: 40, count: 9, by: $0)) })
        _ = try await run(fixture, days: 14, from: start, albums)
        let time = start + .days(14)
        let before = try fixture.store.artists(of: anna.account, now: time)
        for other in ["ben", "cleo", "dora", "emil"] {
            let user = try await fixture.user(other, now: time)
            try await fixture.follow(user, Array(names[0..<30]), now: time)
        }
        let after = try fixture.store.artists(of: anna.account, now: time)
        var sooner = 0
        for (one, other) in zip(before, after) {
            let (was, isNow) = (one.nextDueAt ?? time, other.nextDueAt ?? time)
            #expect(isNow <= was)
            if isNow < was { sooner += 1 }
        }
        #expect((15...30).contains(sooner))
    }

    @Test func `a long import does not hold up a short one`() async throws {
        let fixture = try fixture(budget: 40)
        let anna = try await fixture.user("anna")
        try await fixture.follow(anna, (0..<500).map { "anna\($0)" })
        #expect(try await fixture.store.claimChecks(limit: 30, lease: .minutes(5), now: start).count == 30)
        let ben = try await fixture.user("ben")
        try await fixture.follow(ben, (0..<5).map { "ben\($0)" }, now: start + .minutes(1))
        let next = try await fixture.store.claimChecks(limit: 8, lease: .minutes(5), now: start + .minutes(1))
        #expect(next.prefix(5).map(\.sourceID) == (0..<5).map { "ben\($0)" })
        #expect(next.dropFirst(5).allSatisfy { $0.sourceID.hasPrefix("anna") })
    }

    @Test func `a day's calls are not made in one hour`() async throws {
        let fixture = try fixture(budget: 100)
        let anna = try await fixture.user("anna")
        try await fixture.follow(anna, (0..<400).map { "artist\($0)" })
        _ = try await run(fixture, days: 6, from: start)
        let friday = start + .days(6)
        #expect(friday.day.weekday == 4)
        var hours: [Int] = []
        for hour in 0..<5 {
            let now = friday + .hours(hour) + .minutes(6)
            var count = 0
            while true {
                let claims = try await fixture.store.claimChecks(limit: 8, lease: .minutes(5), now: now)
                if claims.isEmpty { break }
                for claim in claims {
                    _ = try await fixture.store.complete(claim, page: ReleasePage(releases: [], total: 0), now: now)
                }
                count += claims.count
            }
            hours.append(count)
        }
        #expect(hours.allSatisfy { $0 <= 25 })
        #expect(hours.reduce(0, +) <= 90)
    }

    @Test func `a clock that jumps forward repeats nothing when it comes back`() async throws {
        let fixture = try fixture(budget: 10)
        let anna = try await fixture.user("anna")
        try await fixture.follow(anna, (0..<8).map { "artist\($0)" })
        try await fixture.check([:])
        #expect(try await fixture.store.claimChecks(limit: 99, lease: .minutes(5), now: start - .days(1)).isEmpty)
        // A day later everybody is due once.
        let tomorrow = start + .days(1) + .minutes(2)
        let claims = try await fixture.store.claimChecks(limit: 99, lease: .minutes(5), now: tomorrow)
        #expect(claims.count == 8)
        for claim in claims {
            _ = try await fixture.store.complete(claim, page: ReleasePage(releases: [], total: 0), now: tomorrow)
        }
        #expect(try await fixture.store.claimChecks(limit: 99, lease: .minutes(5), now: tomorrow).isEmpty)
        #expect(try await fixture.store.claimChecks(limit: 99, lease: .minutes(5), now: start + .minutes(5)).isEmpty)
    }
}
