import Domain
import HTTP

/// `POST /admin/requests/…`, `/admin/allowlist/…`: who may join by name.
enum AdminAdmission {
    @Sendable static func allow(
        _ visit: Visit, _ session: Session, _ fields: FormFields
    ) async throws(Refusal) -> Response {
        try await AdminActs.carryOut(
            .allow(try AdminActs.user(fields), note: AdminActs.line(fields["note"])), visit, to: "/admin#joining")
    }

    @Sendable static func dismiss(
        _ visit: Visit, _ session: Session, _ fields: FormFields
    ) async throws(Refusal) -> Response {
        try await AdminActs.carryOut(.dismiss(try AdminActs.user(fields)), visit, to: "/admin#joining")
    }

    @Sendable static func disallow(
        _ visit: Visit, _ session: Session, _ fields: FormFields
    ) async throws(Refusal) -> Response {
        try await AdminActs.carryOut(.disallow(try AdminActs.user(fields)), visit, to: "/admin#joining")
    }
}
