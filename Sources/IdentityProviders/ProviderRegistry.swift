public import Domain
public import HTTP

/// The providers that an operator has registered with, each asked how it is reached when somebody needs it.
public struct ProviderRegistry: ProviderDirectory {
    private struct Entry: Sendable {
        let registration: ProviderRegistration
        let redirectURI: String
        let keeper: MetadataKeeper
    }

    private let entries: [Entry]
    private let client: any Client
    private let clock: any WallClock

    /// In the operator's order.
    public let listings: [ProviderListing]

    /// A registry. `callback` is the URL below which each provider has its own redirection URI.
    public init(
        _ registrations: [ProviderRegistration], callback: String, client: any Client, clock: any WallClock
    ) {
        self.client = client
        self.clock = clock
        entries = registrations.map { registration in
            Entry(
                registration: registration, redirectURI: "\(callback)/\(registration.name)",
                keeper: MetadataKeeper(registration, client: client, clock: clock))
        }
        listings = registrations.map {
            ProviderListing(name: $0.name, displayName: $0.displayName, issuer: $0.issuer)
        }
    }

    /// The provider, as it is reached now.
    public func provider(_ name: String) async throws(SignInFailure) -> (any SignInProvider)? {
        guard let entry = entries.first(where: { $0.registration.name == name }) else { return nil }
        return IdentityProvider(
            registration: entry.registration, endpoints: try await entry.keeper.endpoints(),
            redirectURI: entry.redirectURI, client: client, clock: clock)
    }
}
