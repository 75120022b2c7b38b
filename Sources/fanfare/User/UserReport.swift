import Domain
import FoundationEssentials

/// Accounts and the audit log as JSON and as lines.
enum UserReport {
    struct Account: Encodable {
        let id: Int64
        let displayName: String
        let createdAt: String
        let isAdministrator: Bool
        let blockedAt: String?
        let blockReason: String?
        let follows: Int
        let sessions: Int
        let lastSeenAt: String?
        let connections: [Connection]

        init(_ member: Member) {
            id = member.id.rawValue
            displayName = member.displayName
            createdAt = member.createdAt.rfc3339
            isAdministrator = member.isAdministrator
            blockedAt = member.blockedAt?.rfc3339
            blockReason = member.blockReason.isEmpty ? nil : member.blockReason
            follows = member.follows
            sessions = member.sessions
            lastSeenAt = member.lastSeenAt?.rfc3339
            connections = member.connections.map { Connection($0) }
        }
    }

    struct Connection: Encodable {
        let id: Int64
        let provider: String
        let userId: String
        let state: String
        let endReason: String?
        let authorizedAt: String
        let trouble: String?

        init(_ connection: Member.Connection) {
            id = connection.id.rawValue
            provider = connection.user.provider
            userId = connection.user.id
            state = connection.state?.rawValue ?? "disconnected"
            endReason = connection.end?.rawValue
            authorizedAt = connection.authorizedAt.rfc3339
            trouble = connection.trouble
        }
    }

    struct Event: Encodable {
        let id: Int64
        let at: String
        let act: String
        let wasRefused: Bool
        let by: String
        let byAccount: Int64?
        let account: Int64?
        let network: String?
        let detail: String?

        init(_ record: AuditRecord) {
            id = record.id
            at = record.at.rfc3339
            act = record.act
            wasRefused = record.isRefused
            by = record.actor.part.rawValue
            byAccount = record.actor.account?.rawValue
            account = record.account?.rawValue
            network = record.actor.network.isEmpty ? nil : record.actor.network
            detail = record.detail.isEmpty ? nil : record.detail
        }

        var line: String {
            let who = byAccount.map { "\(by) \($0)" } ?? by
            let whom = account == byAccount ? nil : account.map { "account \($0)" }
            let refused = wasRefused ? "refused" : nil
            return [at, act, refused, who, whom, network, detail].compactMap { $0 }.joined(separator: "  ").onTerminal
        }
    }

    struct Joining: Encodable {
        struct Entry: Encodable {
            let provider: String
            let userId: String
            let note: String?
            let addedAt: String
        }

        struct Request: Encodable {
            let provider: String
            let userId: String
            let displayName: String
            let lastAt: String
        }

        let allowed: [Entry]
        let requests: [Request]

        init(_ entries: [AdmissionEntry], _ requests: [JoinRequest]) {
            allowed = entries.map {
                Entry(
                    provider: $0.user.provider, userId: $0.user.id, note: $0.note.isEmpty ? nil : $0.note,
                    addedAt: $0.addedAt.rfc3339)
            }
            self.requests = requests.map {
                Request(
                    provider: $0.user.provider, userId: $0.user.id, displayName: $0.displayName,
                    lastAt: $0.lastAt.rfc3339)
            }
        }
    }

    struct InvitationLink: Encodable {
        let link: String
        let endsAt: String
    }

    /// One line of an account.
    static func line(_ member: Member) -> String {
        var words = ["\(member.id.rawValue)", member.displayName.isEmpty ? "-" : member.displayName]
        if member.isAdministrator { words.append("administrator") }
        if member.blockedAt != nil { words.append("BLOCKED") }
        for connection in member.connections {
            let state = connection.state?.rawValue ?? "disconnected"
            words.append("\(connection.user.provider) \(connection.user.id) \(state)")
        }
        words.append("follows: \(member.follows)")
        words.append("sessions: \(member.sessions)")
        if let seen = member.lastSeenAt { words.append("last seen: \(seen.rfc3339)") }
        return words.joined(separator: "  ").onTerminal
    }

    /// A value as JSON, for other programs.
    static func json(_ value: some Encodable) throws -> String {
        let encoder = JSONEncoder()
        encoder.keyEncodingStrategy = .convertToSnakeCase
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        return String(decoding: try encoder.encode(value), as: UTF8.self)
    }
}
