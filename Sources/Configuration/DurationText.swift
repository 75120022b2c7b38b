/// Durations as settings and options have them: `90s`, `15m`, `12h`, `7d`.
public enum DurationText {
    /// The duration; nil for anything else, and for less than a second or more than a year.
    public static func parse(_ text: String) -> Duration? {
        try? SettingParsers.duration(text)
    }
}
