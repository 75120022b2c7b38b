import HTTP
import HTTPServer

/// The work of the programs in `peers/`, on our server.
struct PeerHandler: Handler {
    let files: StaticFiles
    let page: PeerPage

    func respond(to request: Request) async -> Response {
        switch request.path {
        case "/tiny": return reading(request) { .text(.ok, "hello") }
        case "/page": return reading(request) { .html(.ok, page.render()) }
        case "/no-content": return reading(request) { Response(.noContent) }
        case "/echo": return await echo(request)
        default: break
        }
        guard let path = PathSegments(request.path), let first = path.segments.first else {
            return PathSegments(request.path) == nil
                ? .text(.badRequest, "Bad path\n") : .text(.notFound, "Not found\n")
        }
        if first == "guarded" { return .text(.forbidden, "Forbidden\n") }
        if first == "static" { return await files.respond(to: request) }
        return .text(.notFound, "Not found\n")
    }

    private func reading(_ request: Request, _ answer: () -> Response) -> Response {
        switch request.method {
        case .get, .head: return answer()
        case .other: return .text(.notImplemented, "Unknown method\n")
        case .options: return Response(.noContent, fields: [.allow: "GET, HEAD, OPTIONS"])
        default: return Response(.methodNotAllowed, fields: [.allow: "GET, HEAD, OPTIONS"])
        }
    }

    private func echo(_ request: Request) async -> Response {
        guard request.method == .post else { return Response(.methodNotAllowed, fields: [.allow: "POST"]) }
        do throws(BodyFailure) {
            let bytes = try await request.body.collect(upTo: 1 << 20)
            return Response(.ok, fields: [.contentType: "application/octet-stream"], body: .bytes(bytes))
        } catch {
            return .text(error.status, "\(error.status)\n")
        }
    }
}
