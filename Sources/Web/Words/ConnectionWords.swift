import Domain

/// Connections in plain words.
enum ConnectionWords {
    /// What a scope lets Fanfare do, to stand behind "Fanfare may".
    static func scope(_ scope: String) -> String {
        switch scope {
        case "user-follow-read": "see which artists you follow"
        case "user-read-private": "see your profile: name and country"
        case "user-follow-modify": "follow and unfollow artists for you, when you ask"
        default: "use \u{201C}\(scope)\u{201D}"
        }
    }

    /// How a connection stands.
    static func state(_ connection: ConnectionView, provider: String) -> String {
        if connection.isDisconnected { return "Disconnected" }
        return switch connection.state {
        case .connected: "Connected"
        case .needsReconnect: "Ended"
        case .held: "On hold"
        case .undecryptable: "Unreadable"
        }
    }

    /// Why the list was not read the last time, if it was not. None of it is for its owner to mend, unless it says so.
    static func listTrouble(_ connection: ConnectionView, provider: String) -> String? {
        if connection.refreshFailure != nil {
            return
                "\(provider) has trouble at the moment, so your list cannot be read. Fanfare tries again by itself, and "
                + "nothing is lost."
        }
        if !connection.scopes.isEmpty, !connection.scopes.contains("user-follow-read"), connection.provider == "spotify"
        {
            return "You have not allowed Fanfare to see which artists you follow. Reconnect to allow it."
        }
        return connection.followsFailure.map { "The last attempt to read it failed: \($0). It is tried again." }
    }

    /// What its owner should know, if anything is wrong.
    static func trouble(_ connection: ConnectionView, provider: String) -> String? {
        if connection.isDisconnected {
            return "Nothing is read from \(provider) any more. Reconnect to go on where you stopped."
        }
        switch connection.state {
        case .connected: return nil
        case .held:
            return
                "\(provider) refused many connections at once, so this one waits until the operator has looked. "
                + "Nothing is lost."
        case .undecryptable:
            return
                "The key to this connection's tokens is missing on the server. Its operator has to look; "
                + "reconnecting helps too."
        case .needsReconnect:
            switch connection.end {
            case .expired: return "Six months have passed since you agreed. Reconnect to go on."
            case .revoked: return "The access was taken back at \(provider). Reconnect if you want to go on."
            case .rotationLost: return "An answer of \(provider) was lost on the way. Reconnect to go on."
            case .noRefreshToken, .unknown, nil: return "\(provider) has ended the connection. Reconnect to go on."
            }
        }
    }
}
