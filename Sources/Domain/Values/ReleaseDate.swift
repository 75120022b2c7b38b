/// When a release came out, as precisely as the source says and no more (FACTS §4.4: dates may be `0000`, a year, a
/// month, a day or missing).
public enum ReleaseDate: Sendable, Hashable {
    /// A day.
    case day(Day)
    /// A month of a year.
    case month(year: Int, month: Int)
    /// A year.
    case year(Int)
    /// Missing, `0000`, or unreadable.
    case unknown

    /// Reads `2026-11-21`, `2026-11` or `2026`. The text decides; `precision` (`day`, `month`, `year`) only lowers it,
    /// since a year is sometimes sent as the first of January.
    public init(_ text: String?, precision: String? = nil) {
        let parts = (text ?? "").split(separator: "-", omittingEmptySubsequences: false)
        let numbers = parts.compactMap { part in
            part.utf8.allSatisfy { (0x30...0x39).contains($0) } ? Int(part) : nil
        }
        guard numbers.count == parts.count, let year = numbers.first, (1...9999).contains(year) else {
            self = .unknown
            return
        }
        if numbers.count >= 3, precision != "year", precision != "month",
            let day = Day(year: year, month: numbers[1], day: numbers[2])
        {
            self = .day(day)
        } else if numbers.count >= 2, precision != "year", (1...12).contains(numbers[1]) {
            self = .month(year: year, month: numbers[1])
        } else {
            self = .year(year)
        }
    }

    /// The first and last day it may mean; nil for an unknown date.
    public var range: ClosedRange<Day>? {
        switch self {
        case .day(let day): return day...day
        case .month(let year, let month):
            guard let first = Day(year: year, month: month, day: 1),
                let last = Day(year: year, month: month, day: Day.length(ofMonth: month, year: year))
            else { return nil }
            return first...last
        case .year(let year):
            guard let first = Day(year: year, month: 1, day: 1), let last = Day(year: year, month: 12, day: 31)
            else { return nil }
            return first...last
        case .unknown: return nil
        }
    }

    /// The date in the form it is stored in: `2026-11-21`, `2026-11`, `2026`, or empty.
    public var text: String {
        func padded(_ number: Int, _ width: Int) -> String {
            String(repeating: "0", count: max(0, width - String(number).count)) + String(number)
        }
        switch self {
        case .day(let day):
            let (year, month, day) = day.parts
            return "\(padded(year, 4))-\(padded(month, 2))-\(padded(day, 2))"
        case .month(let year, let month): return "\(padded(year, 4))-\(padded(month, 2))"
        case .year(let year): return padded(year, 4)
        case .unknown: return ""
        }
    }
}
