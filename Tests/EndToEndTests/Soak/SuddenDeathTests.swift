import FoundationEssentials
import Support
import Testing

extension OneAtATime {
    /// `kill -9` at moments that hurt: in the middle of a sign-in, a refresh, a check, an announcement.
    struct SuddenDeathTests {
        /// What the kill is to fall into.
        private enum Moment: CaseIterable {
            case signIn, refresh, check, announcement
        }

        /// How often each of the two is killed; `FANFARE_TEST_KILLS=100` makes two hundred of it.
        private static let kills = ProcessInfo.processInfo.environment["FANFARE_TEST_KILLS"].flatMap(Int.init) ?? 25

        private let people = ["listener-1", "listener-2", "listener-3"]

        @Test(arguments: ["none", "always"])
        func `killed again and again, nothing is lost and nothing is told twice`(rotation: String) async throws {
            let sandbox = try await SandboxProcess.start(tokenLifetime: 2)
            try await sandbox.post("/tokens/policy", ["rotation": .string(rotation)])
            let relay = try Relay(to: sandbox.url)
            let stage = try await Stage.open(
                sandbox: sandbox, spotify: relay.url, settings: ["LOG_LEVEL": "debug"])
            let artists = Array(try await sandbox.artists().prefix(5))
            // Neighbours share artists, so that one check tells several people.
            let follows = [artists[0...2], artists[1...3], artists[2...4]].map { Array($0) }
            var visitors: [Visitor] = []
            for (listener, followed) in zip(people, follows) {
                try await sandbox.setFollows(of: listener, to: followed)
                let visitor = stage.visitor()
                try await visitor.signIn(as: listener)
                visitors.append(visitor)
            }
            for visitor in visitors { try await visitor.waitForImport() }

            var expected: [Set<String>] = [[], [], []]
            var ended = 0
            for round in 1...Self.kills {
                let moment = Moment.allCases[round % Moment.allCases.count]
                let title = "\(rotation == "none" ? "Hour" : "Tide") \(ShortTokenTests.words(round))"
                // Every other release is by two, whose lists both show it.
                let first = round % artists.count
                let authors = round.isMultiple(of: 2) ? [artists[first]] : [artists[first], artists[(first + 1) % 5]]
                let server = try stage.server
                // Every kind of moment in every place, one after the other; within it, when is left to chance.
                let place = Relay.Place.allCases[round / Moment.allCases.count % Relay.Place.allCases.count]
                try await kill(server, at: moment, place, title: title, through: relay) {
                    try await sandbox.publish(
                        title, by: authors, type: round.isMultiple(of: 3) ? "single" : "album")
                } signIn: {
                    // Somebody new, or somebody known on another device; refused or cut off as it may be.
                    _ = try? await stage.visitor().signIn(as: "listener-\(round % 5 + 1)")
                }
                for (index, followed) in follows.enumerated() where !Set(followed).isDisjoint(with: authors) {
                    expected[index].insert(title)
                }
                try await stage.start()
                ended += try await reconnectWhoMust(visitors)
                try await reconnectOthers(stage)
            }

            try await expectAll(expected, on: visitors)
            try await expectWorkingTokens(visitors, sandbox)
            ended += try await reconnectWhoMust(visitors)
            // What was granted and never noted as stored is what a kill can have cost.
            let stored = stage.log.filter { $0.contains("tokens refreshed") }.count
            if rotation == "none" {
                #expect(ended == 0)
            } else {
                #expect((1...(relay.refreshesGranted - stored)).contains(ended))
            }
            try await expectNoSecrets(of: relay, stage, visitors)
            try await stage.close()
            await relay.stop()
        }

        /// Ends serve with SIGKILL at a moment of that kind, or long after if none comes.
        private func kill(
            _ server: ServerProcess, at moment: Moment, _ place: Relay.Place, title: String, through relay: Relay,
            publish: () async throws -> Void, signIn: @escaping @Sendable () async -> Void
        ) async throws {
            let purpose: Relay.Purpose =
                switch moment {
                case .signIn: .signIn
                case .refresh: .refresh
                case .check, .announcement: .check
                }
            let delay = Duration.microseconds(.random(in: 0...(place == .answered ? 30_000 : 2_000)))
            relay.set(
                Relay.Trap(
                    purpose: purpose, place: moment == .announcement && place == .asked ? .answered : place,
                    containing: moment == .announcement ? title : nil
                ) {
                    try? await Task.sleep(for: delay)
                    server.signal(9)
                })
            try await publish()
            let visit = moment == .signIn ? Task { await signIn() } : nil
            do {
                try await server.waitForExit()
            } catch is WaitedInVain {
                relay.set(nil)
                try await server.kill()
                Issue.record("no call of that kind came by: \(moment)")
            }
            await visit?.value
        }

        /// Has those reconnect whose page says that they must, and says how many those are. It says why, too.
        private func reconnectWhoMust(_ visitors: [Visitor]) async throws -> Int {
            var count = 0
            for (listener, visitor) in zip(people, visitors) {
                let (settings, front) = try await settledPages(of: visitor)
                #expect(settings.status == 200)
                guard !settings.text.contains("<span>Connected</span>") else { continue }
                if settings.text.contains("<span>On hold</span>") {
                    // One death in the middle of everybody's refresh looks like trouble at the provider. Whoever
                    // reconnects need not wait for the operator.
                    let words = "waits until the operator has looked. Nothing is lost."
                    #expect(settings.text.contains(words))
                    #expect(front.text.contains(words))
                } else {
                    let words = "An answer of Spotify was lost on the way. Reconnect to go on."
                    #expect(settings.text.contains(words))
                    #expect(front.text.contains(words))
                }
                try await visitor.reconnect(as: listener)
                #expect(try await visitor.get("/settings").text.contains("<span>Connected</span>"))
                count += 1
            }
            return count
        }

        /// The settings and the front page as of one state of the connection: the end of one more grant may hold those of
        /// all others between two requests.
        private func settledPages(of visitor: Visitor) async throws -> (settings: Page, front: Page) {
            func state(_ settings: Page) -> String? {
                settings.text.firstMatch(of: #/<span>(Connected|Ended|On hold)</span>/#).map { String($0.output.1) }
            }
            while true {
                let settings = try await visitor.get("/settings")
                let front = try await visitor.get("/")
                if try await state(visitor.get("/settings")) == state(settings) { return (settings, front) }
            }
        }

        /// The two who only ever sign in anew come back as well, so that their ends do not add up to everybody's.
        private func reconnectOthers(_ stage: Stage) async throws {
            guard try stage.connections("needs_reconnect") + stage.connections("held") > 0 else { return }
            for listener in ["listener-4", "listener-5"] { try await stage.visitor().signIn(as: listener) }
        }

        /// Titles on all pages of the list, newest first.
        private func announcements(of visitor: Visitor) async throws -> [String] {
            var titles: [String] = []
            var path: String? = "/"
            while let next = path {
                let page = try await visitor.get(next)
                titles += page.announcements
                path = page.text.firstMatch(of: #/href="[^"]*(\/\?before=[0-9]+)"/#).map { String($0.output.1) }
            }
            return titles
        }

        /// Everything is on the pages and in the feeds, once.
        private func expectAll(_ expected: [Set<String>], on visitors: [Visitor]) async throws {
            for (titles, visitor) in zip(expected, visitors) {
                do {
                    try await waitUntil("every release") {
                        try await titles.isSubset(of: announcements(of: visitor))
                    }
                } catch is WaitedInVain {}
                let told = try await announcements(of: visitor)
                #expect(told.sorted() == titles.sorted())
                // A feed ends with the newest fifty.
                let feed = try await visitor.get(visitor.get("/").feed ?? "/none").entries
                #expect(feed.sorted() == told.prefix(max(50, feed.count)).sorted())
            }
        }

        /// Everybody's list is read with everybody's own token after all that, and more than once.
        private func expectWorkingTokens(_ visitors: [Visitor], _ sandbox: SandboxProcess) async throws {
            let since = try await sandbox.requests().last?.number ?? 0
            try await waitUntil("everybody's list to be read") {
                let rows = try await sandbox.requests(since: since)
                let connected = try await zip(people, visitors).asyncFilter {
                    try await $1.get("/settings").text.contains("<span>Connected</span>")
                }
                return connected.allSatisfy { listener, _ in
                    rows.filter { $0.path == "/v1/me/following" && $0.status == 200 && $0.user == listener }.count > 1
                        && rows.contains { $0.grantType == "refresh_token" && $0.user == listener && $0.status == 200 }
                }
            }
        }

        /// No token and no code is in the database, the logs or the pages.
        private func expectNoSecrets(of relay: Relay, _ stage: Stage, _ visitors: [Visitor]) async throws {
            let secrets = relay.secrets
            #expect(secrets.count > 60)
            // The folder of the stage is searched whole, so what is looked for lies elsewhere.
            let outside = try ScratchFolder()
            try write(secrets.sorted().joined(separator: "\n"), to: outside.file("secrets"))
            try write(stage.log.joined(separator: "\n"), to: stage.folder.file("log"))
            var pages: [String] = []
            for visitor in visitors {
                for path in ["/", "/artists", "/settings", "/welcome", "/privacy"] {
                    pages.append(try await visitor.get(path).text)
                }
                pages.append(try await visitor.get(visitor.get("/").feed ?? "/none").text)
            }
            try write(pages.joined(separator: "\n"), to: stage.folder.file("pages"))
            let names = try FileManager.default.contentsOfDirectory(atPath: stage.folder.file("data"))
            #expect(names.contains("fanfare.sqlite") && names.contains("fanfare.sqlite-wal"))
            func search(_ arguments: [String]) async throws -> [String] {
                let grep = try ServerProcess("/bin/grep", ["-r", "-l", "-a", "-F"] + arguments + [stage.folder.path])
                try await grep.waitForExit()
                return grep.output.map { $0.split(separator: "/").last.map { String($0) } ?? "" }.sorted()
            }
            #expect(try await search(["-f", outside.file("secrets")]).isEmpty)
            // The same search finds what is there.
            #expect(try await Set(search(["-e", "Ada Marlowe"])).isSuperset(of: ["pages"]))
            #expect(try await search(["-e", "Ada Marlowe"]).contains { $0.hasPrefix("fanfare.sqlite") })
        }

        private func write(_ text: String, to path: String) throws {
            try Data(text.utf8).write(to: URL(filePath: path))
        }
    }
}

extension Sequence {
    /// The elements that fulfil a condition that has to be waited for.
    fileprivate func asyncFilter(_ condition: (Element) async throws -> Bool) async rethrows -> [Element] {
        var kept: [Element] = []
        for element in self where try await condition(element) { kept.append(element) }
        return kept
    }
}
