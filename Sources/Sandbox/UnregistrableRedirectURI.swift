/// Why a redirection URI cannot be registered, in words for whoever typed it.
public struct UnregistrableRedirectURI: Error, Equatable, Sendable, CustomStringConvertible {
    /// The URI as given.
    public let uri: String
    /// What is wrong, and what to write instead.
    public let description: String
}
