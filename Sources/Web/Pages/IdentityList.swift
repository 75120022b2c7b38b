import Domain

/// The ways to sign in, on the settings page.
struct IdentityList: Sendable {
    struct Row: Sendable {
        let provider: String
        let name: String?
        let used: Moment
        /// The page that asks whether to remove it; nil for the only one.
        let remove: String?
    }

    let rows: [Row]
    /// Providers that could be connected besides.
    let others: [ProviderSignIn.Item]
    let hasOthers: Bool
    /// Whether there is anything to say: with one provider everybody comes the same way.
    let isShown: Bool

    init(_ identities: [IdentityView], _ visit: Visit) {
        rows = identities.map { identity in
            let query = "identity=\(identity.id.rawValue)"
            return Row(
                provider: IdentityLink.displayName(of: identity.provider, visit), name: identity.displayName,
                used: Moment(identity.usedAt, relativeTo: visit.now),
                remove: identities.count > 1 ? visit.path("/settings/identities/remove?\(query)") : nil)
        }
        // The first provider has a place of its own on the page.
        others = visit.site.environment.otherProviders.listings
            .filter { listing in !identities.contains { $0.provider == listing.name } }
            .map { ProviderSignIn.Item(name: $0.displayName, link: IdentityList.connectLink($0.name, visit)) }
        hasOthers = !others.isEmpty
        isShown = rows.count > 1 || hasOthers
    }

    /// Where one more identity is joined.
    static func connectLink(_ provider: String, _ visit: Visit) -> String {
        visit.path("/settings/identities/connect?provider=\(provider)")
    }
}
