/// Tells the end of a person's consent from trouble at the provider: when many grants end at once, nobody has done
/// anything, and nobody is to be asked for anything (design §5, §12).
public enum MassFailure {
    /// What the store counts when one more grant has ended.
    public struct Count: Sendable, Hashable {
        /// Grants that have ended within the window without an explanation, this one among them.
        public var ended: Int
        /// Connections that are in use, and those counted in `ended`.
        public var connections: Int
        /// Connections that have been held within `afterglow`.
        public var held: Int

        /// A count.
        public init(ended: Int, connections: Int, held: Int) {
            self.ended = ended
            self.connections = connections
            self.held = held
        }
    }

    /// How far apart ends may lie that are counted together.
    public static let window = Duration.minutes(10)
    /// How long after a connection was held the provider is taken to be still in trouble.
    public static let afterglow = Duration.hours(1)
    /// So few are no mass, whatever their share.
    public static let connectionsMin = 5
    /// A grant that ends within this time of its six months needs no other explanation.
    public static let expiryMargin = Duration.days(2)

    /// Whether the end of a grant speaks for itself: by its reason, or because its time had come.
    public static func isExplained(_ end: GrantEnd, authorizedAt: Timestamp, now: Timestamp) -> Bool {
        switch end {
        case .expired, .noRefreshToken: true
        case .revoked, .rotationLost, .unknown: authorizedAt <= explainedBefore(now)
        }
    }

    /// Consents given until then are near their end anyway.
    public static func explainedBefore(_ now: Timestamp) -> Timestamp { now - ConsentAge.lifetime + expiryMargin }

    /// Whether an unexplained end is one of many: at least five and a fifth of all, or one more while many are held.
    public static func isOneOfMany(_ count: Count) -> Bool {
        if count.held >= connectionsMin { return true }
        return count.ended >= connectionsMin && count.ended * 5 >= count.connections
    }
}
