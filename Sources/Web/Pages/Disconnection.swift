import Domain
import HTTP
import Logging

/// `/settings/disconnect`: forgets the tokens of a connection (FACTS §5: easily reached, at any time).
enum Disconnection {
    @Sendable static func ask(_ visit: Visit, _ session: Session) async throws(Refusal) -> Response {
        let connection = try connection(try visit.query()["connection"], visit, session)
        let provider = visit.site.environment.provider.displayName
        return Confirmation.ask(
            visit, session, title: "Disconnect \(provider)",
            explanation: [
                "Fanfare deletes its access to your \(provider) account at once, and stops reading your list of "
                    + "artists.",
                "Your account and the releases you were told of stay, and you can reconnect at any time.",
                "To take Fanfare off \(provider)'s own list as well, open your \(provider) account page there, "
                    + "under \u{201C}Manage apps\u{201D}.",
            ],
            action: "/settings/disconnect",
            hidden: [Confirmation.Field(name: "connection", value: String(connection.id.rawValue))],
            keep: "Stay connected")
    }

    @Sendable static func carryOut(
        _ visit: Visit, _ session: Session, _ fields: FormFields
    ) async throws(Refusal) -> Response {
        try Confirmation.check(fields)
        let connection = try connection(fields["connection"], visit, session)
        do throws(StoreFailure) {
            try await visit.site.environment.pages.disconnect(connection.id, of: session.account, now: visit.now)
        } catch {
            throw Refusal(error)
        }
        await visit.note(.disconnect, detail: connection.provider)
        visit.site.environment.logger.info("disconnected", metadata: ["account": "\(session.account.rawValue)"])
        return .redirect(to: visit.path("/settings"))
    }

    /// The account's own connection of that number; its only one where none is named.
    private static func connection(
        _ text: String?, _ visit: Visit, _ session: Session
    ) throws(Refusal) -> ConnectionView {
        let connections: [ConnectionView]
        do throws(StoreFailure) {
            connections = try visit.site.environment.pages.connections(of: session.account)
        } catch {
            throw Refusal(error)
        }
        let wanted = text.flatMap { Int64($0) }
        guard let connection = connections.first(where: { text == nil || $0.id.rawValue == wanted }) else {
            throw .notFound
        }
        return connection
    }
}
