import HTTP

/// A call of the Web API that has passed the doors.
struct APIRequest: Sendable {
    /// The app.
    let clientID: String
    /// The listener's place; nil for the app itself.
    let listener: Int?
    let scopes: Scopes
    /// What stands for `{id}`.
    let id: String
    /// The path as it goes into links, without host.
    let path: String
    let query: FormFields
    let body: [UInt8]
    let time: Moment

    /// The listener, where the route asks for one.
    func user() throws(APIError) -> Int {
        guard let listener else { throw .userRequired }
        return listener
    }
}
