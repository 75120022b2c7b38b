import Domain

/// The calls of a rolling day in words: used, left, until when, and what that makes of checking.
enum BudgetWords {
    /// `61 artist checks in the last 24 hours, of 80 that this installation allows itself. 19 are left.`
    static func use(_ budget: BudgetView, provider: String, now: Timestamp) -> String {
        let checks = "\(CountWords.of(budget.used, "artist check")) in the last 24 hours"
        guard let allowed = budget.allowed, let left = budget.left else { return "\(checks), without a limit." }
        let number = CountWords.number(allowed)
        var words =
            budget.isLearned
            ? "\(checks), of \(number) that \(provider) was last seen to grant."
            : "\(checks), of \(number) that this installation allows itself."
        if left > 0 {
            words += " \(CountWords.number(left)) \(left == 1 ? "is" : "are") left"
            words +=
                budget.reserved > 0
                ? ", the last \(CountWords.number(budget.reserved)) for artists just followed." : "."
        } else if let freeAt = budget.freeAt, freeAt > now {
            words += " The next is free \(RelativeWords.from(now, to: freeAt))."
        }
        return words
    }

    /// Until when nothing is asked; nil if nothing stands in the way.
    static func pause(_ budget: BudgetView, provider: String, now: Timestamp) -> String? {
        budget.pausedUntil.flatMap { until in
            until > now ? "\(provider) has asked for a pause until \(DateWords.moment(until, now: now))." : nil
        }
    }

    /// `With these follows an artist is checked every 2.5 days on average, at worst every 6 days.`
    static func forecast(_ forecast: CheckForecast) -> String? {
        guard forecast.planned > 0 else { return nil }
        let often = "With these follows an artist is checked every \(span(forecast.mean)) on average"
        guard forecast.longest > forecast.mean * 1.1 else { return "\(often)." }
        return "\(often), at worst every \(span(forecast.longest))."
    }

    /// `40 seconds`, `15 minutes`, `5 hours`, `2.5 days`.
    private static func span(_ duration: Duration) -> String {
        let seconds = Double(duration.wholeMilliseconds) / 1000
        if seconds < 90 { return CountWords.of(Int(seconds.rounded(.up)), "second") }
        if seconds < 5400 { return CountWords.of(Int((seconds / 60).rounded()), "minute") }
        if seconds < 129_600 { return CountWords.of(Int((seconds / 3600).rounded()), "hour") }
        let tenths = Int((seconds / 8640).rounded())
        if tenths % 10 == 0 || tenths >= 100 { return CountWords.of((tenths + 5) / 10, "day") }
        return "\(tenths / 10).\(tenths % 10) days"
    }
}
