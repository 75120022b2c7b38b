import Domain
import Testing

@Suite struct `Release rhythms` {
    static let today = Day(20_454)

    static func evidence(every gap: Int, count: Int, silence: Int) -> RhythmEvidence {
        RhythmEvidence(days: (0..<count).map { today - silence - gap * $0 }, until: today)
    }

    @Test(arguments: [0, 1, 2, 5, 10, 24])
    func `Longer silence lowers the rate`(count: Int) {
        let rates = [0, 7, 30, 90, 365, 1000, 4000].map {
            ReleaseRhythm(Self.evidence(every: 40, count: count, silence: $0)).perDay
        }
        for (shorter, longer) in zip(rates, rates.dropFirst()) {
            // Without any release there is nothing to be silent since.
            #expect(count == 0 ? longer == shorter : longer < shorter)
        }
        #expect(rates.allSatisfy { $0 > 0 })
    }

    @Test func `More releases in the same time mean a higher rate`() {
        let rates = [1, 2, 4, 8, 16].map { count in
            let days = (0...count).map { Self.today - 10 - 800 * $0 / count }
            return ReleaseRhythm(RhythmEvidence(days: days, until: Self.today)).perDay
        }
        for (fewer, more) in zip(rates, rates.dropFirst()) { #expect(more > fewer) }
    }

    /// Days between releases; ten of them are known.
    @Test(arguments: [7, 14, 30, 90, 180])
    func `Ten regular releases tell the rate to a quarter`(gap: Int) {
        let rhythm = ReleaseRhythm(Self.evidence(every: gap, count: 10, silence: gap / 2))
        #expect(abs(rhythm.perDay * Double(gap) - 1) < 0.25)
    }

    @Test func `An artist who ends is given up far sooner than the mean of the past says`() {
        let rhythm = ReleaseRhythm(Self.evidence(every: 30, count: 24, silence: 3 * 365))
        let mean = 23.0 / (23 * 30 + 3 * 365)
        #expect(rhythm.perDay < mean / 3)
    }

    @Test func `Dates after the last check, repeats and the order they come in change nothing`() {
        let days = [Self.today - 30, Self.today - 10, Self.today - 10, Self.today + 5, Self.today - 400]
        let evidence = RhythmEvidence(days: days, until: Self.today)
        #expect(evidence.days == [Self.today - 10, Self.today - 30, Self.today - 400])
        #expect(evidence == RhythmEvidence(days: days.reversed(), until: Self.today))
    }

    /// Days ago of the known releases, and of the artist's first of any group.
    static let wholeLists: [([Int], Int)] = [
        ([], 3000), ([100], 3000), ([100, 500, 900], 3000), ([100, 500, 900], 901),
    ]

    @Test(arguments: wholeLists)
    func `A whole list tells silence from when the artist began`(ago: [Int], beginning: Int) {
        let days = ago.map { Self.today - $0 }
        let whole = RhythmEvidence(days: days, until: Self.today, opened: Self.today - beginning)
        #expect(whole.opened == Self.today - beginning)
        let longer = RhythmEvidence(days: days, until: Self.today, opened: Self.today - beginning - 2000)
        #expect(ReleaseRhythm(longer).perDay < ReleaseRhythm(whole).perDay)
        // The oldest counts, where it does not only open the time: three in 901 days are more than two in 800 after it.
        if let oldest = ago.max(), beginning == oldest + 1 {
            let alone = RhythmEvidence(days: days, until: Self.today)
            #expect(ReleaseRhythm(whole).perDay > ReleaseRhythm(alone).perDay)
        }
    }

    @Test func `A beginning that is no older than the oldest release, or than those that are kept, says nothing`() {
        let days = [Self.today - 10, Self.today - 400]
        let alone = RhythmEvidence(days: days, until: Self.today)
        for ago in [-5, 0, 10, 400] {
            #expect(RhythmEvidence(days: days, until: Self.today, opened: Self.today - ago) == alone)
        }
        let many = (0...RhythmEvidence.daysMax).map { Self.today - 10 * $0 }
        let kept = RhythmEvidence(days: many, until: Self.today, opened: Self.today - 9000)
        #expect(kept == RhythmEvidence(days: many, until: Self.today))
        #expect(RhythmEvidence(days: [], until: Self.today, opened: Self.today + 1).opened == nil)
    }
}
