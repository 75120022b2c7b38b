import HTTP
import Testing

@testable import Sandbox

struct WorldTests {
    private static let day = Moment(milliseconds: SandboxHarness.start).day

    @Test func `is the same for the same seed, another for another`() {
        let one = World(seed: 5, artistCount: 60, start: Self.day)
        let same = World(seed: 5, artistCount: 60, start: Self.day)
        let other = World(seed: 6, artistCount: 60, start: Self.day)
        #expect(one.catalogue.releases.map(\.id) == same.catalogue.releases.map(\.id))
        #expect(one.catalogue.releases.map(\.name) == same.catalogue.releases.map(\.name))
        #expect(one.catalogue.releases.map(\.id) != other.catalogue.releases.map(\.id))
        #expect(one.listeners.map(\.accountID) == other.listeners.map(\.accountID))
    }

    @Test func `is as varied as the real one`() {
        let world = World(seed: 1, artistCount: 60, start: Self.day)
        let releases = world.catalogue.releases
        #expect(releases.count > 800)
        #expect(Set(world.catalogue.artists.map(\.name)).count == 61)
        #expect(Set(releases.map(\.id)).count == releases.count)
        #expect(world.listeners.map(\.follows.count) == [42, 18, 7, 1, 25])
        #expect(releases.contains { $0.date.text == "0000" })
        for precision in ReleaseDate.Precision.allCases {
            #expect(releases.contains { $0.date.precision == precision })
        }
        for type in [ReleaseType.album, .single, .compilation] { #expect(releases.contains { $0.type == type }) }
        #expect(releases.contains { $0.name.isEmpty })
        #expect(releases.contains { $0.name.contains("Deluxe") })
        #expect(releases.contains { !$0.guests.isEmpty })
        #expect(releases.allSatisfy { $0.date.sortKey <= Self.day.description })
        #expect(releases.allSatisfy { Identifier.isWellFormed($0.id) })
    }

    @Test func `has a name for every artist`() {
        let names = (0..<5000).map(ArtistNames.name)
        #expect(Set(names).count == names.count)
    }

    @Test func `moves on for each listener in turn`() {
        var world = World(seed: 1, artistCount: 60, start: Self.day)
        for listener in world.listeners {
            let id = world.advance(on: Self.day)
            let release = id.flatMap { world.catalogue.release($0) }
            #expect(release?.date.text == Self.day.description)
            #expect(release?.artists.contains { listener.isFollowing(world.catalogue.artists[$0].id) } == true)
        }
    }

    @Test func `stands still where nobody follows anybody`() {
        var world = World(seed: 1, artistCount: 0, start: Self.day)
        #expect(world.advance(on: Self.day) == nil)
    }

    @Test func `moves by itself unless told to be still`() async throws {
        for isStill in [false, true] {
            let harness = try SandboxHarness { $0.isStill = isStill }
            let before = try await harness.admin(.get, "/artists").text
            harness.sandbox.advanceCatalogue()
            #expect((try await harness.admin(.get, "/artists").text == before) == isStill)
        }
    }

    @Test(arguments: [
        (0, "1970-01-01"), (58, "1970-02-28"), (59, "1970-03-01"), (364, "1970-12-31"), (789, "1972-02-29"),
        (11_016, "2000-02-29"), (20_778, "2026-11-21"), (47_540, "2100-02-28"), (47_541, "2100-03-01"),
    ])
    func `knows the calendar`(days: Int, text: String) {
        #expect(CalendarDay(daysSince1970: days).description == text)
    }

    @Test func `knows Fridays`() {
        #expect(Self.day.fridayBefore.description == "2026-11-20")
        #expect(Self.day.adding(days: -1).fridayBefore.description == "2026-11-20")
        #expect(Self.day.adding(days: -2).fridayBefore.description == "2026-11-13")
    }
}
