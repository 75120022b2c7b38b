/// Artists who make records together: eight neighbours. Whoever takes part in a record is of its artist's circle, so
/// what an artist appears on is found in eight lives, however large the world is.
struct Circle: Sendable, Hashable {
    /// How many belong together, where there are so many.
    static let size = 8

    let number: Int
    /// The places of its members.
    let members: Range<Int>

    /// The circle of an artist in a world of so many, counted from 1: the collective at 0 belongs to none.
    init(of artist: Int, artistCount: Int) {
        self.init(number: (artist - 1) / Self.size, artistCount: artistCount)
    }

    /// The circle with that number, from 0.
    init(number: Int, artistCount: Int) {
        self.number = number
        let first = 1 + number * Self.size
        members = first..<max(first, min(artistCount, (number + 1) * Self.size) + 1)
    }

    /// Somebody else of the circle; 0 where there is nobody.
    func partner(of artist: Int, _ generator: inout SeededGenerator) -> Int {
        // Drawn in any case, so that the size of the world changes nothing that follows.
        let choice = generator.below(Self.size - 1)
        guard members.count > 1 else { return 0 }
        let other = members.lowerBound + choice % (members.count - 1)
        return other >= artist ? other + 1 : other
    }

    /// The samplers that have the members on them and were in the catalogue by that day. Some circles have many: noise,
    /// as in real lists.
    func samplers(seed: UInt64, through last: Int) -> [ReleasePlan] {
        guard members.count > 3 else { return [] }
        var generator = SeededGenerator(seed, 32, UInt64(number))
        let daysBetween = [40, 150, 220, 300][generator.below(4)]
        var plans: [ReleasePlan] = []
        var day = 17_000 + generator.below(daysBetween)
        while day <= last, plans.count < Self.samplersMax {
            let friday = CalendarDay(daysSince1970: day).fridayBefore.daysSince1970
            let number = number * Self.samplersMax + plans.count
            plans.append(
                ReleasePlan(
                    key: ReleaseKey(artist: 0, number: number), kind: .sampler, base: number, day: friday,
                    appearance: friday))
            day += daysBetween / 2 + generator.below(daysBetween)
        }
        return plans
    }

    /// How many samplers a circle has at most; the number of one tells its circle.
    static let samplersMax = 128
}
