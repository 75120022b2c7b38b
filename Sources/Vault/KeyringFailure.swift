/// Why there is no keyring: a sentence without the file's name, for the operator.
public struct KeyringFailure: Error, Sendable, Equatable, CustomStringConvertible {
    /// The sentence.
    public var description: String

    /// A failure by its sentence.
    public init(_ description: String) { self.description = description }
}
