/// A check that the planner wants made.
public struct PlannedCheck: Sendable, Hashable {
    /// Why it is made, in the order in which calls are given out.
    public enum Kind: Int, Sendable, Hashable, Comparable {
        /// The first look at what somebody follows.
        case baseline
        /// Nobody has looked for as long as anybody may be left.
        case overdue
        /// Something changed beyond page 1: every page is read.
        case deepSweep
        /// Something has probably come out.
        case expected
        /// Calls are left over; the longest unchecked gets them.
        case spare

        /// Order of urgency.
        public static func < (one: Kind, other: Kind) -> Bool { one.rawValue < other.rawValue }
    }

    /// Whose releases.
    public var artist: ArtistID
    /// Which list of them.
    public var group: ReleaseGroup
    /// Why.
    public var kind: Kind
    /// Calls it takes: 1, but for a deep sweep.
    public var calls: Int
}
