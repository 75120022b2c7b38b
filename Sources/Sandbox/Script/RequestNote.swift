import HTTP

/// Who made a request and what kind it was, as far as it says.
struct RequestNote: Sendable {
    var family: EndpointFamily
    var clientID: String?
    var user: String?
    var grantType: String?
}
