import HTTP

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
