/// A condition that did not come about in time.
public struct WaitedInVain: Error, CustomStringConvertible {
    /// What was waited for.
    public let description: String

    /// Waited in vain for what the text says.
    public init(_ what: String) { description = "waited in vain for \(what)" }
}

/// Waits until the condition holds; throws `WaitedInVain` if it does not within the time. Asks again after a pause that
/// grows from 2 to 100 milliseconds: for what other processes do, of which nobody tells.
public func waitUntil(
    _ what: String, within limit: Duration = .seconds(60), isolation: isolated (any Actor)? = #isolation,
    _ condition: () async throws -> Bool
) async throws {
    let end = ContinuousClock.now.advanced(by: limit)
    var pause = Duration.milliseconds(2)
    while try await !condition() {
        guard ContinuousClock.now < end else { throw WaitedInVain(what) }
        try await Task.sleep(for: pause)
        pause = min(pause * 2, .milliseconds(100))
    }
}
