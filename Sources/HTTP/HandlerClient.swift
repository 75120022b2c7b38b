/// A client whose server is a handler in the same process: what runs over a socket also runs without one.
public struct HandlerClient: Client {
    private let handler: any Handler

    /// Sends every request to `handler`, whatever host its URL names.
    public init(_ handler: any Handler) { self.handler = handler }

    /// The handler's answer; a streamed one is not supported and counts as lost.
    public func send(_ request: ClientRequest) async throws(ClientFailure) -> ClientResponse {
        guard let scheme = request.url.range(of: "://") else { throw .invalid("the URL has no scheme") }
        let rest = request.url[scheme.upperBound...]
        let slash = rest.firstIndex { $0 == "/" || $0 == "?" } ?? rest.endIndex
        let target = rest[slash...]
        let question = target.firstIndex(of: "?")
        let path = String(target[..<(question ?? target.endIndex)])
        let head = RequestHead(
            method: request.method,
            target: .origin(
                path: path.isEmpty ? "/" : path, query: question.map { String(target[target.index(after: $0)...]) }),
            authority: String(rest[..<slash]), fields: request.fields,
            framing: request.body.isEmpty ? .none : .length(request.body.count))
        let response = await handler.respond(to: Request(head: head, body: RequestBody(request.body)))
        switch response.body {
        case .empty: return ClientResponse(response.status, fields: response.fields)
        case .bytes(let bytes):
            guard bytes.count <= request.responseBytesMax else { throw .tooLarge }
            return ClientResponse(response.status, fields: response.fields, body: bytes)
        case .stream: throw .outcomeUnknown("a streamed answer")
        }
    }
}

extension String {
    fileprivate func range(of needle: String) -> Range<String.Index>? {
        var start = startIndex
        while start < endIndex {
            if self[start...].hasPrefix(needle) { return start..<index(start, offsetBy: needle.count) }
            start = index(after: start)
        }
        return nil
    }
}
