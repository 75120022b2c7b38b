import Domain

/// A way of choosing the checks of one day.
protocol PlannerPolicy {
    /// Whether its calls are spread evenly over the day rather than made at its start.
    var isSpread: Bool { get }
    /// The groups to check on a day, in order.
    mutating func choose(day: Int, calls: Int, knowledge: PlannerKnowledge) -> [Int]
    /// Hears of a check that was made.
    mutating func checked(_ group: Int, day: Int, knowledge: PlannerKnowledge)
}

/// What page 1 has told so far of every group; all that a policy may know.
struct PlannerKnowledge {
    /// Days of releases seen on page 1, by group.
    var days: [[Day]]
    /// The last complete check, by group.
    var checkedAt: [Timestamp]
    var followers: [Int]
    /// Whether page 1, by the `total` on it, has shown all there is.
    var isWhole: [Bool]

    /// What a check on a day leaves known of a group's rhythm.
    func evidence(of group: Int, day: Int) -> RhythmEvidence {
        let opened = isWhole[group] ? (days[group] + days[PlannerWorld.sibling(of: group)]).min() : nil
        return RhythmEvidence(days: days[group], until: Day(Int64(day)), opened: opened)
    }
}
