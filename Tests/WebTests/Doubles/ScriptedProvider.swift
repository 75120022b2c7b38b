import Domain
import HTTP
import Synchronization

/// A provider that answers what it is told to, and remembers what it was asked.
final class ScriptedProvider: SignInProvider {
    struct Script: Sendable {
        var exchangeFailure: SignInFailure?
        var profileFailure: SignInFailure?
        var exchanged: [String] = []
    }

    let script = Mutex(Script())
    let name = "spotify"
    let displayName = "Spotify"
    let issuer = "https://accounts.spotify.com"

    func authorizationURL(state: String, verifier: Secret, asksAgain: Bool) -> String {
        let fields = FormFields([
            ("client_id", "client"), ("response_type", "code"), ("scope", "user-follow-read user-read-private"),
            ("state", state), ("show_dialog", asksAgain ? "true" : "false"),
        ])
        return "https://accounts.spotify.com/authorize?\(fields.encoded)"
    }

    func accepts(issuer: String?) -> Bool { issuer == nil || issuer == self.issuer }

    func exchange(code: String, verifier: Secret) async throws(SignInFailure) -> Grant {
        let failure = script.withLock { script in
            script.exchanged.append(code)
            return script.exchangeFailure
        }
        if let failure { throw failure }
        return Grant(
            accessToken: Secret("access"), expiresAt: Timestamp(seconds: 2_000_000_000), lifetime: .hours(1),
            refreshToken: Secret("refresh"), scopes: ["user-follow-read"])
    }

    func profile(of grant: Grant) async throws(SignInFailure) -> Profile {
        if let failure = script.withLock({ $0.profileFailure }) { throw failure }
        return Profile(subject: "listener-1", formerSubject: nil, displayName: "Ada")
    }
}
