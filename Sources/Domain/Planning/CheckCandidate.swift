/// One artist's group as the planner sees it.
public struct CheckCandidate: Sendable, Hashable {
    /// Whose releases.
    public var artist: ArtistID
    /// Which list of them.
    public var group: ReleaseGroup
    /// How many wait for it; an account that follows with more or less weight counts as more or less than one.
    public var followers: Double
    /// Its rhythm, worked out at the last check.
    public var rhythm: ReleaseRhythm
    /// When it was followed first; orders the baselines.
    public var followedAt: Timestamp
    /// The last complete check; nil before the baseline.
    public var checkedAt: Timestamp?
    /// Calls of a deep sweep that is due, since `total` moved without a new release on page 1; 0 if none is.
    public var sweepCalls: Int

    /// A candidate.
    public init(
        artist: ArtistID, group: ReleaseGroup, followers: Double, rhythm: ReleaseRhythm, followedAt: Timestamp,
        checkedAt: Timestamp?, sweepCalls: Int = 0
    ) {
        self.artist = artist
        self.group = group
        self.followers = followers
        self.rhythm = rhythm
        self.followedAt = followedAt
        self.checkedAt = checkedAt
        self.sweepCalls = sweepCalls
    }
}
