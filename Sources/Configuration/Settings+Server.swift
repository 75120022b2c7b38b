import HTTP
import HTTPServer

extension Settings {
    /// The server's bounds and deadlines as an operator reads them, those by default too.
    public var serverSentences: [String] {
        let head = server.head
        let times = [
            ("a head", server.headDeadline), ("between pieces of content", server.bodyIdleDeadline),
            ("until an answer begins", server.requestDeadline),
            ("between looks at a slow reader", server.writeDeadline),
            ("idle", server.idleDeadline), ("a connection in all", server.connectionLifetime),
            ("requests in progress at a stop", stopGrace),
        ].map { "\($0) \(DurationText.words(for: $1))" }
        return [
            "The server takes \(server.connectionsMax) connections, \(server.connectionsPerAddressMax) of one address; "
                + "a head of \(OctetsText.words(for: head.headBytesMax)) with \(head.fieldCountMax) fields, "
                + "a line of \(OctetsText.words(for: head.requestLineBytesMax)).",
            "Its deadlines: \(times.joined(separator: ", ")).",
        ]
    }
}
