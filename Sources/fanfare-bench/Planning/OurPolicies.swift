import Domain

/// Rhythms as the planner sees them: learned, or told.
struct PlannerRhythms {
    let prior: RhythmPrior
    /// The true rates, for the planner that is told.
    let told: [Double]?

    func rhythm(of group: Int, day: Int, knowledge: PlannerKnowledge) -> ReleaseRhythm {
        if let told { return ReleaseRhythm(perDay: told[group]) }
        return ReleaseRhythm(knowledge.evidence(of: group, day: day), prior: prior)
    }

    func candidate(_ group: Int, _ rhythm: ReleaseRhythm, _ knowledge: PlannerKnowledge) -> CheckCandidate {
        CheckCandidate(
            artist: ArtistID(Int64(group)), group: .album, followers: Double(knowledge.followers[group]),
            rhythm: rhythm, followedAt: Timestamp(seconds: 0), checkedAt: knowledge.checkedAt[group])
    }
}

/// Fanfare's planner, which ranks all groups anew each day.
struct RankingPlanner: PlannerPolicy {
    let isSpread = false
    let planner: Planner
    let rhythms: PlannerRhythms
    private var candidates: [Int: CheckCandidate] = [:]

    init(planner: Planner, rhythms: PlannerRhythms) {
        self.planner = planner
        self.rhythms = rhythms
    }

    mutating func choose(day: Int, calls: Int, knowledge: PlannerKnowledge) -> [Int] {
        let bound = planner.stalenessMax(groups: knowledge.days.count, callsPerDay: calls)
        return planner.next(
            now: planner.week.start(of: Day(Int64(day))), candidates: Array(candidates.values), calls: calls,
            stalenessMax: bound
        ).map { Int($0.artist.rawValue) }
    }

    mutating func checked(_ group: Int, day: Int, knowledge: PlannerKnowledge) {
        let rhythm = rhythms.rhythm(of: group, day: day, knowledge: knowledge)
        candidates[group] = rhythms.candidate(group, rhythm, knowledge)
    }
}

/// Fanfare's planner as a store uses it: a due time per group, set at its check and found by index; only the due are
/// ranked, and the price keeps them few.
struct DueTimePlanner: PlannerPolicy {
    let isSpread = false
    let planner: Planner
    let rhythms: PlannerRhythms
    let calls: Int
    let groups: Int
    /// Set once the baselines are in.
    private var controller: PriceController?
    private var candidates: [Int: CheckCandidate] = [:]
    private var dueAt: [Int: Timestamp] = [:]

    init(planner: Planner, rhythms: PlannerRhythms, calls: Int, groups: Int) {
        self.planner = planner
        self.rhythms = rhythms
        self.calls = calls
        self.groups = groups
    }

    mutating func choose(day: Int, calls: Int, knowledge: PlannerKnowledge) -> [Int] {
        let now = planner.week.start(of: Day(Int64(day)))
        let bound = planner.stalenessMax(groups: groups, callsPerDay: calls)
        if controller == nil { setDueTimes(calls: calls, bound: bound) }
        let due = dueAt.filter { $0.value < now + .hours(2) }
        controller?.adapt(due: due.count, budget: calls)
        return planner.next(
            now: now, candidates: due.keys.compactMap { candidates[$0] }, calls: calls, stalenessMax: bound
        ).map { Int($0.artist.rawValue) }
    }

    mutating func checked(_ group: Int, day: Int, knowledge: PlannerKnowledge) {
        let rhythm = rhythms.rhythm(of: group, day: day, knowledge: knowledge)
        let candidate = rhythms.candidate(group, rhythm, knowledge)
        candidates[group] = candidate
        guard let controller else { return }
        let bound = planner.stalenessMax(groups: groups, callsPerDay: calls)
        dueAt[group] = planner.dueTime(of: candidate, price: controller.price, stalenessMax: bound)
    }

    private mutating func setDueTimes(calls: Int, bound: Duration) {
        let first = PriceController(
            weights: candidates.values.map { $0.followers * $0.rhythm.perDay }, groups: groups, callsPerDay: calls)
        dueAt = candidates.mapValues { planner.dueTime(of: $0, price: first.price, stalenessMax: bound) }
        controller = first
    }
}
