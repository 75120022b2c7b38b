import Domain
import HTTP

/// A refusal as a page, or as JSON for a program.
enum RefusalPage {
    struct Page: Sendable {
        let shell: Shell
        let pageTitle: String
        let status: Int
        let message: String
        /// What starts again, and its words.
        let authorize: String?
        let authorizeWords: String
    }

    static func show(_ refusal: Refusal, _ visit: Visit) -> Response {
        var response = answer(refusal, visit)
        response.fields.append(contentsOf: refusal.fields)
        return response
    }

    private static func answer(_ refusal: Refusal, _ visit: Visit) -> Response {
        if wantsJSON(visit.request) {
            var response = Response.json(
                refusal.status, Array("{\"error\": \(JSONText.quote(refusal.message))}\n".utf8))
            response.fields.append(.cacheControl, "no-store")
            return response
        }
        // One more flow would push out one that waits in another tab: then the way leads over the front page.
        let isCrowded = refusal.endedFlow?.invitation == nil && FlowCookies(visit).isFull(visit.now)
        let detour =
            isCrowded
            ? refusal.startAgain.map { visit.path("/") + "?return_to=\(PercentEncoding.encode($0.text))" } : nil
        // A sign-in that cannot even be prepared leaves the page without the link, not without the words.
        let start = (refusal.again == nil && detour == nil ? refusal.startAgain : nil).flatMap { path in
            try? SignInStart.begin(
                visit, returnPath: path, renewing: nil, except: refusal.endedFlow,
                invitation: refusal.endedFlow?.invitation)
        }
        let page = Page(
            shell: visit.site.shell(for: visit.session), pageTitle: refusal.title, status: refusal.status.code,
            message: refusal.message, authorize: refusal.again.map { visit.path($0.page) } ?? detour ?? start?.url,
            authorizeWords: refusal.again?.words
                ?? "Continue with \(visit.site.environment.provider.displayName)")
        var response = visit.site.page("refusal", page, status: refusal.status)
        start?.addCookies(to: &response)
        return response
    }

    /// Whether JSON is named and HTML is not (RFC 9110 §12.5.1): browsers always name HTML.
    private static func wantsJSON(_ request: Request) -> Bool {
        let accepted = request.fields.list(.accept).map { ASCII.lowercased($0) }
        return accepted.contains { $0.hasPrefix("application/json") }
            && !accepted.contains { $0.hasPrefix("text/html") }
    }
}
