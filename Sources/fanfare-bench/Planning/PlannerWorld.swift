import Domain
import Glibc

/// What the planner is tried on: groups with rhythms nobody is told, and every release they bring out.
struct PlannerWorld {
    struct Group {
        var followers: Int
        /// Releases a day; only the planner that is told looks here.
        var rate: Double
        /// When releases appear, in days since 1970, in order.
        var appearances: [Double]
    }

    /// How releases are spread over artists and time.
    struct Shape {
        var artists = 1200
        /// Releases a year of the middle group.
        var perYear = 1.0
        var spread = 1.6
        /// Percent of releases on a Friday.
        var fridays = 70.0
        /// Percent of releases that appear at any time of their day instead of at midnight.
        var anyTime = 0.0
        var seed = 1
    }

    /// A Thursday: 1 January 2026.
    static let start = 20_454
    static let year = 365
    /// Days of checking before the year that is measured, so that what is compared has settled.
    static let warmUp = 364
    /// The past from which page 1 comes, and how long the search for the last releases of the year may take.
    static let (past, after) = (10 * 365, 200)

    let groups: [Group]
    let flow: ReleaseFlow

    /// The other group of the same artist.
    static func sibling(of group: Int) -> Int { group ^ 1 }

    init(_ shape: Shape) {
        flow = ReleaseFlow(fridays: shape.fridays, anyTime: shape.anyTime)
        let week = flow.week
        var numbers = SeededNumbers(shape.seed)
        let followers = Self.followers(artists: shape.artists, &numbers)
        groups = (0..<2 * shape.artists).map { index in
            let rate = shape.perYear / 365.25 * exp(shape.spread * numbers.normal())
            let appearances = Self.appearances(rate: rate, anyTime: shape.anyTime, week, &numbers)
            return Group(followers: followers[index / 2], rate: rate, appearances: appearances)
        }
    }

    /// One artist in five is shared: 5 users with 300 follows each follow 1,200 artists.
    private static func followers(artists: Int, _ numbers: inout SeededNumbers) -> [Int] {
        var followers = [Int](repeating: 1, count: artists)
        let shared = artists / 5
        for artist in 0..<shared { followers[artist] = 2 }
        for _ in 0..<artists / 20 {
            let artist = numbers.below(shared)
            followers[artist] = min(followers[artist] + 1, 5)
        }
        // The order of follows has nothing to do with who else follows.
        for artist in stride(from: artists - 1, to: 0, by: -1) {
            followers.swapAt(artist, numbers.below(artist + 1))
        }
        return followers
    }

    /// A Poisson process in days that are longer on Fridays.
    private static func appearances(
        rate: Double, anyTime: Double, _ week: [Double], _ numbers: inout SeededNumbers
    ) -> [Double] {
        var appearances: [Double] = []
        var next = numbers.exponential()
        for day in (start - past)..<(start + warmUp + year) {
            let mass = rate * week[Day(Int64(day)).weekday]
            while next < mass {
                let isAnyTime = numbers.unit() * 100 < anyTime
                appearances.append(Double(day) + (isAnyTime ? numbers.unit() : 0))
                next += numbers.exponential()
            }
            next -= mass
        }
        return appearances.sorted()
    }
}
