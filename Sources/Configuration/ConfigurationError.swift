/// One thing wrong with the configuration: which setting, and what to do.
public struct ConfigurationError: Error, Sendable, Equatable, CustomStringConvertible {
    /// The name in the environment.
    public let name: String
    /// What is wrong and what to do, as one sentence; never the value of a secret.
    public let problem: String

    /// An error.
    public init(_ name: String, _ problem: String) {
        self.name = name
        self.problem = problem
    }

    /// The line an operator reads.
    public var description: String { "\(name): \(problem)" }
}

/// Everything wrong with the configuration, in the order of the settings.
public struct ConfigurationErrors: Error, Sendable, Equatable, CustomStringConvertible {
    /// At least one.
    public let errors: [ConfigurationError]

    /// Errors.
    public init(_ errors: [ConfigurationError]) { self.errors = errors }

    /// One line each.
    public var description: String { errors.map(\.description).joined(separator: "\n") }
}
