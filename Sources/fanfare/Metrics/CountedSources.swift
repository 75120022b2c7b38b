import Domain

/// A catalogue whose answers are counted.
struct CountedCatalogue<Counted: Catalogue>: Catalogue {
    let counted: Counted
    let metrics: Metrics

    nonisolated(nonsending) func releases(
        of artist: String, group: ReleaseGroup, offset: Int
    ) async throws(SourceFailure) -> ReleasePage {
        do throws(SourceFailure) {
            let page = try await counted.releases(of: artist, group: group, offset: offset)
            metrics.noteCheck(nil)
            return page
        } catch {
            metrics.noteCheck(error)
            throw error
        }
    }
}

extension CountedCatalogue {
    nonisolated(nonsending) func releases(of artist: String, group: ReleaseGroup, unless known: PageDigest)
        async throws(SourceFailure) -> ReleasePage?
    {
        do throws(SourceFailure) {
            let page = try await counted.releases(of: artist, group: group, unless: known)
            metrics.noteCheck(nil)
            return page
        } catch {
            metrics.noteCheck(error)
            throw error
        }
    }

    func artist(_ id: String) async throws(SourceFailure) -> SourceArtist? { try await counted.artist(id) }
}

/// Follow lists whose readings are counted.
struct CountedFollowLists<Counted: FollowLists>: FollowLists {
    let counted: Counted
    let metrics: Metrics

    func followedArtists(of connection: ConnectionID) async throws(SourceFailure) -> SourceFollowList {
        do throws(SourceFailure) {
            let list = try await counted.followedArtists(of: connection)
            metrics.noteFollowList(nil)
            return list
        } catch {
            metrics.noteFollowList(error)
            throw error
        }
    }
}
