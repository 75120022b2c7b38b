import ArgumentParser
import Domain

/// `fanfare-bench planner`: a simulated year of checks under a daily budget, by the planner and by its peers.
struct PlannerCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "planner",
        abstract: "Compares the delay from appearance to detection, per follower told, with other ways of checking.",
        discussion: """
            The year begins one year after every group has had its baseline. Rhythms are drawn at random and never told, except to \
            the planner in the row "told the rhythms". Delays are in days. "Expected" is the mean delay without the luck of when \
            releases came: what the same checks have to expect at the true rates. "Least possible" is a bound on it: no plan \
            that knows every rhythm, but not the future, and makes its calls as each day begins can expect less. Releases appear at \
            midnight, as they are dated; --any-time 10 lets some of them come in the middle of their day, which no check at \
            midnight sees, so that everything is late by a little more.
            """)

    @Option(help: "Calls a day; repeat for several.") var budget: [Int] = [80, 200, 600]
    @Option(help: "Seeds; repeat for several.") var seed: [Int] = [1, 2, 3]
    @Option(help: "Followed artists, of two groups each.") var artists = 1200
    @Option(help: "Releases a year of the middle group.") var perYear = 1.0
    @Option(help: "Spread of the log-normal rhythms.") var spread = 1.6
    @Option(help: "Percent of releases on Fridays.") var fridays = 70.0
    @Option(help: "Percent of releases that appear at any time of their day instead of at its midnight.")
    var anyTime = 0.0

    func run() {
        for budget in budget {
            print("\(budget) calls a day, \(2 * artists) groups")
            print(line("", ["mean", "of round-robin", "expected", "of round-robin", "95 %", "told %", "longest gap"]))
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
        let known = PlannerRhythms(prior: prior, told: world.groups.map(\.rate))

        func simulated(_ policy: some PlannerPolicy) -> PlannerRun {
            var policy = policy
            return PlannerRun(world, policy: &policy, calls: budget, week: planner.week)
        }
        let base = simulated(RoundRobin())
        let runs: [(String, PlannerRun)] = [
            ("round-robin", base),
            ("hourly sweep", simulated(HourlySweep())),
            ("expected waiting", simulated(ExpectedWaiting(week: planner.week, prior: prior))),
            ("all ranked each day", simulated(RankingPlanner(planner: planner, rhythms: learned))),
            (
                "planner, as it runs",
                simulated(DueTimePlanner(planner: planner, rhythms: learned, calls: budget, groups: world.groups.count))
            ),
            ("told the rhythms", simulated(RankingPlanner(planner: planner, rhythms: known))),
        ]
        for (name, run) in runs {
            print(
                line(
                    "  seed \(seed)  \(name)",
                    [
                        decimal(run.mean), decimal(run.mean / base.mean), decimal(run.expectedMean),
                        decimal(run.expectedMean / base.expectedMean), decimal(run.percentile95),
                        decimal(run.told), decimal(run.longestGap),
                    ]))
        }
        let bound = PlannerBound(world, calls: budget, week: planner.week).mean
        print(line("  seed \(seed)  least possible", ["", "", decimal(bound), decimal(bound / base.expectedMean)]))
        let told = runs[5].1
        for (name, run) in runs[3...4] {
            print(
                """
                  seed \(seed)  \(name): \(decimal(run.mean / told.mean)) of told, \
                expected \(decimal(run.expectedMean / told.expectedMean)) of told and \
                \(decimal(run.expectedMean / bound)) of the least possible
                """)
        }
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
