import Support
import Testing

extension OneAtATime {
    /// What the provider says about too many calls is obeyed to the letter: seen in the stand-in's own log.
    struct QuotaPauseTests {
        private static let quota = #"{"error":{"status":429,"message":"Too many requests","reason":"QUOTA_EXCEEDED"}}"#

        private func refuse(_ sandbox: SandboxProcess, retryAfter: String?, times: Int = 1) async throws {
            var fault: [String: JSONValue] = [
                "path": "/v1/artists/*/albums", "status": 429, "body": .string(Self.quota),
                "times": .number(Double(times)),
            ]
            if let retryAfter { fault["headers"] = ["Retry-After": .string(retryAfter)] }
            try await sandbox.post("/faults", .object(fault))
        }

        /// Waits for a refusal and says which request it was.
        private func refusal(_ sandbox: SandboxProcess, since: Int) async throws -> SandboxProcess.LoggedRequest {
            var found: SandboxProcess.LoggedRequest?
            try await waitUntil("a refusal") {
                found = try await sandbox.requests(since: since).first {
                    $0.status == 429 && $0.family == "artist-albums"
                }
                return found != nil
            }
            return try #require(found)
        }

        /// Waits until follow lists have been read so often.
        private func waitForLists(_ count: Int, _ sandbox: SandboxProcess, since: Int) async throws {
            try await waitUntil("\(count) readings of the follow list") {
                try await sandbox.requests(since: since).count { $0.family == "following" && $0.status == 200 } >= count
            }
        }

        @Test func `told to wait a day, it makes no call of that kind, whoever restarts it, and all others`()
            async throws
        {
            // Counted calls: one at a time, so that none is on its way when the answer comes.
            let clock = try await FakeClock.start()
            let stage = try await Stage.open(settings: ["SPOTIFY_DAILY_BUDGET": "100000"], clock: clock)
            let sandbox = stage.sandbox
            let (visitor, artists) = try await stage.arrive(following: 8)
            try await refuse(sandbox, retryAfter: "86207")
            let refused = try await refusal(sandbox, since: 0)
            try await waitForLists(2, sandbox, since: refused.number)

            try await stage.server.terminate()
            try await stage.start()
            try await waitForLists(4, sandbox, since: refused.number)
            try await stage.server.kill()
            try await stage.start()
            try await waitForLists(6, sandbox, since: refused.number)

            let after = try await sandbox.requests(since: refused.number)
            #expect(after.filter { $0.family == "artist-albums" }.isEmpty)
            #expect(after.contains { $0.family == "following" && $0.status == 200 })
            let page = try await visitor.get("/artists").text
            #expect(page.contains("Spotify has asked for a pause until"))
            #expect(!page.contains("Failing"), "a pause is nobody's failure")
            #expect(try await visitor.get("/").text.contains("8 of 8 artists checked since"))
            #expect(try await visitor.get("/status").text.contains("none before"))
            // Somebody new still comes in, and is told when it goes on.
            let other = stage.visitor()
            try await other.signIn(as: "listener-2")
            #expect(try await other.get("/welcome").text.contains("has asked for a pause until"))
            #expect(try await sandbox.requests(since: refused.number).allSatisfy { $0.family != "artist-albums" })

            // The others go on: lists are read, tokens exchanged, artists searched for, people signed in.
            #expect(try await visitor.get("/artists?q=a").text.contains("Follow"))
            // Near the end of the pause, by the program's clock, still nothing; the sandbox's goes with it, for its
            // tokens.
            func advance(_ seconds: Int) async throws {
                try await sandbox.post("/clock/advance", ["seconds": .number(Double(seconds))])
                try clock.advance(by: .seconds(seconds))
            }
            try await sandbox.publish("Patience", by: [artists[0]])
            try await advance(80_000)
            let midway = try await stage.lastRequest()
            try await waitForLists(2, sandbox, since: midway)
            try await stage.server.kill()
            try await stage.start()
            try await advance(5_400)
            let late = try await stage.lastRequest()
            try await waitForLists(2, sandbox, since: late)
            let paused = try await sandbox.requests(since: refused.number)
            #expect(paused.allSatisfy { $0.family != "artist-albums" })
            #expect(
                Set(paused.filter { $0.status == 200 }.map(\.family)).isSuperset(of: ["following", "search", "me"]))
            #expect(paused.contains { $0.grantType == "refresh_token" && $0.status == 200 })

            // And when it is due it goes on: not a moment before, by the stand-in's own clock, and with nothing lost.
            try await advance(1_000)
            try await waitUntil("the release") {
                try await visitor.get("/").announcements == ["Patience"]
            }
            let next = try #require(
                try await sandbox.requests(since: refused.number).first { $0.family == "artist-albums" })
            #expect(next.time - refused.time >= 86_207 - 1)
            #expect(next.status == 200)
            try await stage.close()
        }

        /// What is said, and the least that is waited.
        static let waits: [(retryAfter: String, seconds: Double)] = [("3", 3), ("Fri, 01 Jan 2021 00:00:00 GMT", 1)]

        @Test func `short pauses, in seconds or as a date, end when they end`() async throws {
            // Counted calls: one at a time, so that none is on its way when the answer comes.
            let stage = try await Stage.open(settings: ["SPOTIFY_DAILY_BUDGET": "100000"])
            let sandbox = stage.sandbox
            _ = try await stage.arrive(following: 3)
            var since = 0
            for (retryAfter, seconds) in Self.waits {
                try await refuse(sandbox, retryAfter: retryAfter)
                let refused = try await refusal(sandbox, since: since)
                since = refused.number
                try await waitUntil("the next check") {
                    try await sandbox.requests(since: refused.number).contains { $0.family == "artist-albums" }
                }
                let next = try #require(
                    try await sandbox.requests(since: refused.number).first { $0.family == "artist-albums" })
                #expect(next.time - refused.time >= seconds - 1)
                #expect(next.status == 200)
            }
            try await stage.close()
        }
    }
}
