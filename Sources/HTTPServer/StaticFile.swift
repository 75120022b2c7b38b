import HTTP

/// One file as it is served, in each coding there is of it. What its answers say is written when it is read.
struct StaticFile: Sendable {
    /// The content in one coding, and the fields of an answer with it.
    struct Representation: Sendable {
        let coding: ContentCoding?
        let bytes: [UInt8]
        /// Strong, of the very bytes (RFC 9110 §8.8.3).
        let entityTag: String
        /// For an address that may carry other content later.
        let fields: Fields
        /// For an address that carries the fingerprint, and this content for ever.
        let lastingFields: Fields
    }

    let fingerprint: String
    let plain: Representation
    private let coded: [ContentCoding: Representation]
    private let lastModified: Int64
    private let lastingQuery: String

    private static let vary: FieldValue = "Accept-Encoding"

    init(_ asset: AssetReader.Asset) {
        fingerprint = asset.fingerprint
        lastModified = asset.lastModified
        lastingQuery = "v=\(asset.fingerprint)"
        plain = StaticFile.represent(asset, asset.bytes, nil)
        coded = Dictionary(
            uniqueKeysWithValues: asset.coded.map { ($0, StaticFile.represent(asset, $1, $0)) })
    }

    private static func represent(
        _ asset: AssetReader.Asset, _ bytes: [UInt8], _ coding: ContentCoding?
    ) -> Representation {
        // RFC 9110 §8.8.3.3: what is coded differently is another representation, with a tag of its own.
        let entityTag = "\"\(asset.fingerprint)\(coding.map { "-\($0.rawValue)" } ?? "")\""
        var fields: Fields = [.contentType: asset.type, .acceptRanges: "bytes", .xContentTypeOptions: "nosniff"]
        if !asset.coded.isEmpty { fields.append(.vary, vary) }
        if let coding { fields.append(.contentEncoding, coding.fieldValue) }
        if let tag = FieldValue(entityTag) { fields.append(.eTag, tag) }
        if let date = FieldValue(HTTPDate.format(asset.lastModified)) { fields.append(.lastModified, date) }
        var lasting = fields
        fields.append(.cacheControl, "public, max-age=300")
        lasting.append(.cacheControl, "public, max-age=31536000, immutable")
        return Representation(
            coding: coding, bytes: bytes, entityTag: entityTag, fields: fields, lastingFields: lasting)
    }

    /// The answer to a GET or HEAD.
    func response(to request: Request) -> Response {
        let chosen = representation(for: request.fields)
        let fields = request.query == lastingQuery ? chosen.lastingFields : chosen.fields
        var response = conditional(request, chosen, fields) ?? Response(.ok, fields: fields, body: .bytes(chosen.bytes))
        response.isNegotiated = true
        return response
    }

    /// What conditions and ranges make of the answer, in the order of RFC 9110 §13.2.2; nil if it is the whole.
    private func conditional(_ request: Request, _ chosen: Representation, _ fields: Fields) -> Response? {
        let tag = chosen.entityTag
        guard Validators.isPreconditionMet(request.fields, entityTag: tag, lastModified: lastModified) else {
            return varied(.text(.preconditionFailed, "It has changed\n"))
        }
        if Validators.isNotModified(request.fields, entityTag: tag, lastModified: lastModified) {
            var fields = fields
            fields.remove(.contentType)
            fields.remove(.contentEncoding)
            return Response(.notModified, fields: fields)
        }
        guard request.method == .get,
            let range = Validators.range(request.fields, entityTag: tag, lastModified: lastModified)
        else { return nil }
        let count = chosen.bytes.count
        switch ByteRange.parse(range, length: count) {
        case .ignored: return nil
        case .unsatisfiable:
            var response = varied(.text(.rangeNotSatisfiable, "No such range\n"))
            response.fields.append(.acceptRanges, "bytes")
            if let value = FieldValue("bytes */\(count)") { response.fields.append(.contentRange, value) }
            return response
        case .range(let part):
            var fields = fields
            if let value = FieldValue("bytes \(part.lowerBound)-\(part.upperBound - 1)/\(count)") {
                fields.append(.contentRange, value)
            }
            return Response(.partialContent, fields: fields, body: .bytes(Array(chosen.bytes[part])))
        }
    }

    private func varied(_ response: Response) -> Response {
        guard !coded.isEmpty else { return response }
        var response = response
        response.fields.append(.vary, StaticFile.vary)
        return response
    }

    /// What to answer with. A part is taken of the file as it is, so that clients which ask for parts and decode
    /// nothing get what they mean.
    private func representation(for fields: Fields) -> Representation {
        guard !coded.isEmpty, fields.contains(.acceptEncoding) else { return plain }
        let accepted = AcceptEncoding(fields)
        if fields.contains(.range), accepted.takesIdentity { return plain }
        return accepted.preferred(of: ContentCoding.allCases.filter { coded[$0] != nil }).flatMap { coded[$0] } ?? plain
    }
}
