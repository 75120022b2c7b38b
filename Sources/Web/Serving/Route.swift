import Domain
import HTTP

/// One row of the table of contents.
struct Route: Sendable {
    let method: Method
    let pattern: RoutePattern
    let answer: Answer

    /// A route that answers after a look at who asks.
    init(_ method: Method, _ pattern: RoutePattern, _ access: Access) {
        self.method = method
        self.pattern = pattern
        answer = .visit(access)
    }

    /// A route that answers everybody without waiting: no session is looked up and nothing asked of the store, so it
    /// answers when all else fails.
    init(_ method: Method, _ pattern: RoutePattern, atOnce action: @escaping AtOnce) {
        self.method = method
        self.pattern = pattern
        answer = .atOnce(action)
    }

    /// What needs to know nothing of who asks.
    typealias AtOnce = @Sendable (Request, Site) -> Response

    /// What answers.
    enum Answer: Sendable {
        case atOnce(AtOnce)
        case visit(Access)
    }

    /// Whether it is a page that people come to, signed in or about to be.
    var isPage: Bool {
        switch answer {
        case .visit(.signedIn), .visit(.administrator): true
        default: pattern.text == "/"
        }
    }

    /// Who may ask, and what answers them. Without a default: a row that says nothing does not compile.
    enum Access: Sendable {
        /// Everybody.
        case anyone(@Sendable (Visit) async throws(Refusal) -> Response)
        /// Whoever has a session; others are sent to the front page to get one.
        case signedIn(@Sendable (Visit, Session) async throws(Refusal) -> Response)
        /// Whoever has a session and sends a form of ours: its token is checked before the action sees the fields.
        case form(@Sendable (Visit, Session, FormFields) async throws(Refusal) -> Response)
        /// Administrators; for everybody else who is signed in there is nothing here.
        case administrator(@Sendable (Visit, Session) async throws(Refusal) -> Response)
        /// Administrators who send a form of ours.
        case administratorForm(@Sendable (Visit, Session, FormFields) async throws(Refusal) -> Response)
    }
}
