import Domain
import HTTP

/// `GET /settings/export`: everything that is kept about whoever asks, as one JSON file.
enum DataExport {
    @Sendable static func show(_ visit: Visit, _ session: Session) async throws(Refusal) -> Response {
        let document: [UInt8]?
        do throws(StoreFailure) {
            document = try visit.site.environment.members.personalData(
                of: session.account, current: session.id, now: visit.now)
        } catch {
            throw Refusal(error)
        }
        guard let document else { throw .notFound }
        await visit.note(.export)
        var response = Response.json(.ok, document)
        response.fields.append(.contentDisposition, "attachment; filename=\"fanfare-export.json\"")
        response.fields.append(.cacheControl, "no-store")
        return response
    }
}
