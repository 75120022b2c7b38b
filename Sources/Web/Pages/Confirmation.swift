import Domain
import HTTP

/// A page that asks before something is done that cannot be undone.
enum Confirmation {
    struct Page: Sendable {
        let shell: Shell
        let pageTitle: String
        let explanation: [String]
        /// Where the form goes.
        let action: String
        let token: String
        /// What else the form carries.
        let hidden: [Field]
        let keep: String
        let keepPath: String
    }

    struct Field: Sendable {
        let name: String
        let value: String
    }

    static func ask(
        _ visit: Visit, _ session: Session, title: String, explanation: [String], action: String, hidden: [Field] = [],
        keep: String, keepPath: String = "/settings"
    ) -> Response {
        let page = Page(
            shell: visit.site.shell(for: session, at: .settings), pageTitle: title, explanation: explanation,
            action: visit.path(action), token: FormToken.make(for: session.id, keys: visit.site.environment.keys),
            hidden: hidden, keep: keep, keepPath: visit.path(keepPath))
        return visit.site.page("confirm", page)
    }

    /// Whether the form came from the button of that page.
    static func check(_ fields: FormFields) throws(Refusal) {
        guard fields["confirm"] == "yes" else {
            throw .malformed("The form lacks the confirmation, so nothing was changed.")
        }
    }
}
