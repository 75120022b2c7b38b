import Domain
import HTTP
import Store
import Support
import Testing
import Worker

/// Two artists of whom the stand-in makes one: the old id is not found or is answered with the other's list, and the
/// other goes on.
struct MergedArtistTests {
    /// What is asked for under the old id from then on.
    enum Answer: CaseIterable {
        /// No releases, and for the artist the other one.
        case otherID
        /// The other's releases.
        case otherList
    }

    @Test(arguments: Answer.allCases)
    func `an artist whom Spotify names under another id is followed there, by everybody, silently`(
        _ answer: Answer
    ) async throws {
        let town = try Town(budget: nil)
        let old = try await town.artist("Nova")
        let new = try await town.artist("Nova Prime")
        for number in 0..<4 {
            try await town.publish("Of old \(number)", by: [old], dated: town.day(50 + 300 * number))
            try await town.publish("Of new \(number)", by: [new], dated: town.day(20 + 200 * number))
        }
        let anna = try await town.user("anna", following: [old])
        let ben = try await town.user("ben", following: [new])
        let both = try await town.user("both", following: [old, new])
        func pass(_ days: Int) async throws {
            for _ in 0..<(4 * days) {
                town.clock.advance(by: .hours(6))
                await town.worker.beat()
            }
        }
        try await pass(2)
        try await town.publish("Before", by: [old], dated: town.today)
        try await pass(2)

        switch answer {
        case .otherID:
            try await town.admin(
                .post, "/faults",
                [
                    "path": .string("/v1/artists/\(old)/albums"), "status": 404,
                    "body": ["error": ["status": 404, "message": "Resource not found"]],
                ])
            try await town.admin(
                .post, "/faults",
                [
                    "path": .string("/v1/artists/\(old)"), "status": 200,
                    "body": ["id": .string(new), "name": "Nova Prime", "type": "artist"],
                ])
        case .otherList:
            func item(_ id: String, _ name: String, _ day: Int) -> JSONValue {
                [
                    "id": .string(id), "name": .string(name), "album_type": "album",
                    "release_date": .string(town.day(day)),
                    "release_date_precision": "day",
                    "artists": [["id": .string(new), "name": "Nova Prime"]],
                ]
            }
            try await town.admin(
                .post, "/faults",
                [
                    "path": .string("/v1/artists/\(old)/albums"), "status": 200,
                    "body": [
                        "items": [item("unseen1", "Unseen", 20), item("unseen2", "Never seen", 400)], "total": 2,
                        "next": nil,
                    ],
                ])
        }
        try await pass(2)
        try await town.publish("After", by: [new], dated: town.today)
        try await pass(2)
        #expect(try town.told(anna) == ["Before", "After"])
        #expect(try town.told(both) == ["Before", "After"])
        #expect(try town.told(ben) == ["After"])
        for account in [anna, ben, both] {
            #expect(try town.store.decisionLog(of: account).allSatisfy { $0.replayed == $0.decision })
            let followed = try town.store.artists(of: account, now: town.clock.now())
            #expect(followed.map(\.sourceID) == [new])
            #expect(followed.allSatisfy { $0.failure == nil && $0.hasBaseline })
        }
        let former = try #require(try town.store.artist(sourceID: old))
        let page = try town.store.artist(former, of: anna, limit: 9, now: town.clock.now())
        #expect(page?.successor?.name == "Nova Prime")
    }
}
