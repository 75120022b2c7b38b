import HTTP

/// The lines that a request hands to curl, in curl's notation: `name: value`, `name;` for an empty value, `name:` to
/// keep curl from adding a line of its own.
enum RequestLines {
    // RFC 9110 §7.2, RFC 9112 §6: whoever sets these decides where a message ends and whom it is for.
    private static let own: Set<String> = [
        "host", "content-length", "transfer-encoding", "connection", "keep-alive", "proxy-connection", "upgrade", "te",
        "trailer", "expect",
    ]

    /// The lines; throws `invalid` for a field that is the client's own.
    static func lines(of request: ClientRequest, userAgent: FieldValue) throws(ClientFailure) -> [String] {
        var lines: [String] = []
        for (name, value) in request.fields.pairs {
            let name = ASCII.lowercased(name)
            guard !own.contains(name) else { throw .invalid("the field \(name) is set by the client itself") }
            lines.append(value.isEmpty ? "\(name);" : "\(name): \(value)")
        }
        if !request.fields.contains(.userAgent) { lines.append("user-agent: \(userAgent)") }
        // Curl would call any content a form, and would wait a second for leave to send a large one.
        if !request.fields.contains(.contentType) { lines.append("content-type:") }
        lines.append("expect:")
        if !request.fields.contains(.accept) { lines.append("accept: */*") }
        return lines
    }
}
