import HTTP

/// `GET /healthz`: whether the program answers at all. Asks nobody.
enum Health {
    static var answer: Response {
        var response = Response.text(.ok, "ok\n")
        response.fields.append(.cacheControl, "no-store")
        return response
    }

    @Sendable static func show(_ visit: Visit) async throws(Refusal) -> Response { answer }
}
