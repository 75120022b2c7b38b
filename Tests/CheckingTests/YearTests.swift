import Domain
import HTTP
import Support
import Testing
import Worker

/// A year of releases with every oddity that is known of the real service, under faults: whoever follows is told of
/// each, once, and of nothing else.
struct YearTests {
    /// Numbers that depend on nothing but their seed.
    private struct Dice: RandomNumberGenerator {
        var state: UInt64

        mutating func next() -> UInt64 {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return (state >> 29) ^ state
        }
    }

    /// Calls a day, or no quota; hours between beats; for so few calls that they are planned, how long the last may
    /// take.
    static let years: [(budget: Int?, step: Int, seed: UInt64, afterwards: Int)] = [
        (nil, 6, 1, 3), (60, 6, 2, 10), (16, 6, 3, 60),
    ]

    @Test(arguments: years.indices)
    func `nothing is missed, nothing old is told as new, nothing is told twice`(_ index: Int) async throws {
        let (budget, step, seed, afterwards) = Self.years[index]
        let town = try Town(budget: budget)
        var dice = Dice(state: seed &* 0x9E37_79B9_7F4A_7C15)
        var artists: [String] = []
        for number in 0..<12 {
            let artist = try await town.artist("Artist \(number)")
            artists.append(artist)
            // Half of them have more than fits on a page.
            for release in 0..<(number.isMultiple(of: 2) ? 17 : 4) {
                try await town.publish(
                    "Old \(number) \(release)", by: [artist], dated: town.day(40 + 35 * release),
                    type: release.isMultiple(of: 3) ? "single" : "album")
            }
        }
        var follows = [Array(artists[0..<8]), Array(artists[4..<12]), Array(artists[2..<6])]
        var accounts: [AccountID] = []
        for (number, followed) in follows.enumerated() {
            accounts.append(try await town.user("listener \(number)", following: followed))
        }
        // The first answers of all are empty lists, which they are not.
        try await town.admin(
            .post, "/faults",
            ["path": "/v1/artists/*/albums", "name": "empty-list", "times": .number(Double(9 * index + 5))])
        // Everybody's first checks are in, and lists read to their ends where there are calls for it.
        for _ in 0..<(24 * 10 / step) { try await pass(step, town) }
        for account in accounts { #expect(try town.told(account) == []) }

        var expected: [Set<String>] = [[], [], []]
        var withdrawn: [(title: String, by: [String], date: String, type: String)] = []
        var number = 0
        func expect(_ title: String, of authors: [String]) {
            for (index, followed) in follows.enumerated() where !Set(followed).isDisjoint(with: authors) {
                expected[index].insert(title)
            }
        }
        // In the middle of the year the one is no more, and the other stands in its place; the lists go on naming the
        // one.
        let (former, survivor) = (artists[3], artists[9])
        var standing: [JSONValue] = []
        for day in 0..<365 {
            if day == 180 {
                standing = Self.merger(of: former, into: survivor)
                try await trouble(town, &dice, standing)
                artists[3] = survivor
                for index in follows.indices where follows[index].contains(former) { follows[index].append(survivor) }
            }
            if day.isMultiple(of: 9) { try await trouble(town, &dice, standing) }
            if day.isMultiple(of: 2) {
                number += 1
                let first = Int.random(in: 0..<artists.count, using: &dice)
                let type = Bool.random(using: &dice) ? "album" : "single"
                let author = artists[first]
                let title = "News \(Self.words(number))"
                // Until everybody has noticed: what is dated before the last look at the one is nobody's news of the
                // other.
                let isBetween = (180..<220).contains(day) && (first / 2 == 1 || first / 2 == 4)
                switch isBetween ? 0 : number % 12 {
                case 0, 1, 2:
                    try await town.publish(title, by: [author], dated: town.today, type: type)
                    expect(title, of: [author])
                case 3:  // Two artists, whose lists both show it.
                    let both = [author, artists[(first + 1) % artists.count]]
                    try await town.publish(title, by: both, dated: town.today, type: type)
                    expect(title, of: both)
                case 4:  // Clean and explicit, and a copy for another market days later.
                    try await town.publish(title, by: [author], dated: town.today, type: type)
                    try await town.publish(title, by: [author], dated: town.today, type: type, explicit: true)
                    try await town.publish(title, by: [author], dated: town.day(-2), type: type)
                    expect(title, of: [author])
                case 5:  // Dated ahead.
                    try await town.publish(title, by: [author], dated: town.day(-20), type: type)
                    expect(title, of: [author])
                case 6:  // Some days late.
                    try await town.publish(title, by: [author], dated: town.day(5), type: type)
                    expect(title, of: [author])
                case 7:  // A year, a month, or no date at all; there is nothing else about it on page 1.
                    let date = ["2027", String(town.today.prefix(7)), nil][number / 12 % 3]
                    let short = artists[(first / 2) * 2 + 1]
                    try await town.publish(title, by: [short], dated: date, type: type)
                    expect(title, of: [short])
                case 8:  // Withdrawn in a while, and put back under a new id later.
                    let date = town.today
                    let id = try await town.publish(title, by: [author], dated: date, type: type)
                    expect(title, of: [author])
                    try await settle(town, step, budget)
                    try await town.admin(.delete, "/releases/\(id)")
                    withdrawn.append((title, [author], date, type))
                case 9:  // Out of the back catalogue, on page 1 of a short list.
                    let short = artists[(first / 2) * 2 + 1]
                    try await town.publish(
                        title, by: [short], dated: town.day(900), type: "album")
                    expect(title, of: [short])
                case 10:  // And far below page 1, where whole lists are known.
                    let long = artists[(first / 2) * 2]
                    try await town.publish(title, by: [long], dated: town.day(2000), type: "album")
                    if budget == nil { expect(title, of: [long]) }
                default:  // By somebody nobody follows.
                    let stranger = try await town.artist("Stranger \(number)")
                    try await town.publish(title, by: [stranger], dated: town.today, type: type)
                }
            }
            if day.isMultiple(of: 30), let back = withdrawn.popLast() {
                try await town.publish(
                    back.title, by: back.by.map { $0 == former && day >= 180 ? survivor : $0 }, dated: back.date,
                    type: back.type)
            }
            for _ in 0..<(24 / step) { try await pass(step, town) }
        }
        try await town.admin(.delete, "/faults")
        for _ in 0..<(24 * afterwards / step) { try await pass(step, town) }
        for (account, titles) in zip(accounts, expected) {
            let told = try town.told(account)
            #expect(told.count == Set(told).count, "told twice: \(Self.repeated(told))")
            #expect(titles.subtracting(told).isEmpty, "missed")
            // Where lists were never read to their end, what is found below may be told or not; nothing else is.
            let others = Set(told).subtracting(titles)
            #expect(others.allSatisfy { budget != nil && $0.hasPrefix("News") }, "\(others)")
        }
    }

    /// So many hours, with one beat.
    private func pass(_ hours: Int, _ town: Town) async throws {
        town.clock.advance(by: .hours(hours))
        await town.worker.beat()
    }

    /// Long enough that what was just published has been seen.
    private func settle(_ town: Town, _ step: Int, _ budget: Int?) async throws {
        let days = budget.map { $0 > 24 ? 3 : 30 } ?? 2
        for _ in 0..<(24 * days / step) { try await pass(step, town) }
    }

    /// What goes wrong next, for a while.
    private func trouble(_ town: Town, _ dice: inout Dice, _ standing: [JSONValue]) async throws {
        try await town.admin(.delete, "/faults")
        for fault in standing { try await town.admin(.post, "/faults", fault) }
        let named = [
            "502-as-json", "502-as-page", "503-as-text", "empty-500", "empty-504", "stale-total", "null-list",
            "null-items", "empty-list", "double-total", "duplicate-items", "repeated-page", "empty-images",
            "spurious-401", "rate-limit-as-text",
        ]
        var fault: [String: JSONValue] = [
            "path": "/v1/artists/*/albums", "times": .number(Double(Int.random(in: 1...12, using: &dice))),
        ]
        switch Int.random(in: 0..<6, using: &dice) {
        case 0:
            fault["status"] = 429
            let said = ["7", "40000", "soon", "-1"][Int.random(in: 0..<4, using: &dice)]
            fault["headers"] = ["Retry-After": .string(said)]
            fault["times"] = 1
        case 1: fault["cut_after_bytes"] = .number(Double(Int.random(in: 0...900, using: &dice)))
        default: fault["name"] = .string(named[Int.random(in: 0..<named.count, using: &dice)])
        }
        try await town.admin(.post, "/faults", .object(fault))
    }

    /// What the stand-in answers about an artist in whose place another one stands.
    private static func merger(of former: String, into survivor: String) -> [JSONValue] {
        [
            [
                "path": .string("/v1/artists/\(former)/albums"), "status": 404,
                "body": ["error": ["status": 404, "message": "Resource not found"]],
            ],
            [
                "path": .string("/v1/artists/\(former)"), "status": 200,
                "body": ["id": .string(survivor), "name": "Artist 9", "type": "artist"],
            ],
        ]
    }

    private static func repeated(_ titles: [String]) -> [String] {
        Dictionary(grouping: titles) { $0 }.filter { $1.count > 1 }.map(\.key)
    }

    /// A number that no reader of titles takes for a note.
    private static func words(_ number: Int) -> String {
        let words = ["Amber", "Birch", "Cedar", "Delta", "Ember", "Flint", "Grove", "Heath", "Inlet", "Jetty"]
        return String(number).compactMap { $0.wholeNumberValue.map { words[$0] } }.joined(separator: " ")
    }
}
