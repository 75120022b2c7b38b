import HTTPServer

/// Several observers of one server.
enum Observers {
    /// One that tells both; nil if there is none.
    static func all(
        _ one: (@Sendable (AccessRecord) -> Void)?, _ other: (@Sendable (AccessRecord) -> Void)?
    ) -> (@Sendable (AccessRecord) -> Void)? {
        guard let one, let other else { return one ?? other }
        return { record in
            one(record)
            other(record)
        }
    }
}
