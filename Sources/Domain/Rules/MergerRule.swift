/// Knows from a page of releases that the source has made one artist of two. Pure.
public enum MergerRule {
    /// The artist to whom all of a list is credited that was asked for under another's id; nil where the list is the
    /// artist's own.
    ///
    /// One release says nothing by itself: its other artist may have been unreadable. `wasTheirs` says whether it was
    /// known as a release of the artist before.
    public static func successor(
        of artist: String, in group: ReleaseGroup, on page: ReleasePage, wasTheirs: (SourceRelease) throws -> Bool
    ) rethrows -> SourceArtist? {
        // On others' releases anybody may stand.
        guard group == .album || group == .single else { return nil }
        let credited = page.releases.filter { !$0.artists.isEmpty }
        guard let first = credited.first, !credited.contains(where: { $0.artists.contains { $0.id == artist } }) else {
            return nil
        }
        let common = first.artists.first { candidate in
            credited.allSatisfy { release in
                release.artists.contains { $0.id == candidate.id } && !VariousArtists.made(release)
            }
        }
        guard let common else { return nil }
        if credited.count > 1 { return common }
        return try wasTheirs(first) ? common : nil
    }

    /// Whether so many releases that changed hands, of those which the other artist's list has in the same stretch of
    /// time, say that all did. A single one may have been on the wrong page, unless the other's list cannot be had any
    /// more.
    public static func isMerged(moved: Int, listed: Int, isFailing: Bool) -> Bool {
        guard moved > 0, 2 * moved >= listed else { return false }
        return moved > 1 || isFailing
    }
}
