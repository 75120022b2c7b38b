import Domain

/// Days and moments in English. A person's own zone is not known here, so every time of day says UTC.
enum DateWords {
    private static let weekdays = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"]
    private static let months = [
        "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
        "December",
    ]

    /// `21 November 2026`
    static func day(_ day: Day) -> String {
        let (year, month, dayOfMonth) = day.parts
        return "\(dayOfMonth) \(months[month - 1]) \(year)"
    }

    /// `Today`, `Yesterday`, `Friday 20 November`, and with its year if that is another one.
    static func heading(_ day: Day, today: Day) -> String {
        if day == today { return "Today" }
        if day == today - 1 { return "Yesterday" }
        let (year, month, dayOfMonth) = day.parts
        let text = "\(weekdays[day.weekday]) \(dayOfMonth) \(months[month - 1])"
        return year == today.parts.year ? text : "\(text) \(year)"
    }

    /// `today 23:00 UTC`, `Thursday 23:00 UTC` within a week, else `20 November 2026, 23:00 UTC`.
    static func moment(_ time: Timestamp, now: Timestamp) -> String {
        let day = time.day
        switch now.day.number - day.number {
        case 0: return "today \(clock(time)) UTC"
        case 1: return "yesterday \(clock(time)) UTC"
        case 2...6: return "\(weekdays[day.weekday]) \(clock(time)) UTC"
        case -1: return "tomorrow \(clock(time)) UTC"
        default: return "\(self.day(day)), \(clock(time)) UTC"
        }
    }

    /// `21 November 2026`, `November 2026`, `2026`, `no date given`: as precise as the source, and no more.
    static func release(_ date: ReleaseDate) -> String {
        switch date {
        case .day(let day): self.day(day)
        case .month(let year, let month): "\(months[month - 1]) \(year)"
        case .year(let year): String(year)
        case .unknown: "no date given"
        }
    }

    /// The month, or as much of it as is known, under which older releases stand together.
    static func group(_ date: ReleaseDate) -> String {
        switch date {
        case .day(let day): release(.month(year: day.parts.year, month: day.parts.month))
        case .month, .year: release(date)
        case .unknown: "No date given"
        }
    }

    /// `2026-11-20T23:00:00Z` (RFC 3339).
    static func rfc3339(_ time: Timestamp) -> String { time.rfc3339 }

    private static func clock(_ time: Timestamp) -> String {
        let second = time.seconds - time.day.number * 86_400
        return "\(two(second / 3600)):\(two(second / 60 % 60))"
    }

    private static func two(_ number: Int64) -> String { number < 10 ? "0\(number)" : String(number) }
}

/// A moment for a page: words, and the form that `<time datetime>` takes.
struct Moment: Sendable {
    let words: String
    let machine: String

    init(_ time: Timestamp, words: String) {
        self.words = words
        machine = DateWords.rfc3339(time)
    }

    /// In words relative to now.
    init(_ time: Timestamp, relativeTo now: Timestamp) {
        self.init(time, words: RelativeWords.from(now, to: time))
    }

    /// When something has its turn, relative to now: what is overdue waits now, and not in the past.
    init(dueAt time: Timestamp, now: Timestamp) {
        self.init(max(time, now), words: time > now ? RelativeWords.from(now, to: time) : "due now")
    }

    /// In words of the calendar.
    init(_ time: Timestamp, seenAt now: Timestamp) {
        self.init(time, words: DateWords.moment(time, now: now))
    }
}
