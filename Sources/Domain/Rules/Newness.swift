/// Decides whether a release is news to somebody (design §6): by when it was first seen, not by its date.
public enum Newness {
    /// What is known when a check has seen a release that was not stored.
    public struct Sighting: Sendable, Hashable {
        /// When the release was seen first.
        public var seenAt: Timestamp
        /// Whether the check was the first complete one of that artist and group: the silent baseline.
        public var isBaseline: Bool
        /// When the release is dated.
        public var date: ReleaseDate

        /// A sighting.
        public init(seenAt: Timestamp, isBaseline: Bool, date: ReleaseDate) {
            self.seenAt = seenAt
            self.isBaseline = isBaseline
            self.date = date
        }
    }

    /// Whether a follower since `followedAt` is told.
    ///
    /// What the baseline shows is told only if dated on or after the day of the follow: with a small budget the baseline
    /// may come days later, and nothing may fall into that gap. A month or a year may mean a day before, so it is not told.
    public static func isNews(_ sighting: Sighting, toFollowerSince followedAt: Timestamp) -> Bool {
        guard followedAt <= sighting.seenAt else { return false }
        guard sighting.isBaseline else { return true }
        guard case .day(let day) = sighting.date else { return false }
        return day >= followedAt.day
    }
}
