import Domain
import HTTP
import Logging

/// `/settings/delete-account`: everything of an account goes, in one transaction.
enum AccountDeletion {
    struct Goodbye: Sendable {
        let shell: Shell
        let pageTitle: String
    }

    @Sendable static func ask(_ visit: Visit, _ session: Session) async throws(Refusal) -> Response {
        Confirmation.ask(
            visit, session, title: "Delete account",
            explanation: [
                "Your account, your connection with its tokens, your list of artists, everything you were told, "
                    + "your feed address and all sessions are deleted at once.",
                "There is no way back. If you come again, you begin anew.",
            ],
            action: "/settings/delete-account", keep: "Keep my account")
    }

    @Sendable static func carryOut(
        _ visit: Visit, _ session: Session, _ fields: FormFields
    ) async throws(Refusal) -> Response {
        try Confirmation.check(fields)
        let environment = visit.site.environment
        do throws(StoreFailure) {
            try await environment.pages.deleteAccount(session.account)
        } catch {
            throw Refusal(error)
        }
        visit.site.forget(session.account)
        await visit.noteDeletion()
        environment.logger.info("account deleted", metadata: ["account": "\(session.account.rawValue)"])
        return SignOut.leave(to: visit.path("/goodbye"), environment.address)
    }

    @Sendable static func sayGoodbye(_ visit: Visit) async throws(Refusal) -> Response {
        visit.site.page(
            "goodbye", Goodbye(shell: visit.site.shell(for: visit.session), pageTitle: "Goodbye"))
    }
}
