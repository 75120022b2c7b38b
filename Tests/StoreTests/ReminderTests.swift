import Domain
import Testing

@testable import Store

/// Reminders that a consent ends: once each, whatever the clock does.
struct ReminderTests {
    private let begin = Fixture.start

    /// Lets the time go in steps, as a serving process sees it; returns the stages that were told, and on which day.
    private func live(
        _ fixture: Fixture, from: Timestamp, to: Timestamp, by step: Duration = .hours(6)
    ) async throws -> [String] {
        var told: [String] = []
        var now = from
        while now <= to {
            try await fixture.store.tidy(now: now)
            for reminder in try await fixture.store.remindOfConsents(now: now) {
                let left = ConsentAge.daysLeft(authorizedAt: reminder.endsAt - ConsentAge.lifetime, now: now)
                told.append("\(reminder.connection.rawValue): \(reminder.stage) with \(left) left")
            }
            now = now + step
        }
        return told
    }

    @Test func `people are reminded at 30, 14, 3 and 1 days, once each, and their pages change`() async throws {
        let fixture = try Fixture()
        let user = try await fixture.user()
        let version = try fixture.store.pageVersion(of: user.account)
        let told = try await live(fixture, from: begin, to: begin + .days(200))
        #expect(told == ["1: 30 with 30 left", "1: 14 with 14 left", "1: 3 with 3 left", "1: 1 with 1 left"])
        #expect(try fixture.store.pageVersion(of: user.account) == version + 4)
        let reminders = try fixture.store.reminders(of: user.account, limit: 10)
        #expect(reminders.map(\.stage) == [1, 3, 14, 30])
        #expect(Set(reminders.map(\.id)).count == 4)
        #expect(reminders.allSatisfy { $0.endsAt == begin + ConsentAge.lifetime })
        #expect(try fixture.store.reminders(of: user.account, limit: 1).map(\.stage) == [1])
    }

    @Test func `a restart and a second look repeat nothing`() async throws {
        let fixture = try Fixture()
        _ = try await fixture.user()
        let day = begin + .days(150)
        _ = try await live(fixture, from: day - .days(2), to: day)
        let again = try Fixture(in: fixture.scratch)
        #expect(try await live(again, from: day, to: day + .days(1)) == [])
    }

    @Test func `a new consent has reminders of its own, and ends those of the old one`() async throws {
        let fixture = try Fixture()
        let user = try await fixture.user()
        _ = try await live(fixture, from: begin + .days(140), to: begin + .days(152))
        _ = try await fixture.user(now: begin + .days(152))
        #expect(try await live(fixture, from: begin + .days(152), to: begin + .days(300)) == [])
        let told = try await live(fixture, from: begin + .days(300), to: begin + .days(340))
        #expect(told == ["1: 30 with 30 left", "1: 14 with 14 left", "1: 3 with 3 left", "1: 1 with 1 left"])
        #expect(try fixture.store.reminders(of: user.account, limit: 10).count == 5)
    }

    @Test func `a clock that leaps a month and back reminds nobody, neither then nor twice later`() async throws {
        let fixture = try Fixture()
        _ = try await fixture.user()
        let day = begin + .days(125)
        #expect(try await live(fixture, from: day, to: day + .days(1)) == [])
        // Within the hour somebody sets it right.
        let wrong = day + .days(31)
        #expect(try await live(fixture, from: wrong, to: wrong + .minutes(50), by: .minutes(10)) == [])
        #expect(try await live(fixture, from: day + .days(1), to: day + .days(24)) == [])
        let told = try await live(fixture, from: day + .days(24), to: begin + .days(200))
        #expect(told == ["1: 30 with 30 left", "1: 14 with 14 left", "1: 3 with 3 left", "1: 1 with 1 left"])
    }

    @Test func `after a long silence the stage that stands is told, and none that was passed`() async throws {
        let fixture = try Fixture()
        _ = try await fixture.user()
        #expect(try await live(fixture, from: begin, to: begin + .days(1)) == [])
        let told = try await live(fixture, from: begin + .days(174), to: begin + .days(175))
        #expect(told == ["1: 14 with 5 left"])
    }

    @Test func `who has disconnected, ended or left is not reminded`() async throws {
        let fixture = try Fixture()
        let gone = try await fixture.user("gone")
        try await fixture.store.disconnect(gone.connection, of: gone.account, now: begin)
        let ended = try await fixture.user("ended")
        let claim = try #require(
            try await fixture.store.claimRefresh(ended.connection, owner: [1], until: begin, now: begin))
        _ = try await fixture.store.failRefresh(claim, .ended(.revoked), now: begin)
        let left = try await fixture.user("left")
        try await fixture.store.deleteAccount(left.account)
        #expect(try await live(fixture, from: begin + .days(149), to: begin + .days(185)) == [])
    }

    @Test func `a provider whose consents do not end reminds nobody`() async throws {
        var settings = Fixture.settings
        settings.expiringProviders = ["another"]
        let fixture = try Fixture(settings: settings)
        _ = try await fixture.user()
        #expect(try await live(fixture, from: begin + .days(149), to: begin + .days(185)) == [])
    }
}
