/// When an access token is exchanged for a new one: before its end, and not all at the same moment.
public enum RefreshTiming {
    /// The margin before the end: 60 s or a twentieth of the lifetime, whichever is more; 40 % for tokens so short that
    /// a minute would be most of their life.
    public static func margin(lifetime: Duration) -> Duration {
        lifetime <= .minutes(5) ? lifetime * 0.4 : max(.seconds(60), lifetime * 0.05)
    }

    /// When to refresh a token that ends at `expiresAt`; `random` from 0 to 1 moves it up to half a margin earlier.
    public static func due(expiresAt: Timestamp, lifetime: Duration, random: Double) -> Timestamp {
        expiresAt - margin(lifetime: lifetime) * (1 + 0.5 * min(max(random, 0), 1))
    }
}
