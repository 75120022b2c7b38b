/// How much an artist matters to one person.
public enum ArtistTier: String, Sendable, Hashable, CaseIterable {
    /// Told at once, whatever the class.
    case important
    /// Told as the rules say.
    case normal
    /// On the page, in feeds and digests; never told at once.
    case digestOnly = "digest"
    /// Not told at all.
    case muted
}
