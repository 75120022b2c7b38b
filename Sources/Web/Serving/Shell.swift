import Domain

/// What the layout shows around every page.
struct Shell: Sendable {
    /// Which item of the navigation a page belongs to.
    enum Place { case releases, artists, settings, administration, elsewhere }

    /// Who is signed in, and the token for the form that signs them out.
    struct Visitor: Sendable {
        let name: String
        let token: String
        let isAtReleases: Bool
        let isAtArtists: Bool
        let isAtSettings: Bool
        let isAdministrator: Bool
        let isAtAdministration: Bool
    }

    /// The path of the base URL.
    let base: String
    let styles: String
    let script: String
    let icon: String
    let notices: [String]
    let visitor: Visitor?
    /// Where the page hears of changes, from the version on that it shows.
    let events: String?

    /// `version` is that of the account's pages for a page that keeps itself up to date.
    init(_ environment: WebEnvironment, session: Session?, place: Place, version: Int64?) {
        base = environment.address.path
        styles = base + environment.assets.path("app.css")
        script = base + environment.assets.path("app.js")
        icon = base + environment.assets.path("icon.svg")
        notices = environment.notices
        visitor = session.map { session in
            Visitor(
                name: session.displayName, token: FormToken.make(for: session.id, keys: environment.keys),
                isAtReleases: place == .releases, isAtArtists: place == .artists, isAtSettings: place == .settings,
                isAdministrator: session.isAdministrator, isAtAdministration: place == .administration)
        }
        events = version.map { "\(environment.address.path)/events?version=\($0)" }
    }
}
