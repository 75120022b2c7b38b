import HTTP

/// `GET /healthz`: whether the program answers at all. Asks nobody.
enum Health {
    @Sendable static func show(_ request: Request, _ site: Site) -> Response { answer }

    private static let answer: Response = {
        var response = Response.text(.ok, "ok\n")
        response.fields.append(.cacheControl, "no-store")
        return response
    }()
}
