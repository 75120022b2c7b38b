#if canImport(Darwin)
    import Darwin
#else
    import Glibc
#endif

/// The prior and the evidence together, on a grid of rates: a Poisson process that may have ended after its last
/// release.
struct RhythmPosterior {
    private static let points = 48

    private var rates: [Double] = []
    /// How likely each rate is with the group still active, and in all.
    private var active: [Double] = []
    private var total: [Double] = []

    init(_ evidence: RhythmEvidence, prior: RhythmPrior) {
        let span = Double(evidence.span) / 365.25
        let silence = Double(evidence.silence) / 365.25
        let middle = log(prior.perYear)
        var logarithms: [Double] = []
        for point in 0..<Self.points {
            let deviation = -4.5 + 9 * Double(point) / Double(Self.points - 1)
            let logarithm = middle + deviation * prior.spread
            let rate = exp(logarithm)
            rates.append(rate)
            logarithms.append(Double(evidence.count) * logarithm - rate * span - deviation * deviation / 2)
        }
        // Against the largest, so that no product leaves the range of a Double.
        let largest = logarithms.max() ?? 0
        for (rate, logarithm) in zip(rates, logarithms) {
            let weight = exp(logarithm - largest)
            let leaving = rate + prior.endsPerYear
            let still = exp(-leaving * silence)
            active.append(weight * still)
            total.append(weight * (still + prior.endsPerYear / leaving * (1 - still)))
        }
    }

    /// The expected releases a year from now on.
    var perYear: Double {
        zip(rates, active).reduce(0) { $0 + $1.0 * $1.1 } / total.reduce(.leastNormalMagnitude, +)
    }
}
