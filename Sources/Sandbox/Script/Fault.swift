import HTTP

/// What a script wants to go wrong.
struct Fault: Sendable {
    /// Nil is every method.
    var method: String?
    /// A glob over the whole path; `*` stands for anything, slashes too.
    var path: String
    /// Something the real service was seen to do; nil where the script says itself what goes wrong.
    var name: NamedFault?
    /// What is answered instead; nil leaves the real answer to be delayed or cut.
    var response: Response?
    var delay: Duration?
    /// How much of the content is sent before the connection breaks.
    var cutAfterBytes: Int?
    /// How many more requests it meets; nil is every one until cleared.
    var remaining: Int?
}
