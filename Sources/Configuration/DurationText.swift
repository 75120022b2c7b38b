/// Durations as settings and options have them: `90s`, `15m`, `12h`, `7d`.
public enum DurationText {
    /// The duration; nil for anything else, and for less than a second or more than a year.
    public static func parse(_ text: String) -> Duration? {
        try? SettingParsers.duration(text)
    }

    /// The same the other way round, in the largest unit that leaves nothing over.
    public static func words(for duration: Duration) -> String {
        let seconds = duration.components.seconds
        let units: [(String, Int64)] = [("d", 86_400), ("h", 3600), ("m", 60)]
        guard let (name, length) = units.first(where: { seconds > 0 && seconds % $0.1 == 0 }) else {
            return "\(seconds)s"
        }
        return "\(seconds / length)\(name)"
    }
}
