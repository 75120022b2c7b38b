import Domain
import HTTP

/// Files: those of `Public/`, and the two that programs look for by themselves.
enum SiteFiles {
    /// `GET /static/…`, by whoever knows where the files are.
    @Sendable static func serve(_ request: Request, _ site: Site) -> Response {
        site.environment.staticFiles(request)
    }

    @Sendable static func robots(_ request: Request, _ site: Site) -> Response {
        // The front page may be found; nothing else is anybody's business.
        let lines = ["/callback", "/feeds/", "/settings", "/artists", "/welcome", "/admin", "/join"].map {
            "Disallow: \(site.environment.address.path($0))\n"
        }
        return .text(.ok, "User-agent: *\n" + lines.joined())
    }

    @Sendable static func favicon(_ request: Request, _ site: Site) -> Response {
        .redirect(.found, to: site.environment.address.path(site.environment.assets.path("icon.svg")))
    }
}
