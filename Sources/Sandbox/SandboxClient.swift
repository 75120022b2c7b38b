/// An app registered with the stand-in.
public struct SandboxClient: Sendable, Equatable {
    /// Its public name in OAuth.
    public let id: String
    /// What only it and the accounts service know.
    public let secret: String
    /// Where the accounts service may send people back to.
    public let redirectURIs: [String]

    /// A registration; throws for a redirection URI that Spotify's dashboard would refuse.
    public init(id: String, secret: String, redirectURIs: [String]) throws(UnregistrableRedirectURI) {
        for uri in redirectURIs { try RedirectURI.checkRegistrable(uri) }
        self.id = id
        self.secret = secret
        self.redirectURIs = redirectURIs
    }
}
