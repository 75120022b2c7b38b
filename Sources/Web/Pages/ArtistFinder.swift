import Domain
import HTTP
import Logging

/// `GET /artists?q=`: artists by name, to be followed by hand.
enum ArtistFinder {
    struct View: Sendable {
        let query: String
        /// Nil where nothing was searched for.
        let trouble: String?
        let results: [Result]
        let isEmpty: Bool
        let token: String
    }

    struct Result: Sendable {
        let name: String
        let link: String?
        let picture: String?
        /// What the form to follow carries; nil for somebody who is followed.
        let sealed: String?
        /// For a name of its own on each button.
        let place: Int
    }

    private static let queryCharactersMax = 100

    static func view(_ visit: Visit, _ session: Session) async throws(Refusal) -> View {
        let query = trimmed(visit.request.query == nil ? "" : try visit.query()["q"] ?? "")
        let token = FormToken.make(for: session.id, keys: visit.site.environment.keys)
        guard !query.isEmpty else {
            return View(query: "", trouble: nil, results: [], isEmpty: false, token: token)
        }
        let found: [SourceArtist]
        do throws(Trouble) {
            found = try await artists(matching: query, visit, session)
        } catch {
            return View(query: query, trouble: error.sentence, results: [], isEmpty: false, token: token)
        }
        let followed: [String: ArtistID]
        do throws(StoreFailure) {
            followed = try visit.site.environment.pages.followed(of: session.account, among: found.map(\.id))
        } catch {
            throw Refusal(error)
        }
        let results = found.enumerated().map { place, artist in
            Result(
                name: artist.name.isEmpty ? "Unknown artist" : artist.name,
                link: artist.pageURL.flatMap { ReleaseWords.link($0) },
                picture: artist.imageURL.flatMap { ReleaseWords.link($0) },
                sealed: followed[artist.id] == nil ? FoundArtist(artist).sealed(visit.site.environment.keys) : nil,
                place: place)
        }
        return View(query: query, trouble: nil, results: results, isEmpty: results.isEmpty, token: token)
    }

    /// As it is searched for: without space at its ends, and no longer than a name.
    static func trimmed(_ query: String) -> String {
        String(query.split(whereSeparator: \.isWhitespace).joined(separator: " ").prefix(queryCharactersMax))
    }

    /// Why there are no results, for whoever searched.
    private struct Trouble: Error {
        let sentence: String
    }

    private static func artists(
        matching query: String, _ visit: Visit, _ session: Session
    ) async throws(Trouble) -> [SourceArtist] {
        let site = visit.site
        if let known = site.searches.results(of: query, now: visit.now) { return known }
        guard site.searches.maySearch(session.account, now: visit.now) else {
            throw Trouble(sentence: "Those were many searches within an hour. Go on a little later.")
        }
        let provider = site.environment.provider.displayName
        try await claim(provider, visit)
        do throws(SourceFailure) {
            let found = try await site.environment.search.artists(matching: query)
            site.searches.keep(found, of: query, now: visit.now)
            return found
        } catch {
            throw await trouble(error, provider, visit)
        }
    }

    private static func claim(_ provider: String, _ visit: Visit) async throws(Trouble) {
        let permit: SearchPermit
        do throws(StoreFailure) {
            permit = try await visit.site.environment.pages.claimSearch(now: visit.now)
        } catch {
            throw Trouble(sentence: "The server could not note the search. Try again in a few seconds.")
        }
        switch permit {
        case .granted: break
        case .paused(let until): throw Trouble(sentence: pause(provider, until, visit))
        case .spent:
            throw Trouble(
                sentence: "All searches that this installation allows itself in a day are used up. Try again tomorrow.")
        }
    }

    private static func trouble(_ failure: SourceFailure, _ provider: String, _ visit: Visit) async -> Trouble {
        let environment = visit.site.environment
        environment.logger.notice("a search failed", metadata: ["reason": "\(failure)"])
        guard case .throttled(let after, let isQuota) = failure else {
            return Trouble(sentence: "\(provider) did not answer as it should. Try again in a minute.")
        }
        let until = visit.now + after
        try? await environment.pages.pauseSearch(until: until, isQuota: isQuota, now: visit.now)
        return Trouble(sentence: pause(provider, until, visit))
    }

    private static func pause(_ provider: String, _ until: Timestamp, _ visit: Visit) -> String {
        "\(provider) has asked for a pause until \(DateWords.moment(until, now: visit.now)). Try again after that."
    }
}
