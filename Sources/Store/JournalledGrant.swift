import Domain

/// A grant as an entry of the journal says it: whose it is, which tokens it follows, and what was granted.
///
/// Fields are separated by U+001F, which no token holds (RFC 6749 appendix A: visible ASCII and the space).
struct JournalledGrant {
    var connection: ConnectionID
    /// The version of the tokens that were exchanged; the grant counts only after these.
    var version: Int64
    var grant: Grant

    private static let separator: Character = "\u{1F}"
    private static let scopesUnknown = "-"

    init(connection: ConnectionID, version: Int64, grant: Grant) {
        self.connection = connection
        self.version = version
        self.grant = grant
    }

    /// Reads what `text` wrote.
    init?(_ text: String) {
        let fields = text.split(separator: JournalledGrant.separator, omittingEmptySubsequences: false)
        guard fields.count == 7, let connection = Int64(fields[0]), let version = Int64(fields[1]),
            let expiresAt = Int64(fields[2]), let lifetime = Int64(fields[3])
        else { return nil }
        self.connection = ConnectionID(connection)
        self.version = version
        grant = Grant(
            accessToken: Secret(String(fields[5])), expiresAt: Timestamp(milliseconds: expiresAt),
            lifetime: .milliseconds(lifetime), refreshToken: fields[6].isEmpty ? nil : Secret(String(fields[6])),
            scopes: fields[4] == JournalledGrant.scopesUnknown
                ? nil : fields[4].split(separator: " ").map { String($0) })
    }

    /// To be sealed at once: it holds the tokens.
    var text: Secret {
        let fields = [
            "\(connection.rawValue)", "\(version)", "\(grant.expiresAt.milliseconds)",
            "\(grant.lifetime.wholeMilliseconds)",
            grant.scopes?.joined(separator: " ") ?? JournalledGrant.scopesUnknown, grant.accessToken.reveal(),
            grant.refreshToken?.reveal() ?? "",
        ]
        return Secret(fields.joined(separator: String(JournalledGrant.separator)))
    }
}
