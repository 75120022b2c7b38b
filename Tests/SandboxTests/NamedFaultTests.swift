import HTTP
import Testing

@testable import Sandbox

/// Answers that are well formed and untrue.
struct NamedFaultTests {
    private func list(_ name: NamedFault, _ query: String = "") async throws -> (truth: JSONValue, lie: JSONValue) {
        let harness = try SandboxHarness { $0.profile = .extended }
        let token = try await harness.appToken()
        let path = "/v1/artists/\(try await harness.busiestArtist())/albums?limit=4\(query)"
        let truth = try await harness.call(.get, path, token: token).json
        try await harness.admin(.post, "/faults", "{\"path\":\"*/albums\",\"name\":\"\(name.rawValue)\"}")
        return (truth, try await harness.call(.get, path, token: token).json)
    }

    @Test func `lists count wrong`() async throws {
        for (name, change) in [(NamedFault.staleTotal, { $0 - 1 }), (.doubleTotal, { $0 * 2 })]
            as [(NamedFault, (Int) -> Int)]
        {
            let (truth, lie) = try await list(name)
            #expect(lie["total"]?.wholeNumber == truth["total"]?.wholeNumber.map(change))
            #expect(lie["items"] == truth["items"])
        }
    }

    @Test func `lists are empty, null, or hold nulls and the same twice`() async throws {
        let empty = try await list(.emptyList).lie
        #expect(empty["items"] == .array([]))
        #expect(empty["total"] == .number(0))
        #expect(empty["next"] == .null)
        #expect(try await list(.nullList).lie["items"] == .null)
        let (truth, nulls) = try await list(.nullItems)
        let items = try #require(truth["items"]?.elements)
        #expect(nulls["items"]?.elements == [.null, items[1], .null, items[3]])
        let twice = try await list(.duplicateItems).lie["items"]?.elements
        #expect(twice?.count == 8)
        #expect(twice?[0] == twice?[1])
    }

    @Test func `a list gives its first page for ever`() async throws {
        let (truth, lie) = try await list(.repeatedPage, "&offset=4")
        #expect(truth["offset"] == .number(4))
        #expect(lie["offset"] == .number(0))
        #expect(lie["items"] != truth["items"])
    }

    static let members: [(name: NamedFault, member: String, value: JSONValue?)] = [
        (.nullDates, "release_date", .null), (.zeroDates, "release_date", .string("0000")),
        (.zeroDates, "release_date_precision", .string("year")), (.unknownTypes, "album_type", .string("mixtape")),
        (.unknownTypes, "album_group", .string("mixtape")), (.missingFields, "images", nil),
        (.missingFields, "release_date_precision", nil), (.emptyImages, "images", .array([])),
        (.emptyNames, "name", .string("")),
    ]

    @Test(arguments: members.indices)
    func `items say what they should not`(_ index: Int) async throws {
        let (name, member, value) = Self.members[index]
        let (truth, lie) = try await list(name)
        #expect(lie["items"]?.elements?.first?[member] == value)
        #expect(truth["items"]?.elements?.first?[member] != value)
    }

    @Test(arguments: [(NamedFault.yearDates, 4), (.monthDates, 7)])
    func `dates say less than they could`(name: NamedFault, length: Int) async throws {
        let first = try await list(name).lie["items"]?.elements?.first
        #expect(first?["release_date"]?.text?.utf8.count == length)
        #expect(first?["release_date_precision"]?.text == (length == 4 ? "year" : "month"))
    }

    @Test func `lists followed artists as empty, and what is no list as it is`() async throws {
        let harness = try SandboxHarness()
        let token = try await harness.signIn().access
        try await harness.admin(.post, "/faults", #"{"path":"*","name":"empty-list"}"#)
        let page = try await harness.call(.get, "/v1/me/following?type=artist", token: token).json["artists"]
        #expect(page?["items"] == .array([]))
        #expect(page?["cursors"] == .object([JSONValue.Member(name: "after", value: .null)]))
        #expect(try await harness.call(.get, "/v1/me", token: token).json["id"]?.text == "listener-1")
    }
}
