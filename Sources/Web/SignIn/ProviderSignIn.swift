import Domain
import HTTP

/// `GET /sign-in/NAME`: on to another provider. Not a link to the provider itself, as it is for the first one: how to
/// reach it may have to be asked first, and a page with many providers would make many flows.
enum ProviderSignIn {
    /// What a page shows of a provider.
    struct Item: Sendable {
        let name: String
        let link: String
    }

    @Sendable static func start(_ visit: Visit) async throws(Refusal) -> Response {
        guard let listing = listing(visit.parameters.first, visit) else { throw .notFound }
        let query = try visit.query()
        let path = ReturnPath(checking: query["return_to"])
        let invitation = query[Join.field].map { Secret($0) }
        guard isOwnClick(visit) else {
            // Begun by another site: nobody here has asked for it (ASVS 7.6.2). The page has the link.
            return .redirect(to: visit.path("/?return_to=\(PercentEncoding.encode(path.text))"))
        }
        let provider: any SignInProvider
        do throws(Refusal) {
            provider = try await find(listing, visit, startAgain: path)
        } catch {
            var refusal = error
            if refusal.startAgain != nil { refusal.again = again(listing, path, invitation) }
            throw refusal
        }
        return redirection(
            try SignInStart.begin(
                visit, with: provider, returnPath: path, renewing: nil, invitation: invitation))
    }

    /// On to the authorization endpoint, with the cookies of the flow.
    static func redirection(_ start: SignInStart) -> Response {
        var response = Response.redirect(to: start.url)
        response.fields.append(.cacheControl, "no-store")
        response.fields.append(.referrerPolicy, "no-referrer")
        start.addCookies(to: &response)
        return response
    }

    /// Whether a link of ours was followed, or an address typed: what tells the other browsers apart sends no field.
    static func isOwnClick(_ visit: Visit) -> Bool {
        visit.request.fields.values(of: .secFetchSite).allSatisfy { $0 == "same-origin" || $0 == "none" }
    }

    /// The links of a page, for a sign-in that goes on at a path, with the invitation that they came with.
    static func items(_ visit: Visit, returnPath: ReturnPath, invitation: Secret?) -> [Item] {
        visit.site.environment.otherProviders.listings.map { listing in
            Item(name: listing.displayName, link: visit.path(page(listing, returnPath, invitation)))
        }
    }

    static func listing(_ name: String?, _ visit: Visit) -> ProviderListing? {
        visit.site.environment.otherProviders.listings.first { $0.name == name }
    }

    /// The provider of that name, in the middle of a flow.
    static func provider(_ name: String, _ flow: SignInFlow, _ visit: Visit) async throws(Refusal) -> any SignInProvider
    {
        let first = visit.site.environment.provider
        if name == first.name { return first }
        guard let listing = listing(name, visit) else { throw .notFound }
        return try await find(listing, visit, startAgain: flow.returnPath)
    }

    /// What tries a flow again that has ended; nil for a sign-in with the first provider, whose link is the request
    /// itself.
    static func again(_ flow: SignInFlow, _ visit: Visit) -> Refusal.Again? {
        if flow.linking != nil {
            return Refusal.Again(page: "/settings#identities", words: "Back to the settings")
        }
        return listing(flow.provider, visit).map { again($0, flow.returnPath, flow.invitation) }
    }

    private static func again(
        _ listing: ProviderListing, _ path: ReturnPath, _ invitation: Secret?
    ) -> Refusal.Again {
        Refusal.Again(page: page(listing, path, invitation), words: "Continue with \(listing.displayName)")
    }

    private static func page(_ listing: ProviderListing, _ path: ReturnPath, _ invitation: Secret?) -> String {
        var query = FormFields()
        if path != .front { query.append("return_to", path.text) }
        if let invitation { query.append(Join.field, invitation.reveal()) }
        return "/sign-in/\(listing.name)" + (query.pairs.isEmpty ? "" : "?\(query.encoded)")
    }

    private static func find(
        _ listing: ProviderListing, _ visit: Visit, startAgain: ReturnPath
    ) async throws(Refusal) -> any SignInProvider {
        let found: (any SignInProvider)?
        do throws(SignInFailure) {
            found = try await visit.site.environment.otherProviders.provider(listing.name)
        } catch {
            throw SignInCallback.refusal(error, of: listing.displayName, startAgain: startAgain)
        }
        guard let found else { throw .notFound }
        return found
    }
}
