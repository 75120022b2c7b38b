/// What kind of app the clients are to Spotify; decides fields, limits and routes.
public enum SandboxProfile: String, Sendable, CaseIterable {
    /// An app in development mode, made after 2026-02-11: fewer fields and routes, small pages, a daily quota.
    case dev2026 = "dev-2026"
    /// An app with extended quota: every field, the older routes, pages of fifty.
    case extended

    /// How many albums of an artist one page may have.
    var artistAlbumsMax: Int { self == .dev2026 ? 10 : 50 }
    /// How many albums of an artist a page has when nobody says.
    var artistAlbumsDefault: Int { self == .dev2026 ? 5 : 20 }
    /// How many results of one type a search page may have.
    var searchMax: Int { self == .dev2026 ? 10 : 50 }
    /// How many results of one type a search page has when nobody says.
    var searchDefault: Int { self == .dev2026 ? 5 : 20 }
}
