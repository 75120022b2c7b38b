import Domain
import Store
import Testing

struct SessionTests {
    @Test func `a cookie stands for its session and nothing near it does`() async throws {
        let fixture = try Fixture()
        let user = try await fixture.user()
        let text = user.session.reveal()
        let session = try #require(try fixture.store.session(user.session, now: Fixture.start))
        #expect(session.account == user.account)
        #expect(session.device.network == "192.0.2.0/24")
        #expect(text.hasPrefix(session.id.text + "."))
        let other = try await fixture.user("ben").session.reveal()
        // One id in 64 begins with an A.
        let first = text.first == "A" ? "B" : "A"
        let wrong = [
            "", ".", text + "A", String(text.dropLast()), String(text.dropLast()) + (text.last == "A" ? "B" : "A"),
            first + text.dropFirst(), session.id.text, session.id.text + "." + other.split(separator: ".")[1],
            text.replacing(".", with: ""),
        ]
        for text in wrong { #expect(try fixture.store.session(Secret(text), now: Fixture.start) == nil, "\(text)") }
    }

    @Test func `a session ends unused, and in any case`() async throws {
        let fixture = try Fixture()
        let user = try await fixture.user()
        let idleEnd = Fixture.start + .days(14)
        #expect(try fixture.store.session(user.session, now: idleEnd - .milliseconds(1)) != nil)
        #expect(try fixture.store.session(user.session, now: idleEnd) == nil)
        var now = Fixture.start
        for _ in 1...6 {
            now = now + .days(9)
            let session = try #require(try fixture.store.session(user.session, now: now))
            try await fixture.store.touch(session, now: now)
        }
        let end = Fixture.start + .days(60)
        #expect(try fixture.store.session(user.session, now: end - .milliseconds(1)) != nil)
        #expect(try fixture.store.session(user.session, now: end) == nil)
        #expect(try fixture.store.sessions(of: user.account, now: end) == [])
        // Forgotten once the clock that says so has gone steadily for an hour.
        for time in [end, end + .hours(1)] { try await fixture.store.tidy(now: time) }
        #expect(try fixture.store.sessions(of: user.account, now: Fixture.start) == [])
    }

    @Test func `a clock that was ahead lets no session outlast its limits, and ends none`() async throws {
        let fixture = try Fixture()
        let before = try await fixture.user()
        let ahead = Fixture.start + .days(13)
        try await fixture.store.tidy(now: ahead)
        let session = try #require(try fixture.store.session(before.session, now: ahead))
        try await fixture.store.touch(session, now: ahead)
        let meanwhile = try await fixture.user("meanwhile", now: ahead)
        // The clock is set right.
        let now = Fixture.start + .hours(1)
        try await fixture.store.tidy(now: now)
        for key in [before.session, meanwhile.session] {
            #expect(try fixture.store.session(key, now: now + .days(14) - .milliseconds(1)) != nil)
            #expect(try fixture.store.session(key, now: now + .days(14)) == nil)
        }
        // Its use is written down from then on, as before.
        var time = now
        for _ in 1...6 {
            time = time + .days(9)
            try await fixture.store.touch(
                try #require(try fixture.store.session(meanwhile.session, now: time)), now: time)
        }
        #expect(try fixture.store.session(meanwhile.session, now: now + .days(60)) == nil)
    }

    @Test func `use is written down every five minutes and not more often`() async throws {
        let fixture = try Fixture()
        let user = try await fixture.user()
        let session = try #require(try fixture.store.session(user.session, now: Fixture.start))
        for (minutes, seen) in [(4, 0), (5, 5), (6, 5), (9, 5), (10, 10)] {
            let now = Fixture.start + .minutes(minutes)
            // The first session value, as a tab that was open all along would have it.
            try await fixture.store.touch(session, now: now)
            let after = try #require(try fixture.store.session(user.session, now: now))
            #expect(after.lastSeenAt == Fixture.start + .minutes(seen), "after \(minutes) minutes")
        }
    }

    @Test func `sessions are listed, ended one by one, and all but one, each account's own`() async throws {
        let fixture = try Fixture()
        var users: [Fixture.User] = []
        for minute in 0..<4 { users.append(try await fixture.user(now: Fixture.start + .minutes(minute))) }
        let now = Fixture.start + .minutes(10)
        let ben = try await fixture.user("ben")
        let account = users[0].account
        let listed = try fixture.store.sessions(of: account, now: now).map(\.id)
        let own = try users.map { try #require(try fixture.store.session($0.session, now: now)).id }
        #expect(listed == own.reversed())
        #expect(try await fixture.store.endSession(own[0], of: ben.account) == false)
        #expect(try await fixture.store.endSession(own[0], of: account))
        #expect(try await fixture.store.endSession(own[0], of: account) == false)
        #expect(try fixture.store.session(users[0].session, now: now) == nil)
        try await fixture.store.endSessions(of: account, except: own[2])
        #expect(try fixture.store.sessions(of: account, now: now).map(\.id) == [own[2]])
        try await fixture.store.endSessions(of: account, except: nil)
        #expect(try fixture.store.sessions(of: account, now: now) == [])
        #expect(try fixture.store.session(ben.session, now: now) != nil)
    }

    @Test func `a sign-in ends the session it replaces and gives another key`() async throws {
        let fixture = try Fixture()
        let user = try await fixture.user()
        let old = try #require(try fixture.store.session(user.session, now: Fixture.start)).id
        let outcome = try await fixture.store.signIn(Fixture.signIn(replacing: old), now: Fixture.start)
        guard case .signedIn(_, let token, _) = outcome else {
            Issue.record("\(outcome)")
            return
        }
        #expect(token != user.session)
        #expect(try fixture.store.session(user.session, now: Fixture.start) == nil)
        #expect(try fixture.store.session(token, now: Fixture.start) != nil)
    }
}
