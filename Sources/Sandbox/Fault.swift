import HTTP

/// What a script wants to go wrong.
struct Fault: Sendable {
    /// Nil is every method.
    var method: String?
    /// A glob over the whole path; `*` stands for anything, slashes too.
    var path: String
    /// What is answered instead; nil leaves the real answer to be delayed or cut.
    var response: Response?
    var delay: Duration?
    /// How much of the content is sent before the connection breaks.
    var cutAfterBytes: Int?
    /// How many more requests it meets; nil is every one until cleared.
    var remaining: Int?
}

/// The faults in force; the first that fits a request is the one that meets it.
struct Faults: Sendable {
    private(set) var all: [Fault] = []

    /// Adds a fault behind the others.
    mutating func add(_ fault: Fault) { all.append(fault) }

    /// Ends them all.
    mutating func clear() { all = [] }

    /// The fault that meets this request, if any; uses it up by one.
    mutating func take(method: String, path: String) -> Fault? {
        guard !all.isEmpty,
            let index = all.firstIndex(where: {
                ($0.method == nil || $0.method == method) && Glob.matches(Array(path.utf8), Array($0.path.utf8))
            })
        else { return nil }
        let fault = all[index]
        if let remaining = fault.remaining {
            if remaining <= 1 { all.remove(at: index) } else { all[index].remaining = remaining - 1 }
        }
        return fault
    }
}

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
