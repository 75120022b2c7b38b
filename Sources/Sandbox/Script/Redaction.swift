import HTTP

/// Keeps secrets out of the log.
enum Redaction {
    private static let secrets = [
        "code", "token", "access_token", "refresh_token", "client_secret", "code_verifier", "assertion",
    ].map { Array($0.utf8) }

    /// The query with the values of secret parameters left out.
    static func query(_ query: String) -> String {
        let pairs = query.utf8.split(separator: 0x26, omittingEmptySubsequences: false)
        guard pairs.contains(where: { name(of: $0) != nil }) else { return query }
        return pairs.map { pair in
            name(of: pair).map { "\($0)=redacted" } ?? String(decoding: pair, as: UTF8.self)
        }.joined(separator: "&")
    }

    /// The name of a pair, as sent, if its value is secret. Names may be encoded like anything else.
    private static func name(of pair: Substring.UTF8View) -> String? {
        guard let equals = pair.firstIndex(of: 0x3D) else { return nil }
        let name = pair[..<equals]
        let isSecret: Bool
        if name.contains(0x25) {
            isSecret = PercentEncoding.decode(name).map(secrets.contains) ?? true
        } else {
            isSecret = secrets.contains { name.elementsEqual($0) }
        }
        return isSecret ? String(decoding: name, as: UTF8.self) : nil
    }
}
