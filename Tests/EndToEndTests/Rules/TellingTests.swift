import HTTP
import Support
import Testing

/// What people are told, held and left out, from the publication at the source to the page that gives the reason.
extension OneAtATime {
    @Suite struct TellingTests {
        private static let quiet = "Gong"

        /// A stage with one listener, who follows two artists of the catalogue and a quiet one with a plain name.
        private func open() async throws -> (Stage, Visitor, [SandboxProcess.Artist]) {
            let stage = try await Stage.open()
            var artists = Array(try await stage.sandbox.artists().prefix(2))
            let id = try await stage.sandbox.post("/artists", ["name": .string(Self.quiet)])["id"].string ?? ""
            let gong = SandboxProcess.Artist(id: id, name: Self.quiet)
            for year in 2012...2016 {
                try await stage.sandbox.post(
                    "/releases",
                    [
                        "artist_ids": [.string(id)], "name": .string("Record of \(year)"), "type": "album",
                        "release_date": .string("\(year)-05-01"),
                    ])
            }
            artists.append(gong)
            try await stage.sandbox.setFollows(of: "listener-1", to: artists)
            let visitor = stage.visitor()
            try await visitor.signIn(as: "listener-1")
            try await visitor.waitForImport()
            return (stage, visitor, artists)
        }

        private func publish(
            _ title: String, by artists: [SandboxProcess.Artist], type: String = "album", on stage: Stage,
            explicit: Bool = false
        ) async throws -> String {
            let now = try await stage.sandbox.call(.get, "/clock")["now"].number ?? 0
            let release = try await stage.sandbox.post(
                "/releases",
                [
                    "artist_ids": .array(artists.map { .string($0.id) }), "name": .string(title),
                    "type": .string(type), "release_date": .string(CalendarText.day(ofSecond: Int64(now))),
                    "explicit": .bool(explicit),
                ])
            return release["id"].string ?? ""
        }

        /// The page of reasons behind a pasted link.
        private func reasons(of id: String, to visitor: Visitor) async throws -> Page {
            let found = try await visitor.get("/why?release=https%3A%2F%2Fopen.spotify.com%2Falbum%2F\(id)")
            guard let location = found.location else { return found }
            return try await visitor.get(location)
        }

        private func waitUntilKnown(_ id: String, to visitor: Visitor) async throws {
            try await waitUntil("\(id) to be seen") {
                try await visitor.get("/why?release=\(id)").location?.contains("/releases/") == true
            }
        }

        @Test func `copies, remixes and duets are told as rules say, and each has its reason`() async throws {
            let (stage, visitor, artists) = try await open()
            let rules = try await visitor.get("/settings/rules")
            let form = [
                ("form", "album"), ("form", "single"), ("leave_out", "remix"), ("push", "out"), ("push", "late"),
            ]
            let preview = try await visitor.post("/settings/rules", from: rules, form + [("act", "preview")])
            #expect(preview.status == 200)
            #expect(preview.text.contains("With these rules the last 90 days would have sent "))
            #expect(
                try await visitor.post("/settings/rules", from: preview, form + [("act", "save")]).location
                    == "/settings/rules?saved")

            let album = try await publish("Zephyr Road", by: [artists[0]], on: stage, explicit: true)
            let duet = try await publish("Duet at Dawn", by: [artists[0], artists[1]], type: "single", on: stage)
            let remix = try await publish("Duet at Dawn (Night Remix)", by: [artists[0]], type: "single", on: stage)
            for id in [album, duet, remix] { try await waitUntilKnown(id, to: visitor) }
            let clean = try await publish("Zephyr Road (Clean)", by: [artists[0]], on: stage)
            let deluxe = try await publish("Zephyr Road (Deluxe Edition)", by: [artists[0]], on: stage)
            for id in [clean, deluxe] { try await waitUntilKnown(id, to: visitor) }

            let front = try await visitor.get("/")
            for (title, count) in [
                ("Zephyr Road", 1), ("Duet at Dawn", 1), ("Duet at Dawn (Night Remix)", 0), ("Zephyr Road (Clean)", 0),
                ("Zephyr Road (Deluxe Edition)", 0),
            ] {
                #expect(front.announcements.count { $0 == title } == count, "\(title)")
            }
            #expect(front.text.contains("\(artists[0].name), \(artists[1].name)"))

            for (id, words) in [
                (album, "You were told"), (duet, "You were told"), (remix, "Left out: remixes"),
                (clean, "of which this is a version"), (deluxe, "of which this is a version"),
            ] {
                let page = try await reasons(of: id, to: visitor)
                #expect(page.status == 200)
                #expect(page.text.contains(words), "\(id): \(words)")
                #expect(page.text.contains("Last complete check"))
            }
            #expect(try await reasons(of: album, to: visitor).text.contains("from the same facts just now: the same"))
            #expect(try await reasons(of: duet, to: visitor).text.contains("Told once already"))
            let unknown = try await reasons(of: "0000000000000000000000", to: visitor)
            #expect(unknown.text.contains("has not been seen here"))

            // Everything by links: from the list of artists to one, muted there, and to a release's reasons.
            let people = try await visitor.get("/artists")
            let page = try #require(people.link("Releases and rules"))
            let artist = try await visitor.get(page)
            #expect(artist.status == 200)
            #expect(try await visitor.post("\(page)/tier", from: artist, [("tier", "muted")]).status == 303)
            #expect(try await visitor.get("/artists").link("Muted: releases and rules") == page)
            #expect(try await visitor.get("/settings/export").text.contains("\"left_out\""))
            #expect(try Program.number(in: stage.database, "SELECT count(*) FROM silence WHERE rule = 'trait'") == 1)
            #expect(try await stage.close() == 0)
        }

        @Test func `an impostor is held until its reader has said whose it is`() async throws {
            let (stage, visitor, artists) = try await open()
            let id = try await publish("Neon Hustle", by: [artists[2]], type: "single", on: stage)
            try await waitUntilKnown(id, to: visitor)
            do {
                try await waitUntil("the card") { try await visitor.get("/").announcements.contains("Neon Hustle") }
            } catch is WaitedInVain {
                // What the program itself says of it leads to the cause.
                throw WaitedInVain("the card, of which is said: \(try await reasons(of: id, to: visitor).text)")
            }
            let front = try await visitor.get("/")
            #expect(front.text.contains("Unconfirmed"))
            #expect(front.text.contains("Not this artist"))
            #expect(front.feed != nil)
            #expect(try await !visitor.get(front.feed ?? "").entries.contains("Neon Hustle"))

            let page = try await reasons(of: id, to: visitor)
            #expect(page.text.contains("Held as unconfirmed"))
            #expect(page.text.contains("hold it"))
            let path = try #require(page.url.firstRange(of: "/releases/").map { String(page.url[$0.lowerBound...]) })
            #expect(try await visitor.post("\(path)/whose", from: page, [("word", "not_theirs")]).location == path)
            #expect(try await !visitor.get("/").announcements.contains("Neon Hustle"))
            #expect(try await visitor.get(path).text.contains("you said that it is not theirs"))
            #expect(try await visitor.post("\(path)/whose", from: page, [("word", "theirs")]).status == 303)
            let told = try await visitor.get("/")
            #expect(told.announcements.contains("Neon Hustle"))
            #expect(!told.text.contains("Unconfirmed"))
            #expect(try await visitor.get(told.feed ?? "").entries.contains("Neon Hustle"))
            #expect(try await stage.close() == 0)
        }
    }
}
