/// Dates in messages (RFC 9110 §5.6.7). Seconds count from 1970-01-01T00:00:00Z.
public enum HTTPDate {
    private static let days = ["Thu", "Fri", "Sat", "Sun", "Mon", "Tue", "Wed"]
    private static let longDays = [
        "Thursday", "Friday", "Saturday", "Sunday", "Monday", "Tuesday", "Wednesday",
    ]
    private static let months = [
        "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
    ]

    /// IMF-fixdate, the only form that is sent.
    public static func format(_ seconds: Int64) -> String {
        let (day, second) = seconds.quotientAndRemainder(dividingByFloor: 86_400)
        let (year, month, dayOfMonth) = civil(fromDays: day)
        let weekday = days[Int(((day % 7) + 7) % 7)]
        func two(_ number: Int64) -> String { number < 10 ? "0\(number)" : "\(number)" }
        let yearText = String(repeating: "0", count: max(0, 4 - String(year).count)) + String(year)
        return "\(weekday), \(two(dayOfMonth)) \(months[Int(month) - 1]) \(yearText) "
            + "\(two(second / 3600)):\(two(second / 60 % 60)):\(two(second % 60)) GMT"
    }

    /// Any of the three forms a recipient must accept: IMF-fixdate, RFC 850, asctime. Nil for anything else. Which day
    /// of the week it is said to be is not compared with the date.
    public static func parse(_ text: String) -> Int64? {
        let parts = text.split(separator: " ", omittingEmptySubsequences: true)
        let length = text.utf8.count
        switch parts.count {
        case 6 where parts[5] == "GMT" && length == 29 && isDay(parts[0], of: days):
            guard parts[1].utf8.count == 2 else { return nil }
            return seconds(day: parts[1], month: parts[2], year: parts[3], time: parts[4])
        case 4 where parts[3] == "GMT" && isDay(parts[0], of: longDays):
            let date = parts[1].split(separator: "-", omittingEmptySubsequences: false)
            guard date.count == 3, date[0].utf8.count == 2, date[2].utf8.count == 2, let short = number(date[2]) else {
                return nil
            }
            // RFC 9110 §5.6.7: a two-digit year that seems 50 years ahead is the last one with those digits.
            return seconds(
                day: date[0], month: date[1], year: Substring(String(short < 70 ? 2000 + short : 1900 + short)),
                time: parts[2])
        case 5 where length == 24 && days.contains(String(parts[0])):
            return seconds(day: parts[2], month: parts[1], year: parts[4], time: parts[3])
        default: return nil
        }
    }

    /// Whether the text is one of the names, with the comma behind it that two of the forms have.
    private static func isDay(_ text: Substring, of names: [String]) -> Bool {
        text.last == "," && names.contains(String(text.dropLast()))
    }

    private static func seconds(day: Substring, month: Substring, year: Substring, time: Substring) -> Int64? {
        let clock = time.split(separator: ":")
        guard let month = months.firstIndex(of: String(month)), clock.count == 3, time.utf8.count == 8,
            let day = number(day), let year = number(year), let hour = number(clock[0]), let minute = number(clock[1]),
            let second = number(clock[2]), (1...31).contains(day), hour < 24, minute < 60, second <= 60, year < 10_000
        else { return nil }
        let days = daysFromCivil(year: year, month: Int64(month) + 1, day: day)
        // The 31st of a month of 30 days is no date, and not the first of the next one.
        guard civil(fromDays: days).day == day else { return nil }
        return days * 86_400 + hour * 3600 + minute * 60 + second
    }

    private static func number(_ text: Substring) -> Int64? {
        HeadSemantics.decimal(text.utf8).flatMap { Int64(exactly: $0) }
    }

    /// Days since 1970-01-01 of a date in the Gregorian calendar, by counting 400-year eras that begin on 1 March.
    public static func daysFromCivil(year: Int64, month: Int64, day: Int64) -> Int64 {
        let marchYear = month <= 2 ? year - 1 : year
        let (era, yearOfEra) = marchYear.quotientAndRemainder(dividingByFloor: 400)
        let dayOfYear = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1
        return era * 146_097 + yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear - 719_468
    }

    /// The date of a day counted from 1970-01-01.
    public static func civil(fromDays days: Int64) -> (year: Int64, month: Int64, day: Int64) {
        let (era, dayOfEra) = (days + 719_468).quotientAndRemainder(dividingByFloor: 146_097)
        let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let shifted = (5 * dayOfYear + 2) / 153
        let month = shifted < 10 ? shifted + 3 : shifted - 9
        return (yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month, dayOfYear - (153 * shifted + 2) / 5 + 1)
    }
}

extension Int64 {
    /// Quotient rounded down, and the remainder, which is never negative.
    fileprivate func quotientAndRemainder(dividingByFloor divisor: Int64) -> (quotient: Int64, remainder: Int64) {
        let (quotient, remainder) = quotientAndRemainder(dividingBy: divisor)
        return remainder < 0 ? (quotient - 1, remainder + divisor) : (quotient, remainder)
    }
}
