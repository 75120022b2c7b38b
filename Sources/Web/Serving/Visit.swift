import Domain
import HTTP

/// One request on its way to an action, with what is known of it.
struct Visit: Sendable {
    /// What the pages share.
    let site: Site
    /// The request as it came.
    let request: Request
    /// The pattern of its route, for logs: the path itself may hold a token.
    let pattern: String
    /// The segments that the pattern leaves open.
    let parameters: [String]
    /// The session of its cookie, if there is one in force.
    let session: Session?
    /// When it came.
    let now: Timestamp

    /// The query; throws for one that cannot be decoded.
    func query() throws(Refusal) -> FormFields {
        guard let query = FormFields(query: request.query) else { throw .malformed("The address cannot be read.") }
        return query
    }

    /// A path inside this site, with the base path before it.
    func path(_ page: String) -> String { site.environment.address.path(page) }
}
