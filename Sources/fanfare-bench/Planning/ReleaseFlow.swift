import Domain

/// What is to be expected of a group that brings one release a day, by the laws of the simulated world.
struct ReleaseFlow {
    /// Releases expected on each weekday, Monday first.
    let week: [Double]
    /// The share of releases that appear at any time of their day; the others do at its midnight.
    private let anyTime: Double

    /// What some stretch of time brings.
    struct Expected {
        var releases = 0.0
        /// The sum of their waiting, in days.
        var waiting = 0.0
    }

    /// Both in percent.
    init(fridays: Double, anyTime: Double) {
        week = (0..<7).map { 7 * ($0 == 4 ? fridays : (100 - fridays) / 6) / 100 }
        self.anyTime = anyTime / 100
    }

    /// The releases that appear after one time and no later than another, and wait until a third; in days since 1970.
    func expected(after: Double, through: Double, until: Double) -> Expected {
        var expected = Expected()
        guard after < through else { return expected }
        for day in Int(after.rounded(.down))...Int(through.rounded(.down)) {
            let mass = week[Day(Int64(day)).weekday]
            let midnight = Double(day)
            if midnight > after && midnight <= through {
                expected.releases += mass * (1 - anyTime)
                expected.waiting += mass * (1 - anyTime) * (until - midnight)
            }
            let (from, to) = (max(after, midnight), min(through, midnight + 1))
            if from < to {
                expected.releases += mass * anyTime * (to - from)
                expected.waiting += mass * anyTime * (to - from) * (until - (from + to) / 2)
            }
        }
        return expected
    }
}
