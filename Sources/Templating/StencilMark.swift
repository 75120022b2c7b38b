/// Stands for a text: between two characters that no template has, with one that shows whether it was escaped, and
/// letters that show whether it was changed.
struct StencilMark {
    static let opening: Character = "\u{E000}"
    static let closing: Character = "\u{E001}"

    let number: Int
    let isEscaped: Bool

    static func text(_ number: Int) -> String { "\(opening)&Mark \(number)\(closing)" }

    /// Reads what stands between the two characters.
    init?(_ text: Substring) {
        isEscaped = text.hasPrefix("&amp;")
        let prefix = isEscaped ? "&amp;Mark " : "&Mark "
        guard text.hasPrefix(prefix), let number = Int(text.dropFirst(prefix.count)) else { return nil }
        self.number = number
    }
}
