/// The providers through which people sign in besides the first one (`PROVIDERS_FILE`).
public protocol ProviderDirectory: Sendable {
    /// In the operator's order; known without asking anybody.
    var listings: [ProviderListing] { get }
    /// The provider of that name, once it is known how to reach it; nil for an unknown name. Throws `.unavailable`
    /// while the provider does not say, and `.misconfigured` for what the operator must mend.
    func provider(_ name: String) async throws(SignInFailure) -> (any SignInProvider)?
}

/// What is known of a provider before it is reached.
public struct ProviderListing: Sendable, Hashable {
    /// The word in its paths.
    public var name: String
    /// What people call it.
    public var displayName: String
    /// With the subject, the identity of a user.
    public var issuer: String

    /// A listing.
    public init(name: String, displayName: String, issuer: String) {
        self.name = name
        self.displayName = displayName
        self.issuer = issuer
    }
}

/// A directory of nobody.
public struct NoOtherProviders: ProviderDirectory {
    /// None.
    public let listings: [ProviderListing] = []

    /// A directory of nobody.
    public init() {}

    /// Nobody.
    public func provider(_ name: String) async throws(SignInFailure) -> (any SignInProvider)? { nil }
}
