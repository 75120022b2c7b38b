import HTTP

/// Patterns where `*` stands for any octets, none included.
enum Glob {
    /// Whether the whole text fits. Linear in practice, quadratic at worst: only the last star is ever retried.
    static func matches(_ text: [UInt8], _ pattern: [UInt8]) -> Bool {
        var textIndex = 0
        var patternIndex = 0
        var star: (pattern: Int, text: Int)?
        while textIndex < text.count {
            if patternIndex < pattern.count, pattern[patternIndex] == 0x2A {
                star = (patternIndex, textIndex)
                patternIndex += 1
            } else if patternIndex < pattern.count, pattern[patternIndex] == text[textIndex] {
                patternIndex += 1
                textIndex += 1
            } else if let (pattern, text) = star {
                patternIndex = pattern + 1
                textIndex = text + 1
                star = (pattern, text + 1)
            } else {
                return false
            }
        }
        return pattern[patternIndex...].allSatisfy { $0 == 0x2A }
    }
}
