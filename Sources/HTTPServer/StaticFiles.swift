public import HTTP

/// Serves the files of one folder, read once at start: what is not in the list does not exist, so no path, however encoded,
/// leads out of it.
public struct StaticFiles: Handler {
    /// One file as it is served.
    struct Asset: Sendable {
        var bytes: [UInt8]
        var type: FieldValue
        /// Strong, of the very bytes (RFC 9110 §8.8.3).
        var entityTag: String
        var lastModified: Int64
        /// The same content coded, where that is smaller: from a file `.br` or `.gz` beside it, or compressed at the start.
        var coded: [ContentCoding: [UInt8]] = [:]
    }

    private let assets: [String: Asset]
    private let prefix: [String]

    /// Reads a folder and those below it. Dotfiles, symbolic links and what is no regular file are left out.
    ///
    /// Throws `SystemCallError` where the folder or a file cannot be read.
    ///
    /// - Parameters:
    ///   - folder: the folder's path.
    ///   - prefix: the path segments under which the files stand: `["static"]`.
    public init(folder: String, below prefix: [String]) throws(SystemCallError) {
        self.prefix = prefix
        assets = try AssetReader.read(folder)
    }

    /// The names of all files, with `/` between folders.
    public var names: [String] { assets.keys.sorted() }

    /// A short text that changes with a file's content; nil for an unknown name. An address that carries it as `v` may be
    /// kept for ever.
    public func fingerprint(of name: String) -> String? {
        assets[name].map { String($0.entityTag.dropFirst().dropLast()) }
    }

    /// The file's bytes; nil for an unknown name.
    public func bytes(of name: String) -> [UInt8]? { assets[name]?.bytes }

    /// Answers GET and HEAD with validators, 304 and ranges; 404 and 405 otherwise.
    public func respond(to request: Request) async -> Response {
        guard let path = PathSegments(request.path), path.segments.starts(with: prefix), !path.endsWithSlash,
            let asset = assets[path.segments.dropFirst(prefix.count).joined(separator: "/")]
        else { return .text(.notFound, "Not found\n") }
        guard request.method == .get || request.method == .head else {
            return Response(
                request.method == .options ? .noContent : .methodNotAllowed, fields: [.allow: "GET, HEAD, OPTIONS"])
        }
        var fields: Fields = [.contentType: asset.type, .acceptRanges: "bytes", .xContentTypeOptions: "nosniff"]
        let coding = coding(for: request.fields, of: asset)
        let bytes = coding.flatMap { asset.coded[$0] } ?? asset.bytes
        // RFC 9110 §8.8.3.3: what is coded differently is another representation, with a tag of its own.
        let entityTag = coding.map { "\"\(asset.entityTag.dropFirst().dropLast())-\($0.rawValue)\"" } ?? asset.entityTag
        if !asset.coded.isEmpty { fields.append(.vary, "Accept-Encoding") }
        if let coding { fields.append(.contentEncoding, coding.fieldValue) }
        if let tag = FieldValue(entityTag) { fields.append(.eTag, tag) }
        if let date = FieldValue(HTTPDate.format(asset.lastModified)) { fields.append(.lastModified, date) }
        let isFingerprinted = request.query == "v=\(asset.entityTag.dropFirst().dropLast())"
        fields.append(.cacheControl, isFingerprinted ? "public, max-age=31536000, immutable" : "public, max-age=300")
        guard
            Validators.isPreconditionMet(request.fields, entityTag: entityTag, lastModified: asset.lastModified)
        else {
            var response = Response.text(.preconditionFailed, "It has changed\n")
            if !asset.coded.isEmpty { response.fields.append(.vary, "Accept-Encoding") }
            return response
        }
        if Validators.isNotModified(request.fields, entityTag: entityTag, lastModified: asset.lastModified) {
            fields.remove(.contentType)
            fields.remove(.contentEncoding)
            return Response(.notModified, fields: fields)
        }
        guard request.method == .get,
            let range = Validators.range(request.fields, entityTag: entityTag, lastModified: asset.lastModified)
        else { return Response(.ok, fields: fields, body: .bytes(bytes)) }
        switch ByteRange.parse(range, length: bytes.count) {
        case .ignored: return Response(.ok, fields: fields, body: .bytes(bytes))
        case .unsatisfiable:
            var response = Response.text(.rangeNotSatisfiable, "No such range\n")
            response.fields.append(.acceptRanges, "bytes")
            if !asset.coded.isEmpty { response.fields.append(.vary, "Accept-Encoding") }
            if let value = FieldValue("bytes */\(bytes.count)") { response.fields.append(.contentRange, value) }
            return response
        case .range(let part):
            if let value = FieldValue("bytes \(part.lowerBound)-\(part.upperBound - 1)/\(bytes.count)") {
                fields.append(.contentRange, value)
            }
            return Response(.partialContent, fields: fields, body: .bytes(Array(bytes[part])))
        }
    }

    /// The coding to answer with; nil for none. A part is taken of the file as it is, so that clients which ask for parts
    /// and decode nothing get what they mean.
    private func coding(for fields: Fields, of asset: Asset) -> ContentCoding? {
        guard !asset.coded.isEmpty, fields.contains(.acceptEncoding) else { return nil }
        let accepted = AcceptEncoding(fields)
        if fields.contains(.range), accepted.takesIdentity { return nil }
        return accepted.preferred(of: ContentCoding.allCases.filter { asset.coded[$0] != nil })
    }
}
