import HTTP

/// Compresses what handlers answer, by negotiation.
enum ResponseCoding {
    private static let acceptEncoding: FieldValue = "Accept-Encoding"

    /// Codes the content where the response may be coded, the client takes it and it is worth it; says with `Vary` that
    /// it depends on the request either way, or a cache would give the wrong one to somebody (RFC 9110 §12.5.5).
    static func apply(to response: inout Response, request: Fields, level: Int32, bytesMin: Int) {
        guard !response.isNegotiated, case .bytes(let bytes) = response.body, bytes.count >= bytesMin,
            response.status.code == 200, let type = response.fields[.contentType], MediaTypes.isText(type),
            !response.fields.contains(.contentEncoding)
        else { return }
        let isVaried =
            response.fields.contains(.vary)
            && response.fields.list(.vary).contains { $0 == "*" || ASCII.lowercased($0) == "accept-encoding" }
        if !isVaried { response.fields.append(.vary, acceptEncoding) }
        // RFC 9111 §5.2.2.6: content under no-transform is left as it is.
        guard request.contains(.acceptEncoding), AcceptEncoding(request).preferred(of: [.gzip]) == .gzip,
            !response.fields.list(.cacheControl).contains(where: { ASCII.lowercased($0) == "no-transform" }),
            let coded = Gzip.compress(bytes, level: level)
        else { return }
        response.fields.append(.contentEncoding, ContentCoding.gzip.fieldValue)
        // RFC 9110 §8.8.1: no longer the very octets that a strong validator stands for.
        if let tag = response.fields[.eTag], !tag.hasPrefix("W/"), let weak = FieldValue("W/\(tag)") {
            response.fields.set(.eTag, weak)
        }
        response.body = .bytes(coded)
    }
}
