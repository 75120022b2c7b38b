/// What is known of a group's releases: the dates that page 1 has shown, at the baseline and since.
public struct RhythmEvidence: Sendable, Hashable {
    /// How many days are kept, a year of somebody who brings something out every week: an artist changes.
    public static let daysMax = 48
    /// How long a group without any dated release is taken to have been silent.
    static let silenceOfNone = 1000

    /// Days on which something came out, newest first, without repeats and none after the last check.
    public let days: [Day]
    /// The day of the last complete check: silence is known up to here.
    public let until: Day
    /// A day before the oldest of the days, since when there was nothing else; nil where only the oldest is known to
    /// open the time that counts.
    public let opened: Day?

    /// Evidence from any dates in any order. Several of one day count once: they are mostly copies.
    ///
    /// `opened` is for a list known to its end: when the artist brought out the first release of all, in whatever
    /// group. Silence in this group since then tells as much as silence does after a release.
    public init(days: [Day], until: Day, opened: Day? = nil) {
        let known = Set(days.filter { $0 <= until }).sorted(by: >)
        self.days = Array(known.prefix(Self.daysMax))
        self.until = until
        // What is older than the days that are kept is left out of the time, too.
        let isWhole = known.count <= Self.daysMax
        self.opened = opened.flatMap { isWhole && $0 < (known.last ?? until) ? $0 : nil }
    }

    /// Releases within the time that counts; the one that opens it does not.
    var count: Int { max(0, opened == nil ? days.count - 1 : days.count) }

    /// From the beginning of the time that counts to the newest release, in days.
    var span: Int {
        guard let newest = days.first, let oldest = opened ?? days.last else { return 0 }
        return Int(newest.number - oldest.number)
    }

    /// From the newest known release, or where there is none from the beginning, to the last check, in days.
    var silence: Int { (days.first ?? opened).map { Int(until.number - $0.number) } ?? Self.silenceOfNone }
}
