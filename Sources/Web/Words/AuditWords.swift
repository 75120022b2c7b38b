import Domain

/// The audit log in plain words.
enum AuditWords {
    /// What was done.
    static func act(_ record: AuditRecord) -> String {
        guard let act = AuditEntry.Act(rawValue: record.act) else { return record.act }
        if record.isRefused {
            switch act {
            case .signIn: return "Sign-in refused"
            case .rateLimit: return "Too many attempts"
            default: return "Refused: \(words(act).lowercased())"
            }
        }
        return words(act)
    }

    private static func words(_ act: AuditEntry.Act) -> String {
        switch act {
        case .signIn: "Signed in"
        case .signOut: "Signed out"
        case .sessionEnd: "Session ended"
        case .reconnect: "Reconnected"
        case .disconnect: "Disconnected"
        case .connectionEnd: "Connection ended"
        case .recheck: "Held connections to be tried again"
        case .export: "Data exported"
        case .feedReplacement: "Feed address replaced"
        case .accountDeletion: "Account deleted"
        case .block: "Blocked"
        case .unblock: "Unblocked"
        case .administratorGain: "Made administrator"
        case .administratorLoss: "No longer administrator"
        case .invitation: "Invitation made"
        case .invitationUse: "Invitation used"
        case .invitationEnd: "Invitation withdrawn"
        case .admission: "Let in"
        case .admissionEnd: "Taken off the list"
        case .identityLink: "Way to sign in connected"
        case .identityRemoval: "Way to sign in removed"
        case .requestDismissal: "Request dismissed"
        case .keyAddition: "Key added"
        case .keyRewrapping: "Keys rewrapped"
        case .keyRetirement: "Key retired"
        case .rateLimit: "Too many attempts"
        }
    }

    /// Who did it, as an administrator reads it.
    static func actor(_ record: AuditRecord) -> String {
        switch record.actor.part {
        case .operator: return "the operator"
        case .fanfare: return "Fanfare"
        case .person:
            guard let account = record.actor.account else { return "somebody not signed in" }
            return record.actorName.map { name(account, $0) } ?? "account \(account.rawValue), deleted"
        }
    }

    /// Who did it, as the owner of the account reads it; nil for themselves, and for whoever tried to be.
    static func stranger(_ record: AuditRecord) -> String? {
        switch record.actor.part {
        case .operator: "by the operator"
        // What it notes by itself, nobody did.
        case .fanfare: nil
        case .person:
            record.actor.account == nil || record.actor.account == record.account ? nil : "by an administrator"
        }
    }

    /// An account in a list.
    static func name(_ account: AccountID, _ displayName: String) -> String {
        displayName.isEmpty ? "account \(account.rawValue)" : displayName
    }
}
