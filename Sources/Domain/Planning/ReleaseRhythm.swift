/// How often an artist brings something out in one group, as far as page 1 has told.
public struct ReleaseRhythm: Sendable, Hashable {
    /// Releases expected in a day, averaged over the week.
    public let perDay: Double

    /// A rhythm that is known.
    public init(perDay: Double) { self.perDay = max(0, perDay) }

    /// What the evidence says under a prior. Longer silence lowers it: slowly at first, and soon once the silence is
    /// longer than the artist ever kept.
    public init(_ evidence: RhythmEvidence, prior: RhythmPrior = RhythmPrior()) {
        perDay = RhythmPosterior(evidence, prior: prior).perYear / 365.25
    }
}
