import HTTP

/// Keeps secrets out of the log.
enum Redaction {
    private static let secrets = [
        "code", "token", "access_token", "refresh_token", "client_secret", "code_verifier", "assertion",
    ]

    /// The query with the values of secret parameters left out.
    static func query(_ query: String) -> String {
        guard secrets.contains(where: { query.contains($0) }) || query.contains("%") else { return query }
        return query.split(separator: "&", omittingEmptySubsequences: false).map { pair in
            guard let equals = pair.firstIndex(of: "=") else { return String(pair) }
            let name = pair[..<equals]
            let plain =
                PercentEncoding.decode(name.utf8, plusIsSpace: true).map { String(decoding: $0, as: UTF8.self) }
                ?? String(name)
            return secrets.contains(plain) ? "\(name)=redacted" : String(pair)
        }.joined(separator: "&")
    }
}
