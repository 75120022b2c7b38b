/// What is wrong with a value, as the rest of a sentence that begins with the setting's name.
public struct ConfigurationProblem: Error, Sendable, Equatable {
    /// The rest of the sentence.
    public let text: String

    init(_ text: String) { self.text = text }
}
