/// Messages that smuggle a request past one of two readers, by the trick.
enum SmugglingTable {
    static let rows: [SmugglingRow] =
        bothFramings + hiddenCodings + codings + lengths + chunks + heads + targets + connections + pipelines

    static let smuggled = "GET /###/smuggled HTTP/1.1\r\nHost: a\r\n\r\n"
    /// Ends chunked content; to whoever goes by a length, it belongs to the content.
    static let tail = "0\r\n\r\n" + smuggled
    static let chunked = "Transfer-Encoding: chunked\r\n"
    static let second = get("", "/###/second")

    static func get(
        _ lines: String = "", _ target: String = "/###/get", version: String = "HTTP/1.1", host: String = "Host: a\r\n"
    ) -> String {
        "GET \(target) \(version)\r\n\(host)\(lines)\r\n"
    }

    static func post(_ lines: String, _ content: String = "", version: String = "HTTP/1.1") -> String {
        "POST /###/post \(version)\r\nHost: a\r\n\(lines)\r\n\(content)"
    }

    static func length(_ content: String) -> String { "Content-Length: \(content.unicodeScalars.count)\r\n" }

    static func chunk(_ content: String) -> String {
        "\(String(content.unicodeScalars.count, radix: 16))\r\n\(content)\r\n"
    }

    /// Rows of one trick: a name, what differs, the answers.
    static func variants(
        _ trick: String, _ variants: [(String, String, [Int])], _ message: (String) -> String
    ) -> [SmugglingRow] {
        variants.map { SmugglingRow(name: "\(trick): \($0.0)", message: message($0.1), direct: $0.2) }
    }
}
