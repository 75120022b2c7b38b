import Domain
import HTTP

/// `POST /settings/sessions/…`: ends sessions from the list on the settings page.
enum SessionEnd {
    @Sendable static func endOne(
        _ visit: Visit, _ session: Session, _ fields: FormFields
    ) async throws(Refusal) -> Response {
        guard let id = fields["session"].map({ SessionID($0) }) else { throw .malformed("The form names no session.") }
        if id == session.id { return try await SignOut.carryOut(visit, session, fields) }
        do throws(StoreFailure) {
            // False for one that has ended meanwhile: what was wanted is so.
            _ = try await visit.site.environment.sessions.endSession(id, of: session.account)
        } catch {
            throw Refusal(error)
        }
        await visit.note(.sessionEnd, detail: "one")
        return .redirect(to: visit.path("/settings#sessions"))
    }

    @Sendable static func endOthers(
        _ visit: Visit, _ session: Session, _ fields: FormFields
    ) async throws(Refusal) -> Response {
        do throws(StoreFailure) {
            try await visit.site.environment.sessions.endSessions(of: session.account, except: session.id)
        } catch {
            throw Refusal(error)
        }
        await visit.note(.sessionEnd, detail: "all others")
        return .redirect(to: visit.path("/settings#sessions"))
    }
}
