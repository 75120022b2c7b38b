/// A day of the Gregorian calendar.
struct CalendarDay: Hashable, Sendable, CustomStringConvertible {
    let year: Int
    let month: Int
    let dayOfMonth: Int
    let daysSince1970: Int

    /// The day so many days after 1970-01-01, which must not be before it.
    init(daysSince1970: Int) {
        self.daysSince1970 = daysSince1970
        // Count in years that begin in March: then the leap day is the last, and month lengths follow one formula.
        var days = daysSince1970 + 719_468
        let era = days / 146_097
        days -= era * 146_097
        let yearOfEra = (days - days / 1460 + days / 36_524 - days / 146_096) / 365
        let dayOfYear = days - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let shifted = (5 * dayOfYear + 2) / 153
        dayOfMonth = dayOfYear - (153 * shifted + 2) / 5 + 1
        month = shifted < 10 ? shifted + 3 : shifted - 9
        year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
    }

    /// `2026`
    var yearText: String { String(year) }
    /// `2026-11`
    var monthText: String { "\(year)-\(Self.twoDigits(month))" }
    /// `2026-11-21`
    var description: String { "\(monthText)-\(Self.twoDigits(dayOfMonth))" }

    /// The nearest Friday on or before it: most music comes out on Fridays. 1970-01-01 was a Thursday.
    var fridayBefore: CalendarDay { CalendarDay(daysSince1970: daysSince1970 - (daysSince1970 + 6) % 7) }

    /// A day further on, or further back.
    func adding(days: Int) -> CalendarDay { CalendarDay(daysSince1970: daysSince1970 + days) }

    private static func twoDigits(_ number: Int) -> String { number < 10 ? "0\(number)" : String(number) }
}
