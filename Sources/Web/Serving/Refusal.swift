import Domain
import HTTP

/// An answer that is not what was asked for, in words for the person who asked.
struct Refusal: Error, Sendable {
    /// The status code.
    var status: Status
    /// The heading.
    var title: String
    /// What happened and what to do; never holds a part of the request.
    var message: String
    /// Where a new sign-in would go on, for a page that offers one.
    var startAgain: ReturnPath?
    /// What to offer in place of a sign-in with the first provider: a page of this site, and the words on its link.
    var again: Again?
    /// The sign-in that ended with this, which a new one must not take up again.
    var endedFlow: SignInFlow?
    /// Fields besides those of every page.
    var fields: Fields = [:]
    /// For the operator alone; nil where there is nothing to know.
    var logged: String?
    /// Whom it concerns, where that is known and they are not signed in.
    var account: AccountID?

    /// A link that tries again.
    struct Again: Sendable {
        /// Below the base path.
        let page: String
        let words: String
    }

    init(
        _ status: Status, _ title: String, _ message: String, startAgain: ReturnPath? = nil, fields: Fields = [:],
        logged: String? = nil
    ) {
        self.status = status
        self.title = title
        self.message = message
        self.startAgain = startAgain
        self.fields = fields
        self.logged = logged
    }
}

extension Refusal {
    static let notFound = Refusal(
        .notFound, "Nothing here",
        "There is no page at this address. It may have moved, or the link has a typing error.")

    static func malformed(_ message: String) -> Refusal { Refusal(.badRequest, "That did not work", message) }

    static func otherMethods(_ allowed: [Method]) -> Refusal {
        Refusal(
            .methodNotAllowed, "Not this way", "This address exists, but what was asked of it does not.",
            fields: [.allow: FieldValue(allowed.map(\.name).joined(separator: ", ")) ?? "GET"])
    }

    static let unknownMethod = Refusal(
        .notImplemented, "Not this way", "The server does not know this request method.")

    /// A form that another site may have sent, or that is too old.
    static func notOurForm(_ reason: String) -> Refusal {
        Refusal(
            .forbidden, "Please try that again",
            "The form did not come from a page of this session, so nothing was changed. Go back, reload the page "
                + "and try once more.",
            logged: reason)
    }

    /// What a failure of the store means for whoever waits for a page.
    init(_ failure: StoreFailure) {
        let retry: Fields = [.retryAfter: "10"]
        switch failure {
        case .busy:
            self.init(
                .serviceUnavailable, "One moment, please", "The server is very busy. Try again in a few seconds.",
                fields: retry, logged: "the store is busy")
        case .full:
            self.init(
                .serviceUnavailable, "Out of room",
                "The server has no space left, so nothing was changed. Its operator has to make room; try again later.",
                fields: [.retryAfter: "60"], logged: "no space left for the store")
        case .broken(let reason):
            self.init(
                .serviceUnavailable, "Out of order",
                "The server cannot reach its data just now. Its operator has been told; try again later.",
                fields: [.retryAfter: "60"],
                logged: "the store is broken: \(reason)")
        case .constraint(let reason):
            self.init(
                .internalServerError, "Our mistake", "Something went wrong on this server, and nothing was changed.",
                logged: "a rule of the store was broken: \(reason)")
        }
    }

    init(_ failure: KeyFailure) {
        self.init(
            .internalServerError, "Our mistake",
            "Something is wrong with this server's keys. Its operator has to look.",
            logged: "the keys do not work: \(failure)")
    }

    init(_ failure: BodyFailure) {
        self.init(failure.status, "That did not work", "The form did not arrive whole, or is too large.")
    }
}
