import Domain

/// Reminders that a consent ends soon, as entries of a feed: each has an id of its own, so that a reader shows it once.
enum FeedReminders {
    /// Two consents' worth.
    static let length = 8

    static func entry(
        _ reminder: ConsentReminder, tag: String, _ environment: WebEnvironment
    ) -> ReleaseFeed.Entry {
        let provider = environment.provider.displayName
        let days = CountWords.of(reminder.stage, "day")
        return ReleaseFeed.Entry(
            id: "\(tag)reminder/\(reminder.id)",
            title: "\(provider) asks for your consent again in \(days)",
            link: environment.address.url("/reconnect"), time: DateWords.rfc3339(reminder.at), artists: ["Fanfare"],
            summary:
                "Your consent ends on \(DateWords.day(reminder.endsAt.day)). Reconnect before then, with one click, "
                + "and nothing changes. From then on your list at \(provider) is no longer read; the artists it has now are "
                + "checked all the same.",
            kind: "reminder")
    }
}
