extension Timestamp {
    /// `2026-11-20T23:00:00Z` (RFC 3339 §5.6).
    public var rfc3339: String {
        let second = seconds - day.number * 86_400
        let clock = [second / 3600, second / 60 % 60, second % 60].map { $0 < 10 ? "0\($0)" : String($0) }
        return "\(ReleaseDate.day(day).text)T\(clock.joined(separator: ":"))Z"
    }
}
