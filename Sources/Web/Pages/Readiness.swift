import Domain
import HTTP

/// `GET /readyz`: whether requests should come here, and if not, why.
enum Readiness {
    @Sendable static func show(_ visit: Visit) async throws(Refusal) -> Response {
        let environment = visit.site.environment
        var reasons = await environment.readiness()
        do throws(StoreFailure) {
            try await environment.pages.probe()
        } catch {
            reasons.insert(words(error), at: 0)
        }
        let isReady = reasons.isEmpty
        // A key that is missing for some is no reason to send everybody away.
        let list = (reasons + environment.remarks()).map { JSONText.quote($0) }.joined(separator: ", ")
        var response = Response.json(
            isReady ? .ok : .serviceUnavailable,
            Array("{\"ready\": \(isReady), \"reasons\": [\(list)]}\n".utf8))
        response.fields.append(.cacheControl, "no-store")
        return response
    }

    private static func words(_ failure: StoreFailure) -> String {
        switch failure {
        case .busy: "the database is busy"
        case .full: "the database has no space left"
        case .broken(let reason), .constraint(let reason): "the database is out of order: \(reason)"
        }
    }
}
