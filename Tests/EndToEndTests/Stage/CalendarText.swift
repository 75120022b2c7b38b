import Domain

/// Dates as the wire writes them.
enum CalendarText {
    /// `YYYY-MM-DD` of a second since 1970, in UTC.
    static func day(ofSecond second: Int64) -> String { ReleaseDate.day(Timestamp(seconds: second).day).text }
}
