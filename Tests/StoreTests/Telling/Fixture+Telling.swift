import Domain
import SQLite
import Store

extension Fixture {
    /// Somebody who follows artists whose lists have been read once, each as told.
    func follower(
        _ subject: String = "anna", of artists: [String] = ["a"],
        lists: [ReleaseGroup: [String: [SourceRelease]]] = [:],
        rules: TellingRules = TellingRules()
    ) async throws -> User {
        let user = try await user(subject)
        try await follow(user, artists)
        try await store.setRules(rules, of: user.account, now: Fixture.start)
        try await check(lists: lists)
        return user
    }

    /// Checks everything that is due; lists not named are empty.
    func check(lists: [ReleaseGroup: [String: [SourceRelease]]], now: Timestamp = start) async throws {
        for claim in try await store.claimChecks(limit: 1000, lease: .minutes(5), now: now) {
            let releases = lists[claim.group]?[claim.sourceID] ?? []
            _ = try await store.complete(
                claim, page: ReleasePage(releases: releases, total: releases.count), now: now)
        }
    }

    /// Titles of what is on an account's page, with how far the news went, newest first.
    func reached(_ user: User) throws -> [String] {
        try store.announcements(of: user.account, before: nil, limit: 100).map { "\($0.title): \($0.reach.rawValue)" }
    }

    /// Every row of the decision log: title, how far, and why.
    func log(_ user: User) throws -> [String] {
        try store.decisionLog(of: user.account).map {
            "\($0.title): \($0.decision.reach.rawValue), \($0.decision.rule.rawValue)"
        }.sorted()
    }

    /// Rows whose decision, made anew, is another one, or cannot be made.
    func disagreeing(_ user: User) throws -> [LoggedDecision] {
        try store.decisionLog(of: user.account).filter { $0.replayed != $0.decision }
    }

    /// A number that a statement answers.
    func number(_ sql: StaticString, _ values: any Bindable...) throws -> Int {
        let connection = try SQLite.Connection(path: database.path, mode: .reader)
        return switch values.count {
        case 0: try connection.first(sql) { $0.int(0) } ?? 0
        default: try connection.first(sql, values[0]) { $0.int(0) } ?? 0
        }
    }
}
