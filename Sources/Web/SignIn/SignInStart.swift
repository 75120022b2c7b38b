import Domain
import HTTP

/// An authorization request ready to be followed: the link, and the cookies that the callback will need.
struct SignInStart: Sendable {
    /// The authorization request.
    let url: String
    private let cookies: [SetCookie]

    /// Prepares a sign-in with the first provider, or another, that goes on at `returnPath`; for the account
    /// `renewing`, one that asks for consent anew; for the account `linking`, one that gives it one more identity. A
    /// flow of this browser for the same purpose that is fresh enough is used again, except one that has just ended.
    static func begin(
        _ visit: Visit, with other: (any SignInProvider)? = nil, returnPath: ReturnPath, renewing: AccountID?,
        linking: AccountID? = nil, except ended: SignInFlow? = nil,
        invitation: Secret? = nil
    ) throws(Refusal) -> SignInStart {
        let environment = visit.site.environment
        let provider = other ?? environment.provider
        let cookies = FlowCookies(visit)
        let known = cookies.flows.first { _, flow in
            flow != ended && flow.isReusable(visit.now) && flow.returnPath == returnPath && flow.renewing == renewing
                && flow.linking == linking && flow.provider == provider.name
                && flow.invitation == invitation
        }
        if let flow = known?.flow { return SignInStart(url: url(of: flow, provider), cookies: []) }
        try visit.site.limits.checkStart(visit)
        // RFC 7636 §4.1: 32 random octets as base64url make a verifier of 43 characters.
        let flow = SignInFlow(
            state: Base64.url.encode(environment.keys.random(32)),
            verifier: Secret(Base64.url.encode(environment.keys.random(32))), provider: provider.name,
            returnPath: returnPath, begunAt: visit.now, renewing: renewing, invitation: invitation,
            linking: linking)
        return SignInStart(url: url(of: flow, provider), cookies: try cookies.adding(flow, now: visit.now))
    }

    /// Sets the cookies.
    func addCookies(to response: inout Response) {
        for cookie in cookies {
            if let value = cookie.fieldValue { response.fields.append(.setCookie, value) }
        }
    }

    private static func url(of flow: SignInFlow, _ provider: any SignInProvider) -> String {
        provider.authorizationURL(
            state: flow.state, verifier: flow.verifier, asksAgain: flow.renewing != nil || flow.linking != nil)
    }
}
