/// The settings there are. All are read from the environment with `FANFARE_` in front.
public enum SettingNames {
    /// What stands before each name.
    public static let prefix = "FANFARE_"

    private static let general = [
        "BASE_URL", "LISTEN", "DATA", "KEYRING_FILE", "SPOTIFY_CLIENT_ID", "SPOTIFY_CLIENT_SECRET",
        "SPOTIFY_ACCOUNTS_URL", "SPOTIFY_API_URL", "SPOTIFY_MARKET", "SPOTIFY_DAILY_BUDGET", "CHECK_INTERVAL_MIN",
        "CHECK_INTERVAL_MAX", "TRUSTED_PROXIES", "TRUSTED_USER_HEADER", "REGISTRATION", "MAX_USERS",
        "AUDIT_RETENTION", "RATE_LIMIT", "PROVIDERS_FILE", "SMTP_URL", "MAIL_FROM",
        "METRICS_LISTEN", "OUTBOUND_ALLOW", "LOG_LEVEL", "LOG_FORMAT",
    ]

    /// The server's bounds and deadlines.
    private static let server = [
        "LIMIT_CONNECTIONS", "LIMIT_CONNECTIONS_PER_ADDRESS", "LIMIT_HEAD", "LIMIT_LINE", "LIMIT_FIELDS",
        "TIMEOUT_HEAD", "TIMEOUT_BODY", "TIMEOUT_WRITE", "TIMEOUT_IDLE", "TIMEOUT_TOTAL", "TIMEOUT_CONNECTION",
        "STOP_GRACE",
    ]

    /// Names without the prefix.
    static let all = general + server

    /// Names whose value may stand in a file named by `…_FILE`, so that no secret is in the environment.
    static let secrets = ["SPOTIFY_CLIENT_SECRET", "SMTP_URL"]

    /// Names that are understood, but whose feature this version does not have yet.
    static let reserved = ["SMTP_URL", "MAIL_FROM", "OUTBOUND_ALLOW"]

    /// Every name that may stand in the environment, without the prefix.
    static var accepted: [String] { all + secrets.map { "\($0)_FILE" } }

    /// The accepted name nearest to an unknown one, if it is near enough to be meant.
    static func suggestion(for unknown: String) -> String? { nearest(to: unknown, in: accepted) }

    /// The word nearest to an unknown one, if it is near enough to be meant.
    static func nearest(to unknown: String, in words: [String]) -> String? {
        let nearest = words.map { ($0, distance($0, unknown)) }.min { $0.1 < $1.1 }
        guard let (name, distance) = nearest, distance <= max(2, unknown.count / 3) else { return nil }
        return name
    }

    /// How many letters must be put in, taken out or changed (Levenshtein).
    private static func distance(_ one: String, _ other: String) -> Int {
        let other = Array(other)
        var row = Array(0...other.count)
        for (index, letter) in one.enumerated() {
            var previous = row[0]
            row[0] = index + 1
            for column in other.indices {
                let change = previous + (letter == other[column] ? 0 : 1)
                previous = row[column + 1]
                row[column + 1] = min(change, row[column] + 1, row[column + 1] + 1)
            }
        }
        return row[other.count]
    }
}
