import Domain

/// How far the first reading of somebody's artists has come; nil once it is over.
struct ImportProgress: Sendable {
    let sentence: String
    /// Nil while the number of artists is not known.
    let done: Int?
    let all: Int
    /// Why it does not move, if it does not.
    let trouble: String?

    init?(_ completeness: Completeness, _ connections: [ConnectionView], provider: String) {
        guard !completeness.isImported else { return nil }
        trouble =
            connections.lazy.compactMap {
                ConnectionWords.trouble($0, provider: provider)
                    ?? ($0.followsFailure == nil ? nil : "\(provider) did not give us the list. We keep trying.")
            }.first
        all = completeness.artists
        guard completeness.followListRead else {
            sentence = "Reading the list of artists you follow on \(provider)."
            done = nil
            return
        }
        sentence =
            "\(CountWords.of(completeness.artists, "artist")) found. Looking at what they have released so far: "
            + "\(CountWords.number(completeness.baselines)) done."
        done = completeness.baselines
    }
}
