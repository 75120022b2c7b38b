import HTTP

/// A request to the service, read as far as every part of it needs.
struct ServiceCall: Sendable {
    let method: Method
    /// As sent, still percent-encoded.
    let path: String
    let rawQuery: String?
    /// Decoded; a slash at the end makes no difference, as at Spotify.
    let segments: [String]
    let query: FormFields
    let fields: Fields
    let body: [UInt8]

    /// How much content a call may have.
    static let bodyBytesMax = 1 << 20

    /// The call, or the answer to a request that cannot be read.
    static func read(_ request: Request) async -> Result<ServiceCall, Unreadable> {
        guard let segments = PathSegments(request.path)?.segments else {
            return .failure(Unreadable(status: .notFound))
        }
        guard let query = FormFields(query: request.query) else { return .failure(Unreadable(status: .badRequest)) }
        do throws(BodyFailure) {
            let body = request.method == .get ? [] : try await request.body.collect(upTo: bodyBytesMax)
            return .success(
                ServiceCall(
                    method: request.method, path: request.path, rawQuery: request.query, segments: segments,
                    query: query,
                    fields: request.fields, body: body))
        } catch {
            return .failure(Unreadable(status: error.status))
        }
    }

    /// The call without these parameters of its query.
    func without(_ parameters: [String]) -> ServiceCall {
        ServiceCall(
            method: method, path: path, rawQuery: rawQuery, segments: segments,
            query: FormFields(query.pairs.filter { !parameters.contains($0.name) }), fields: fields, body: body)
    }

    /// The content as a form; nil where it is none.
    var form: FormFields? { FormFields(encoded: body) }

    /// The credentials of an `Authorization` line with that scheme.
    func credentials(_ scheme: String) -> Substring? {
        guard let line = fields[.authorization] else { return nil }
        let parts = line.split(separator: " ", maxSplits: 1)
        guard parts.count == 2, ASCII.equal(parts[0].utf8, scheme.utf8) else { return nil }
        return parts[1].drop { $0 == " " }
    }
}
