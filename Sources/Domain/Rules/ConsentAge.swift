/// The end of a consent, six months after it was given (FACTS §1.4). Refreshing does not move it.
public enum ConsentAge {
    /// How long Spotify honours a consent: 180 days, the shortest that six months can be taken for.
    public static let lifetime = Duration.days(180)

    /// So many days before the end its owner is reminded, each time a little nearer (design §5).
    public static let reminderDays = [30, 14, 3, 1]

    /// The reminder that stands when so many days are left: one of `reminderDays`, nil before the first.
    public static func reminder(daysLeft: Int) -> Int? { reminderDays.last { daysLeft <= $0 } }

    /// When the consent ends.
    public static func end(authorizedAt: Timestamp) -> Timestamp { authorizedAt + lifetime }

    /// Whole days left, 0 once it has ended.
    public static func daysLeft(authorizedAt: Timestamp, now: Timestamp) -> Int {
        max(0, Int((end(authorizedAt: authorizedAt) - now).components.seconds / 86_400))
    }
}
