import ArgumentParser
import Domain

/// `fanfare-bench planner`: a simulated year of checks under a daily budget, by the planner and by its peers.
struct PlannerCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "planner",
        abstract: "Compares the delay from appearance to detection, per follower told, with other ways of checking.",
        discussion: """
            The year begins one year after every group has had its baseline. Rhythms are drawn at random and never told, except to \
            the planner in the row "told the rhythms". Delays are in days.
            """)

    @Option(help: "Calls a day; repeat for several.") var budget: [Int] = [80, 200, 600]
    @Option(help: "Seeds; repeat for several.") var seed: [Int] = [1, 2, 3]
    @Option(help: "Followed artists, of two groups each.") var artists = 1200
    @Option(help: "Releases a year of the middle group.") var perYear = 1.0
    @Option(help: "Spread of the log-normal rhythms.") var spread = 1.6
    @Option(help: "Percent of releases on Fridays.") var fridays = 70.0
    @Option(help: "Percent of releases that appear at any time of their day.") var anyTime = 10.0

    func run() {
        for budget in budget {
            print("\(budget) calls a day, \(2 * artists) groups")
            print(line("", ["mean", "of round-robin", "95 %", "told %", "longest gap"]))
            for seed in seed {
                let world = PlannerWorld(
                    PlannerWorld.Shape(
                        artists: artists, perYear: perYear, spread: spread, fridays: fridays, anyTime: anyTime,
                        seed: seed))
                compare(world, budget: budget, seed: seed)
            }
        }
    }

    private func compare(_ world: PlannerWorld, budget: Int, seed: Int) {
        let planner = Planner(sweepDays: Double(world.groups.count) / Double(budget))
        let prior = RhythmPrior()
        let learned = PlannerRhythms(prior: prior, told: nil)
        let told = PlannerRhythms(prior: prior, told: world.groups.map(\.rate))

        func simulated(_ policy: some PlannerPolicy) -> PlannerRun {
            var policy = policy
            return PlannerRun(world, policy: &policy, calls: budget, week: planner.week)
        }
        let base = simulated(RoundRobin())
        let runs: [(String, PlannerRun)] = [
            ("round-robin", base),
            ("hourly sweep", simulated(HourlySweep())),
            ("expected waiting", simulated(ExpectedWaiting(week: planner.week, prior: prior))),
            ("planner", simulated(RankingPlanner(planner: planner, rhythms: learned))),
            (
                "planner, due times",
                simulated(DueTimePlanner(planner: planner, rhythms: learned, calls: budget, groups: world.groups.count))
            ),
            ("told the rhythms", simulated(RankingPlanner(planner: planner, rhythms: told))),
        ]
        for (name, run) in runs {
            print(
                line(
                    "  seed \(seed)  \(name)",
                    [
                        decimal(run.mean), decimal(run.mean / base.mean), decimal(run.percentile95),
                        decimal(run.told), decimal(run.longestGap),
                    ]))
        }
        let (ours, best) = (runs[3].1.mean, runs[5].1.mean)
        print("  seed \(seed)  planner against told: \(decimal(ours / best))")
    }

    private func line(_ name: String, _ cells: [String]) -> String {
        func padded(_ text: String, _ width: Int) -> String {
            String(repeating: " ", count: max(width - text.count, 0)) + text
        }
        return name + String(repeating: " ", count: max(30 - name.count, 1))
            + cells.map { padded($0, 15) }.joined()
    }

    private func decimal(_ number: Double) -> String {
        let hundredths = Int((number * 1000).rounded())
        let rest = String(hundredths % 1000)
        return "\(hundredths / 1000).\(String(repeating: "0", count: 3 - rest.count))\(rest)"
    }
}
