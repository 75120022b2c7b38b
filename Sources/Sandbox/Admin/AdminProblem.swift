import HTTP

/// A call to the admin side that cannot be done; the message says what to do.
struct AdminProblem: Error, Equatable {
    var status = Status.badRequest
    let message: String

    /// The error as it goes out.
    var response: Response {
        .json(status, JSONWriter.compact { $0.object { $0.member("error", message) } })
    }
}
