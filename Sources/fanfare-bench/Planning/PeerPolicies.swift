import Domain

/// One group after the other, evenly through the day.
struct RoundRobin: PlannerPolicy {
    let isSpread = true
    private var next = 0

    mutating func choose(day: Int, calls: Int, knowledge: PlannerKnowledge) -> [Int] {
        defer { next += calls }
        return (0..<calls).map { (next + $0) % knowledge.days.count }
    }

    mutating func checked(_ group: Int, day: Int, knowledge: PlannerKnowledge) {}
}

/// What other tools do: every hour from the top of the list, until the quota is used up and locks them out for a day.
struct HourlySweep: PlannerPolicy {
    let isSpread = false

    mutating func choose(day: Int, calls: Int, knowledge: PlannerKnowledge) -> [Int] {
        (0..<min(calls, knowledge.days.count)).map { $0 }
    }

    mutating func checked(_ group: Int, day: Int, knowledge: PlannerKnowledge) {}
}

/// The plain index: followers × the waiting expected to have piled up since the last check, rhythms learned as ours
/// are.
struct ExpectedWaiting: PlannerPolicy {
    let isSpread = false
    let week: ReleaseWeek
    let prior: RhythmPrior
    private var rates: [Int: Double] = [:]

    init(week: ReleaseWeek, prior: RhythmPrior) {
        self.week = week
        self.prior = prior
    }

    mutating func choose(day: Int, calls: Int, knowledge: PlannerKnowledge) -> [Int] {
        let ranked = knowledge.days.indices.map { group in
            var (pending, waited) = (0.0, 0.0)
            let last = knowledge.checkedAt[group].day.number
            if last < day {
                for past in (Int(last) + 1)...day {
                    waited += pending
                    pending += 7 * week.shares[Day(Int64(past)).weekday]
                }
            }
            return (group, waited * (rates[group] ?? 0) * Double(knowledge.followers[group]))
        }.sorted { $0.1 > $1.1 }
        return ranked.prefix(calls).map(\.0)
    }

    mutating func checked(_ group: Int, day: Int, knowledge: PlannerKnowledge) {
        rates[group] = ReleaseRhythm(knowledge.evidence(of: group, day: day), prior: prior).perDay
    }
}
