import Domain
import Testing

struct MassFailureTests {
    private static let now = Timestamp(seconds: 1_795_219_200)

    static let counts: [(ended: Int, connections: Int, held: Int, isOneOfMany: Bool)] = [
        (1, 1, 0, false), (4, 4, 0, false), (5, 5, 0, true), (5, 25, 0, true), (5, 26, 0, false), (6, 26, 0, true),
        (2000, 10_000, 0, true), (1999, 10_000, 0, false),
        // While many are held, one more belongs to them, whatever the share.
        (1, 100, 5, true), (1, 100, 4, false), (1, 10_000, 2000, true),
    ]

    @Test(arguments: counts.indices)
    func `five and a fifth are many`(_ index: Int) {
        let (ended, connections, held, isOneOfMany) = Self.counts[index]
        let count = MassFailure.Count(ended: ended, connections: connections, held: held)
        #expect(MassFailure.isOneOfMany(count) == isOneOfMany)
    }

    static let ends: [(end: GrantEnd, age: Duration, isExplained: Bool)] = [
        (.unknown, .days(0), false), (.revoked, .days(100), false), (.rotationLost, .days(177), false),
        // Two days before its six months nobody need wonder.
        (.unknown, .days(178), true), (.revoked, .days(180), true), (.rotationLost, .days(400), true),
        (.expired, .days(0), true), (.noRefreshToken, .days(0), true),
    ]

    @Test(arguments: ends.indices)
    func `what ends in its time is explained`(_ index: Int) {
        let (end, age, isExplained) = Self.ends[index]
        #expect(
            MassFailure.isExplained(end, authorizedAt: Self.now - age, now: Self.now) == isExplained)
    }
}
