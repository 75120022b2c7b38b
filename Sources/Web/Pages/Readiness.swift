import Domain
import HTTP

/// `GET /readyz`: whether requests should come here, and if not, why.
enum Readiness {
    /// How long storing a row may take. Whoever asks gives up after some seconds, and would take that for a server that
    /// hangs; a database that another program holds keeps each write waiting for longer.
    private static let patience: Duration = .seconds(3)

    @Sendable static func show(_ visit: Visit) async throws(Refusal) -> Response {
        let environment = visit.site.environment
        let answer = FirstAnswer<[String]>()
        Task { answer.give(await troubles(environment)) }
        let waiting = Task {
            try await environment.sleep(patience)
            answer.give(["the database has not answered within \(patience.components.seconds) seconds"])
        }
        let reasons = await answer.wait()
        waiting.cancel()
        let isReady = reasons.isEmpty
        // A key that is missing for some is no reason to send everybody away.
        let list = (reasons + environment.remarks()).map { JSONText.quote($0) }.joined(separator: ", ")
        var response = Response.json(
            isReady ? .ok : .serviceUnavailable,
            Array("{\"ready\": \(isReady), \"reasons\": [\(list)]}\n".utf8))
        response.fields.append(.cacheControl, "no-store")
        return response
    }

    private static func troubles(_ environment: WebEnvironment) async -> [String] {
        var reasons = await environment.readiness()
        do throws(StoreFailure) {
            try await environment.pages.probe()
        } catch {
            reasons.insert(words(error), at: 0)
        }
        return reasons
    }

    private static func words(_ failure: StoreFailure) -> String {
        switch failure {
        case .busy: "the database is busy"
        case .full: "the database has no space left"
        case .broken(let reason), .constraint(let reason): "the database is out of order: \(reason)"
        }
    }
}
