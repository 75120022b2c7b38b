/// What is known of a group's releases: the dates that page 1 has shown, at the baseline and since.
public struct RhythmEvidence: Sendable, Hashable {
    /// How many days are kept: more tell little, and an artist changes.
    public static let daysMax = 24
    /// How long a group without any dated release is taken to have been silent.
    static let silenceOfNone = 1000

    /// Days on which something came out, newest first, without repeats and none after the last check.
    public let days: [Day]
    /// The day of the last complete check: silence is known up to here.
    public let until: Day

    /// Evidence from any dates in any order. Several of one day count once: they are mostly copies.
    public init(days: [Day], until: Day) {
        self.days = Array(Set(days.filter { $0 <= until }).sorted(by: >).prefix(Self.daysMax))
        self.until = until
    }

    /// Releases that came after the oldest known one, which only opens the window.
    var count: Int { max(0, days.count - 1) }

    /// From the oldest known release to the newest, in days.
    var span: Int { days.isEmpty ? 0 : Int(days[0].number - days[days.count - 1].number) }

    /// From the newest known release to the last check, in days.
    var silence: Int { days.isEmpty ? Self.silenceOfNone : Int(until.number - days[0].number) }
}
