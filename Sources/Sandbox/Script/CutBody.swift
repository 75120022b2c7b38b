import HTTP

/// The answer of a fault that cuts: some of the content, then the connection breaks.
enum CutBody {
    /// The response with no more than `count` octets of content, ended by an error instead of an end.
    static func cutting(_ response: Response, after count: Int) -> Response {
        guard case .bytes(let bytes) = response.body else {
            return Response(
                response.status, fields: response.fields,
                body: .stream { _ throws(BodyFailure) in throw .disconnected })
        }
        let piece = Array(bytes.prefix(count))
        return Response(
            response.status, fields: response.fields,
            body: .stream { writer in
                if !piece.isEmpty { try await writer.write(piece) }
                throw BodyFailure.disconnected
            })
    }
}
