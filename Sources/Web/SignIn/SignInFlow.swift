import Domain
import HTTP

/// A sign-in under way: from the link on a page to the callback. Lives in a sealed cookie, so that a page view writes
/// nothing (design §4).
struct SignInFlow: Sendable, Equatable {
    /// How long it may take.
    static let lifetime = Duration.minutes(10)
    /// With less time left, a page begins a new one.
    static let reusableFor = Duration.minutes(5)

    /// Binds the callback to this browser (RFC 6749 §10.12).
    let state: String
    /// The PKCE code verifier (RFC 7636 §4.1).
    let verifier: Secret
    /// The provider's name (RFC 9700 §4.4: a callback of another one must not pass).
    let provider: String
    /// Where it goes on.
    let returnPath: ReturnPath
    /// When it began.
    let begunAt: Timestamp
    /// The account whose connection is renewed; nil for an ordinary sign-in.
    let renewing: AccountID?
    /// The token of the invitation that they came with.
    var invitation: Secret?
    /// The account that is to get one more identity; nil for all other sign-ins.
    var linking: AccountID?

    /// When it ends.
    var endsAt: Timestamp { begunAt + SignInFlow.lifetime }

    /// Whether the callback may come now. A clock that was set back a little is forgiven.
    func isLive(_ now: Timestamp) -> Bool { now < endsAt && begunAt < now + .minutes(1) }

    /// Whether a page may show it again.
    func isReusable(_ now: Timestamp) -> Bool { isLive(now) && now + SignInFlow.reusableFor <= endsAt }
}

extension SignInFlow {
    /// The flow as octets for sealing.
    var sealable: [UInt8] {
        var fields = FormFields([
            ("state", state), ("verifier", verifier.reveal()), ("provider", provider), ("return", returnPath.text),
            ("begun", String(begunAt.milliseconds)),
        ])
        if let renewing { fields.append("renewing", String(renewing.rawValue)) }
        if let invitation { fields.append("invitation", invitation.reveal()) }
        if let linking { fields.append("linking", String(linking.rawValue)) }
        return Array(fields.encoded.utf8)
    }

    /// Reads what `sealable` wrote.
    init?(unsealed bytes: [UInt8]) {
        guard let fields = FormFields(encoded: bytes), let state = fields["state"], let verifier = fields["verifier"],
            let provider = fields["provider"], let begun = fields["begun"].flatMap({ Int64($0) })
        else { return nil }
        self.init(
            state: state, verifier: Secret(verifier), provider: provider,
            returnPath: ReturnPath(checking: fields["return"]), begunAt: Timestamp(milliseconds: begun),
            renewing: fields["renewing"].flatMap { Int64($0) }.map { AccountID($0) },
            invitation: fields["invitation"].map { Secret($0) },
            linking: fields["linking"].flatMap { Int64($0) }.map { AccountID($0) })
    }
}
