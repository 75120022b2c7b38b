import HTTP
import HTTPServer

/// The work of the programs in `peers/`, on our server.
struct PeerHandler: Handler {
    let files: StaticFiles
    let page: PeerPage

    nonisolated(nonsending) func respond(to request: Request) async -> Response {
        if let response = respondAtOnce(to: request) { return response }
        return await echo(request)
    }

    /// All but the echo, which waits for content.
    func respondAtOnce(to request: Request) -> Response? {
        // RFC 9110 §9.1: a method that means nothing here means nothing on any path.
        if case .other = request.method { return .text(.notImplemented, "Unknown method\n") }
        // RFC 9110 §9.3.8: what a TRACE returns may hold what a script must not see.
        if request.method == .trace { return Response(.methodNotAllowed, fields: [.allow: "GET, HEAD, POST, OPTIONS"]) }
        // The plain form first; any other spelling of a path (RFC 3986 §6.2.2) is read once, for files and guards
        // alike.
        switch answer(request.path.dropFirst(), request) {
        case .response(let response): return response
        case .echo: return nil
        case .nothing: break
        }
        guard let path = PathSegments(request.path) else { return .text(.badRequest, "Bad path\n") }
        switch path.segments.first {
        case "guarded": return .text(.forbidden, "Forbidden\n")
        case "static": return files.respondAtOnce(to: request)
        case .some(let name) where path.segments.count == 1 && !path.endsWithSlash:
            switch answer(name[...], request) {
            case .response(let response): return response
            case .echo: return nil
            case .nothing: return .text(.notFound, "Not found\n")
            }
        default: return .text(.notFound, "Not found\n")
        }
    }

    private enum Answer {
        case response(Response)
        case echo
        case nothing
    }

    private func answer(_ name: Substring, _ request: Request) -> Answer {
        switch name {
        case "tiny": .response(reading(request) { .text(.ok, "hello") })
        case "page": .response(reading(request) { .html(.ok, page.render()) })
        case "no-content": .response(reading(request) { Response(.noContent) })
        case "echo": .echo
        default: .nothing
        }
    }

    private func reading(_ request: Request, _ answer: () -> Response) -> Response {
        switch request.method {
        case .get, .head: return answer()
        case .options: return Response(.noContent, fields: [.allow: "GET, HEAD, OPTIONS"])
        default: return Response(.methodNotAllowed, fields: [.allow: "GET, HEAD, OPTIONS"])
        }
    }

    private nonisolated(nonsending) func echo(_ request: Request) async -> Response {
        guard request.method == .post else {
            return Response(
                request.method == .options ? .noContent : .methodNotAllowed, fields: [.allow: "POST, OPTIONS"])
        }
        do throws(BodyFailure) {
            let bytes = try await request.body.collect(upTo: 1 << 20)
            return Response(.ok, fields: [.contentType: "application/octet-stream"], body: .bytes(bytes))
        } catch {
            return .text(error.status, "\(error.status)\n")
        }
    }
}
