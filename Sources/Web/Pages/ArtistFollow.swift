import Domain
import HTTP

/// `POST /artists/follow` and `/artists/unfollow`: whom an account follows by its own word.
enum ArtistFollow {
    @Sendable static func follow(
        _ visit: Visit, _ session: Session, _ fields: FormFields
    ) async throws(Refusal) -> Response {
        guard let artist = fields["artist"].flatMap({ FoundArtist(sealed: $0, visit.site.environment.keys) }) else {
            throw .malformed("The form names no artist that was found. Search again.")
        }
        do throws(StoreFailure) {
            // False where that was so already: what was wanted is so.
            _ = try await visit.site.environment.pages.follow(artist.artist, for: session.account, now: visit.now)
        } catch {
            throw Refusal(error)
        }
        return goBack(visit, fields)
    }

    @Sendable static func unfollow(
        _ visit: Visit, _ session: Session, _ fields: FormFields
    ) async throws(Refusal) -> Response {
        guard let id = fields["artist"].flatMap({ Int64($0) }) else {
            throw .malformed("The form names no artist.")
        }
        do throws(StoreFailure) {
            _ = try await visit.site.environment.pages.unfollow(ArtistID(id), of: session.account, now: visit.now)
        } catch {
            throw Refusal(error)
        }
        return goBack(visit, fields)
    }

    /// To the page with the same search, if there was one.
    private static func goBack(_ visit: Visit, _ fields: FormFields) -> Response {
        let query = fields["q"].map { ArtistFinder.trimmed($0) } ?? ""
        let page = query.isEmpty ? "/artists" : "/artists?q=\(PercentEncoding.encode(query))"
        return .redirect(to: visit.path(page))
    }
}
