import Domain
import Support
import Testing

@testable import Store

/// Leases and the lives of those who hold them. Each object of the roll stands for a process: a lock belongs to an
/// opened file, not to a process, so that two in one process exclude each other as two processes do.
struct ProcessRollTests {
    private let now = Fixture.start

    @Test func `who is on the roll lives, and nobody else`() throws {
        let scratch = try ScratchFolder()
        let path = scratch.file("fanfare.sqlite")
        let first = try ProcessRoll(path: path, own: [1, 0xAB])
        var second: ProcessRoll? = try ProcessRoll(path: path, own: [2])
        #expect(first.isAlive([1, 0xAB]) && first.isAlive([2]))
        #expect(second?.isAlive([1, 0xAB]) == true)
        #expect(!first.isAlive([3]) && !first.isAlive([]))
        second = nil
        #expect(!first.isAlive([2]))
    }

    @Test func `the database is somebody's alone, or everybody's`() throws {
        let scratch = try ScratchFolder()
        let path = scratch.file("fanfare.sqlite")
        var roll: ProcessRoll? = try ProcessRoll(path: path, own: [1])
        #expect(throws: ProcessRoll.Refusal.taken) { try ProcessRoll(path: path, own: [2], use: .alone) }
        roll = nil
        roll = try ProcessRoll(path: path, own: [2], use: .alone)
        #expect(throws: ProcessRoll.Refusal.taken) { try ProcessRoll(path: path, own: [3]) }
        withExtendedLifetime(roll) {}
        #expect(throws: ProcessRoll.Refusal.self) { try ProcessRoll(path: scratch.file("no/such/folder"), own: [1]) }
    }

    @Test func `the lease of a process that lives stands, however late it is, and a dead one's falls at once`()
        async throws
    {
        let scratch = try ScratchFolder()
        let path = scratch.file("fanfare.sqlite")
        var holder: ProcessRoll? = try ProcessRoll(path: path, own: [1])
        let fixture = try Fixture(in: scratch, roll: try ProcessRoll(path: path, own: [2]))
        let user = try await fixture.user()
        let claim = try #require(
            try await fixture.store.claimRefresh(user.connection, owner: [1], until: now + .minutes(10), now: now))
        func other(_ time: Timestamp) async throws -> RefreshClaim? {
            try await fixture.store.claimRefresh(
                user.connection, owner: [2], until: time + .minutes(10), now: time)
        }
        #expect(try await other(now) == nil)
        #expect(try await other(now + .hours(5)) == nil)
        try await fixture.store.releaseDeadLeases()
        try await fixture.store.releaseLeases(exceptOf: [2])
        #expect(try await other(now + .hours(5)) == nil)

        holder = nil
        try await fixture.store.releaseDeadLeases()
        let taken = try #require(try await other(now))
        #expect(taken.isRepeat)
        // The dead one's answer comes late, if it comes: nothing of it is stored.
        #expect(try await !fixture.store.completeRefresh(claim, grant: Fixture.grant(access: "late"), now: now))
        #expect(try await fixture.store.completeRefresh(taken, grant: Fixture.grant(access: "in time"), now: now))
        withExtendedLifetime(holder) {}
    }

    @Test func `a start leaves the leases of those who live, and their own end by their time`() async throws {
        let scratch = try ScratchFolder()
        let path = scratch.file("fanfare.sqlite")
        let roll = try ProcessRoll(path: path, own: [2])
        let fixture = try Fixture(in: scratch, roll: roll)
        let user = try await fixture.user()
        let until = now + .minutes(10)
        #expect(try await fixture.store.claimRefresh(user.connection, owner: [2], until: until, now: now) != nil)
        #expect(try await fixture.store.claimRefresh(user.connection, owner: [2], until: until, now: now) == nil)
        try await fixture.store.releaseDeadLeases()
        #expect(try await fixture.store.claimRefresh(user.connection, owner: [2], until: until, now: now) == nil)
        #expect(
            try await fixture.store.claimRefresh(user.connection, owner: [2], until: until + .minutes(1), now: until)
                != nil)
    }

    @Test func `tokens that somebody has renewed since they were looked at are not claimed`() async throws {
        let fixture = try Fixture()
        let user = try await fixture.user()
        for (version, isClaimed) in [(2 as Int64, false), (1, true)] {
            let claim = try await fixture.store.claimRefresh(
                user.connection, ofVersion: version, owner: [1], until: now + .minutes(1), now: now)
            #expect((claim != nil) == isClaimed)
        }
    }
}
