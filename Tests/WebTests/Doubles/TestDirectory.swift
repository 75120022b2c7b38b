import Domain
import Support
import Synchronization

/// Another provider, which says how it is reached if it is not told to be silent.
final class TestDirectory: ProviderDirectory {
    struct Script: Sendable {
        var silence: SignInFailure?
        var subject = "w-1"
        var exchanged: [String] = []
    }

    let script = Mutex(Script())
    let listings = [
        ProviderListing(name: "work", displayName: "Work", issuer: "https://id.example"),
        ProviderListing(name: "home", displayName: "Home", issuer: "https://home.example"),
    ]

    func provider(_ name: String) async throws(SignInFailure) -> (any SignInProvider)? {
        if let silence = script.withLock({ $0.silence }) { throw silence }
        return listings.first { $0.name == name }.map { Provider(listing: $0, directory: self) }
    }

    private struct Provider: SignInProvider {
        let listing: ProviderListing
        let directory: TestDirectory
        var name: String { listing.name }
        var displayName: String { listing.displayName }
        var issuer: String { listing.issuer }

        func authorizationURL(state: String, verifier: Secret, asksAgain: Bool) -> String {
            "\(issuer)/auth?response_type=code&state=\(state)"
        }

        func accepts(issuer: String?) -> Bool { issuer == self.issuer }

        func exchange(code: String, verifier: Secret) async throws(SignInFailure) -> Grant {
            directory.script.withLock { $0.exchanged.append(code) }
            return Grant(
                accessToken: Secret("elsewhere"), expiresAt: Timestamp(seconds: 2_000_000_000), lifetime: .hours(1),
                refreshToken: nil, scopes: nil)
        }

        func profile(of grant: Grant) async throws(SignInFailure) -> Profile {
            Profile(subject: directory.script.withLock { $0.subject }, formerSubject: nil, displayName: "Ada at Work")
        }
    }
}

/// A catalogue in which every search finds the same.
final class TestSearch: ArtistSearch {
    let searched = Mutex<[String]>([])
    let failure = Mutex<SourceFailure?>(nil)

    func artists(matching text: String) async throws(SourceFailure) -> [SourceArtist] {
        searched.withLock { $0.append(text) }
        if let failure = failure.withLock({ $0 }) { throw failure }
        return [
            SourceArtist(id: "a1", name: "<Anna>", pageURL: "https://open.spotify.com/artist/a1"),
            SourceArtist(id: "a2", name: "Ben", imageURL: "https://i.scdn.co/image/1", pageURL: nil),
        ]
    }
}
