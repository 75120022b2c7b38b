import Domain
import HTTP
import Logging

/// What the forms of the administrators' pages have in common.
enum AdminActs {
    private static let lineMax = 200

    /// `POST /admin/recheck`: has the connections that are held be tried once more.
    @Sendable static func recheck(
        _ visit: Visit, _ session: Session, _ fields: FormFields
    ) async throws(Refusal) -> Response {
        try await carryOut(.recheckHeld, visit, to: "/admin")
    }

    /// Does it, and goes on at `path`.
    static func carryOut(_ act: AdministrativeAct, _ visit: Visit, to path: String) async throws(Refusal) -> Response {
        let environment = visit.site.environment
        let outcome: AdministrativeOutcome
        do throws(StoreFailure) {
            outcome = try await environment.members.carryOut(act, by: visit.actor, now: visit.now)
        } catch {
            throw Refusal(error)
        }
        switch outcome {
        case .done, .unchanged: return .redirect(to: visit.path(path))
        case .unknown:
            throw Refusal(.notFound, "That is gone", "It was changed meanwhile, by somebody else or in another tab.")
        case .lastAdministrator:
            throw Refusal(
                .conflict, "Nobody would be left",
                "That account is the only one that can administer. Make somebody else administrator first.")
        }
    }

    /// One line of text that somebody typed: trimmed, without control characters, not too long.
    static func line(_ text: String?) -> String {
        let scalars = (text ?? "").unicodeScalars.map { $0.properties.generalCategory == .control ? " " : $0 }
        let words = String(String.UnicodeScalarView(scalars)).split(separator: " ")
        return String(words.joined(separator: " ").prefix(lineMax))
    }

    /// The user that a form names.
    static func user(_ fields: FormFields) throws(Refusal) -> UserName {
        let provider = line(fields["provider"])
        guard !provider.isEmpty, let user = UserName(pasted: line(fields["user"]), provider: provider) else {
            throw .malformed(
                "Enter the user's id at the provider: the last part of the address of their profile there.")
        }
        return user
    }
}
