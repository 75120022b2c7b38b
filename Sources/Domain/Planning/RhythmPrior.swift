#if canImport(Darwin)
    import Darwin
#else
    import Glibc
#endif

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

    /// The prior that best explains the evidence of many groups (empirical Bayes by expectation maximisation), so that
    /// an installation learns what its people follow. Fewer than 30 groups leave it as it is.
    public func fitted(to evidence: [RhythmEvidence], rounds: Int = 12) -> RhythmPrior {
        guard evidence.count >= 30 else { return self }
        var prior = self
        for _ in 0..<rounds {
            var sum = 0.0
            var squares = 0.0
            for item in evidence {
                let moments = RhythmPosterior(item, prior: prior).logarithm
                sum += moments.mean
                squares += moments.square
            }
            let mean = sum / Double(evidence.count)
            let variance = max(squares / Double(evidence.count) - mean * mean, 0.04)
            prior = RhythmPrior(perYear: exp(mean), spread: variance.squareRoot(), endsPerYear: endsPerYear)
        }
        return prior
    }
}
