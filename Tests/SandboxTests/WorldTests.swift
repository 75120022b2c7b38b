import HTTP
import Testing

@testable import Sandbox

struct WorldTests {
    private static let day = Moment(milliseconds: SandboxHarness.start).day

    private static func world(_ seed: UInt64 = 1, artists: Int = 60, days: Int = 0) -> World {
        World(seed: seed, artistCount: artists, start: day.adding(days: days))
    }

    private static func releases(_ world: World) -> [Release] {
        world.catalogue.searched(and: []).map(\.release)
    }

    @Test func `is the same for the same seed, another for another`() {
        let one = Self.releases(Self.world(5))
        let same = Self.releases(Self.world(5))
        let other = Self.releases(Self.world(6))
        #expect(one.map(\.id) == same.map(\.id))
        #expect(one.map(\.name) == same.map(\.name))
        #expect(Set(one.map(\.id)).isDisjoint(with: other.map(\.id)))
        #expect(Self.world(5).listeners.map(\.follows) == Self.world(5).listeners.map(\.follows))
        #expect(Self.world(5).listeners.map(\.accountID) == Self.world(6).listeners.map(\.accountID))
    }

    @Test func `is as varied as the real one`() {
        let world = Self.world()
        let releases = Self.releases(world)
        #expect(releases.count > 800)
        #expect(Set(world.catalogue.places.map(world.catalogue.name)).count == 60)
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
        #expect(releases.contains { $0.artists.count == 2 && $0.name.contains("feat. ") })
        #expect(releases.contains { $0.markets != nil })
        #expect(releases.allSatisfy { $0.date.sortKey <= Self.day.description })
        #expect(releases.allSatisfy { Identifier.isWellFormed($0.id) })
    }

    @Test func `has copies without the words and in other markets, which share name and date`() {
        let releases = Self.releases(Self.world())
        let byName = Dictionary(grouping: releases.filter { $0.type == .album }) { "\($0.name) \($0.date.sortKey)" }
        let twins = byName.values.filter { $0.count > 1 }
        #expect(twins.contains { Set($0.map(\.isExplicit)).count == 2 })
        #expect(twins.contains { Set($0.map { $0.markets ?? [] }).count == 2 })
        #expect(twins.allSatisfy { Set($0.map(\.upc)).count == $0.count && Set($0.map(\.id)).count == $0.count })
    }

    @Test func `a year later it has a year more, late and from long ago too`() {
        let before = Set(Self.releases(Self.world()).map(\.id))
        let after = Self.releases(Self.world(days: 365))
        #expect(before.isSubset(of: after.map(\.id)))
        let new = after.filter { !before.contains($0.id) }
        #expect(new.count > 60)
        #expect(new.contains { $0.date.sortKey < "2025" })
        let weekdays = new.compactMap { release in
            (0...365).first { Self.day.adding(days: $0).description == release.date.text }
        }.map { (Self.day.daysSince1970 + $0 + 6) % 7 }
        #expect(weekdays.count { $0 == 0 } * 10 > weekdays.count * 8)
    }

    @Test func `whoever takes part in a record has it in the list, and only there`() {
        let catalogue = Self.world().catalogue
        var lines = 0
        for place in catalogue.places {
            for line in catalogue.releases(of: place, in: ReleaseGroup.allCases, market: nil) {
                let release = catalogue.release(line.release)
                let credited = line.group == .appearsOn ? release?.guests : release?.artists
                #expect(credited?.contains(place) == true)
                lines += 1
            }
        }
        #expect(lines > 1000)
    }

    @Test func `a million artists are no more work than sixty`() throws {
        let catalogue = Self.world(artists: 1_000_000).catalogue
        for place in [1, 999_999, 1_000_000, 500_000] {
            let artist = catalogue.artist(at: place)
            #expect(catalogue.place(ofArtist: artist.id) == place)
            let lines = catalogue.releases(of: place, in: ReleaseGroup.allCases, market: nil)
            for line in lines {
                let release = try #require(catalogue.release(line.release))
                #expect(catalogue.release(release.id)?.name == release.name)
                let track = Track(1, of: release, code: catalogue.code)
                #expect(catalogue.track(track.id)?.track.name == track.name)
            }
        }
        #expect(catalogue.place(ofArtist: catalogue.code.artist(1_000_001)) == nil)
        #expect(catalogue.place(ofArtist: Self.world(2, artists: 1_000_000).catalogue.code.artist(1)) == nil)
    }

    @Test(arguments: [0, 1, 2, 8, 9, 40]) func `comes in every size`(_ count: Int) {
        let world = Self.world(artists: count)
        #expect(world.catalogue.places.count == count)
        for place in world.catalogue.places {
            let lines = world.catalogue.releases(of: place, in: ReleaseGroup.allCases, market: "SE")
            #expect(lines.allSatisfy { world.catalogue.release($0.release) != nil })
        }
    }

    @Test func `has a name for every artist`() {
        let names = (0..<200_000).map(ArtistNames.name) + (990_000..<1_000_000).map(ArtistNames.name)
        #expect(Set(names).count == names.count)
    }

    @Test func `moves on for every listener at once, with no more releases than that takes`() {
        var world = Self.world()
        for _ in 0..<20 {
            let releases = world.advance(on: Self.day).compactMap { world.catalogue.release($0) }
            #expect(releases.allSatisfy { $0.date.text == Self.day.description })
            #expect((1...world.listeners.count).contains(releases.count))
            for listener in world.listeners {
                let heard = releases.flatMap(\.artists).map { world.catalogue.code.artist($0) }
                #expect(heard.contains { listener.isFollowing($0) })
            }
        }
    }

    @Test func `stands still where nobody follows anybody`() {
        var world = World(seed: 1, artistCount: 0, start: Self.day)
        #expect(world.advance(on: Self.day).isEmpty)
    }

    @Test func `moves by itself unless told to be still`() async throws {
        for isStill in [false, true] {
            let harness = try SandboxHarness { $0.isStill = isStill }
            let before = try await harness.admin(.get, "/artists").text
            harness.sandbox.advanceCatalogue()
            #expect((try await harness.admin(.get, "/artists").text == before) == isStill)
        }
    }

    @Test func `releases what falls due when the clock goes on, unless still`() async throws {
        for isStill in [false, true] {
            let harness = try SandboxHarness { $0.isStill = isStill }
            let before = try await harness.admin(.get, "/artists").text
            try await harness.advance(30 * 86_400)
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
