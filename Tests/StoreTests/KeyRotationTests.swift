import Domain
import Support
import Testing
import Vault

@testable import Store

/// A key is replaced while everything goes on: add, restart, rewrap, retire.
struct KeyRotationTests {
    private let now = Fixture.start
    private static let both = Fixture.otherKeyring + "\n" + Fixture.keyring

    private func rotation(_ fixture: Fixture, _ keyring: String = both) throws -> KeyRotation {
        try KeyRotation(path: fixture.database.path, keys: KeyringKeys(Keyring(parsing: keyring)))
    }

    private func usage(_ rotation: borrowing KeyRotation) throws -> [String] {
        try rotation.usage().map { "\($0.id) \($0.isAtHand) \($0.connections) \($0.feeds)" }
    }

    @Test func `tokens and feed addresses survive the loss of the old key after rewrapping`() async throws {
        let old = try Fixture()
        _ = try await old.store.checkKeys(now: now)
        var users: [Fixture.User] = []
        for number in 0..<250 { users.append(try await old.user("user-\(number)")) }
        let feeds = [
            try await old.store.feedAddress(of: users[0].account).token.reveal(),
            try await old.store.replaceFeedAddress(of: users[1].account).token.reveal(),
        ]
        #expect(try usage(rotation(old, Fixture.keyring)) == ["one true 250 2"])
        #expect(try usage(rotation(old)) == ["two true 0 0", "one true 250 2"])
        // Nobody has started with the new key yet: a running Fanfare could not read what it wraps.
        #expect(try !rotation(old).isPrimaryInUse())
        let both = try Fixture(keyring: Self.both, in: old.scratch)
        _ = try await both.store.checkKeys(now: now)
        #expect(try rotation(old).isPrimaryInUse())

        #expect(try rotation(old).rewrapBatch() == 100)
        // Stopped half-way, and begun again; meanwhile tokens are exchanged.
        let claim = try #require(
            try await both.store.claimRefresh(users[249].connection, owner: [1], until: now + .minutes(1), now: now))
        let again = try rotation(old)
        #expect(try again.rewrapBatch() == 100)
        #expect(try again.rewrapBatch() == 50)
        #expect(try await both.store.completeRefresh(claim, grant: Fixture.grant(access: "new"), now: now))
        #expect(try again.rewrapBatch() == 2)
        #expect(try again.rewrapBatch() == 0)
        #expect(try usage(again) == ["two true 250 2", "one true 0 0"])

        let new = try Fixture(keyring: Fixture.otherKeyring, in: old.scratch)
        #expect(try await new.store.checkKeys(now: now).isComplete)
        for user in users.prefix(249) {
            #expect(try new.store.tokens(of: user.connection).refreshToken?.reveal() == "refresh-1")
        }
        #expect(try new.store.tokens(of: users[249].connection).accessToken.reveal() == "new")
        for (user, feed) in zip(users, feeds) {
            #expect(try await new.store.feedAddress(of: user.account).token.reveal() == feed)
            #expect(try new.store.account(forFeedToken: Secret(feed)) == user.account)
        }
        // A replaced address is one of the new key's own.
        let replaced = try await new.store.replaceFeedAddress(of: users[0].account).token.reveal()
        #expect(replaced != feeds[0])
        #expect(try await new.store.feedAddress(of: users[0].account).token.reveal() == replaced)
        #expect(try new.store.account(forFeedToken: Secret(feeds[0])) == nil)
    }

    @Test func `a second rotation carries the sealed addresses on`() async throws {
        let old = try Fixture()
        let user = try await old.user()
        let feed = try await old.store.feedAddress(of: user.account).token.reveal()
        let there = try rotation(old)
        while try there.rewrapBatch() > 0 {}
        let back = try rotation(old, Fixture.keyring + "\n" + Fixture.otherKeyring)
        while try back.rewrapBatch() > 0 {}
        #expect(try usage(back) == ["one true 1 1", "two true 0 0"])
        #expect(try await old.store.feedAddress(of: user.account).token.reveal() == feed)
        #expect(try old.store.tokens(of: user.connection).accessToken.reveal() == "access-1")
    }

    @Test func `what a missing key protects is named and left alone`() async throws {
        let old = try Fixture()
        _ = try await old.user()
        let rotation = try rotation(old, Fixture.otherKeyring)
        #expect(try usage(rotation) == ["two true 0 0", "one false 1 0"])
        #expect(try rotation.rewrapBatch() == 0)
    }
}
