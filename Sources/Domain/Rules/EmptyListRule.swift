/// When an empty list of releases is believed: a source that is in trouble may answer with none where there are many,
/// and say nothing else about it (FACTS §4.3 has it of follow lists). Pure.
public enum EmptyListRule {
    /// How long a list that was empty at first must have stayed so, before whatever comes then is new.
    public static let trust = Duration.days(3)
    /// How many days before the first empty answer something may be dated that is new all the same: sources are late.
    public static let slackDays = 7

    /// Whether an empty answer now bears out the first one.
    public static func isConfirmed(first: Timestamp, now: Timestamp) -> Bool { now >= first + trust }

    /// Whether a list that shows this now cannot have been empty when it was first said to be: it is longer than a
    /// page, which nobody fills in a few days, or it shows a catalogue that is older than that.
    ///
    /// A single old release may have been added since, or two beside new ones: where a second answer was as empty, or
    /// another list of the artist was not (`isBorneOut`), that is likelier than a wrong answer.
    public static func wasFalse(_ page: ReleasePage, emptyAt: Timestamp, isBorneOut: Bool) -> Bool {
        if page.total.map({ $0 > page.length }) ?? !page.isLast { return true }
        let oldest = emptyAt.day - slackDays
        let ranges = page.releases.compactMap(\.date.range)
        let hasNew = ranges.contains { $0.lowerBound >= emptyAt.day }
        return switch ranges.count(where: { $0.upperBound < oldest }) {
        case 0: false
        case 1: !isBorneOut && !hasNew
        case 2: !hasNew
        default: true
        }
    }
}
