import Domain
import HTTP

/// Files: those of `Public/`, and the two that programs look for by themselves.
enum SiteFiles {
    /// `GET /static/…`, by the handler that knows where the files are.
    @Sendable static func serve(_ visit: Visit) async throws(Refusal) -> Response {
        await visit.site.environment.staticFiles.respond(to: visit.request)
    }

    @Sendable static func robots(_ visit: Visit) async throws(Refusal) -> Response {
        // The front page may be found; nothing else is anybody's business.
        let lines = ["/callback", "/feeds/", "/settings", "/artists", "/welcome", "/admin", "/join"].map {
            "Disallow: \(visit.path($0))\n"
        }
        return .text(.ok, "User-agent: *\n" + lines.joined())
    }

    @Sendable static func favicon(_ visit: Visit) async throws(Refusal) -> Response {
        .redirect(.found, to: visit.path(visit.site.environment.assets.path("icon.svg")))
    }
}
