/// What is believed of a group's rhythm before anything is known of it: log-normal, since artists differ by factors.
public struct RhythmPrior: Sendable, Hashable {
    /// Releases a year of the middle group.
    public let perYear: Double
    /// The spread: the standard deviation of the natural logarithm.
    public let spread: Double
    /// How often in a year a group falls silent for good.
    public let endsPerYear: Double

    /// A prior; positive numbers only.
    public init(perYear: Double = 1, spread: Double = 1.6, endsPerYear: Double = 0.005) {
        precondition(perYear > 0 && spread > 0 && endsPerYear > 0)
        self.perYear = perYear
        self.spread = spread
        self.endsPerYear = endsPerYear
    }
}
