public import HTTP

/// Serves the files of one folder, read once at start: what is not in the list does not exist, so no path, however
/// encoded, leads out of it.
public struct StaticFiles: Handler {
    private let files: [String: StaticFile]
    /// The same by the whole path in its plain spelling, which nearly all requests have.
    private let filesByPath: [String: StaticFile]
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
        files = try AssetReader.read(folder).mapValues { StaticFile($0) }
        var byPath: [String: StaticFile] = [:]
        for (name, file) in files {
            let path = (prefix + [name]).map { "/" + $0 }.joined()
            // Only what has no other reading: nothing in it is encoded.
            if path.utf8.allSatisfy({ PercentEncoding.isUnreserved($0) || $0 == ASCII.slash }) { byPath[path] = file }
        }
        filesByPath = byPath
    }

    /// The names of all files, with `/` between folders.
    public var names: [String] { files.keys.sorted() }

    /// A short text that changes with a file's content; nil for an unknown name. An address that carries it as `v` may
    /// be kept for ever.
    public func fingerprint(of name: String) -> String? { files[name]?.fingerprint }

    /// The file's bytes; nil for an unknown name.
    public func bytes(of name: String) -> [UInt8]? { files[name]?.plain.bytes }

    /// The answer to the request.
    public nonisolated(nonsending) func respond(to request: Request) async -> Response { answer(to: request) }

    /// The answer to the request, never nil: the files are in memory.
    public func respondAtOnce(to request: Request) -> Response? { answer(to: request) }

    /// Answers GET and HEAD with validators, 304 and ranges, and OPTIONS; 404 and 405 otherwise.
    public func answer(to request: Request) -> Response {
        guard let file = filesByPath[request.path] ?? file(at: request.path) else {
            return .text(.notFound, "Not found\n")
        }
        guard request.method == .get || request.method == .head else {
            return Response(
                request.method == .options ? .noContent : .methodNotAllowed, fields: [.allow: "GET, HEAD, OPTIONS"])
        }
        return file.response(to: request)
    }

    private func file(at text: String) -> StaticFile? {
        guard let path = PathSegments(text), path.segments.starts(with: prefix), !path.endsWithSlash else { return nil }
        return files[path.segments.dropFirst(prefix.count).joined(separator: "/")]
    }
}
