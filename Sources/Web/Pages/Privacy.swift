import Domain
import HTTP

/// `GET /privacy`: what is kept, why, and how it goes (FACTS §5).
enum Privacy {
    struct Page: Sendable {
        let shell: Shell
        let pageTitle: String
        let provider: String
        /// How long the audit log is kept, in words.
        let auditDays: String
    }

    @Sendable static func show(_ visit: Visit) async throws(Refusal) -> Response {
        let page = Page(
            shell: visit.site.shell(for: visit.session), pageTitle: "Privacy",
            provider: visit.site.environment.provider.displayName,
            auditDays: CountWords.of(max(1, Int(visit.site.environment.auditKept / .days(1))), "day"))
        return visit.site.page("privacy", page)
    }
}
