import Domain
import HTTP

/// The front page of who is not signed in. Its link is the authorization request itself, and showing it writes nothing.
enum Landing {
    struct Page: Sendable {
        let shell: Shell
        let pageTitle: String
        let provider: String
        let authorize: String
        /// What the invitation is for, if they came with one.
        let invitation: String?
        /// Other ways to sign in.
        let others: [ProviderSignIn.Item]
        let hasOthers: Bool
        /// What Fanfare will be allowed to do.
        let scopes: [String]
    }

    /// The page; for somebody with an invitation, whose token goes along with the sign-in, with a sentence about it.
    static func show(
        _ visit: Visit, invitation: Secret? = nil, sentence: String? = nil
    ) throws(Refusal) -> Response {
        let path = ReturnPath(checking: try visit.query()["return_to"])
        let start = try SignInStart.begin(visit, returnPath: path, renewing: nil, invitation: invitation)
        let page = Page(
            shell: visit.site.shell(for: nil), pageTitle: "Every new release by the artists you follow",
            provider: visit.site.environment.provider.displayName, authorize: start.url,
            invitation: sentence,
            others: ProviderSignIn.items(visit, returnPath: path, invitation: invitation),
            hasOthers: !visit.site.environment.otherProviders.listings.isEmpty,
            scopes: scopes(of: start.url))
        var response = visit.site.page("landing", page)
        start.addCookies(to: &response)
        return response
    }

    /// Read from the request that will be made, so that the page cannot promise less than is asked.
    private static func scopes(of url: String) -> [String] {
        let query = url.split(separator: "?", maxSplits: 1).dropFirst().first.map { String($0) }
        let scopes = FormFields(query: query)?["scope"] ?? ""
        return scopes.split(separator: " ").map { ConnectionWords.scope(String($0)) }
    }
}
