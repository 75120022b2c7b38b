import HTTP

/// The admin calls about faults.
extension SandboxState {
    /// `POST /faults`
    mutating func addFault(_ call: ServiceCall) throws(AdminProblem) -> Response {
        let body = try AdminBody(
            call.body,
            members: ["method", "path", "name", "status", "headers", "body", "delay_ms", "cut_after_bytes", "times"])
        let path = try body.requiredText("path")
        guard path.hasPrefix("/") || path.hasPrefix("*") else {
            throw AdminProblem(message: "\"path\" is a glob over the whole path, such as /v1/artists/* or /api/token")
        }
        let status = try body.number("status", in: 200...599)
        let delay = try body.number("delay_ms", in: 0...3_600_000)
        let cut = try body.number("cut_after_bytes", in: 0...1_000_000_000)
        let name = try body.choice("name", of: NamedFault.self)
        guard status != nil || delay != nil || cut != nil || name != nil else {
            throw AdminProblem(
                message: "a fault needs at least one of \"status\", \"name\", \"delay_ms\", \"cut_after_bytes\"")
        }
        guard name == nil || status == nil else {
            throw AdminProblem(message: "\"name\" and \"status\" both say what is answered; give one of them")
        }
        if status == nil, body.raw("headers") != nil || body.raw("body") != nil {
            throw AdminProblem(
                message: "\"headers\" and \"body\" need a \"status\": without one the real answer is sent")
        }
        var response = name?.response
        if let status { response = try Self.response(Status(status), body) }
        faults.add(
            Fault(
                method: try body.text("method").map { $0.uppercased() }, path: path, name: name, response: response,
                delay: delay.map { .milliseconds($0) }, cutAfterBytes: cut,
                remaining: try body.number("times", in: 1...1_000_000_000)))
        return Self.done
    }

    private static func response(_ status: Status, _ body: AdminBody) throws(AdminProblem) -> Response {
        var response = Response(status)
        switch body.raw("body") {
        case nil, .null: break
        case .string(let text): response.body = .bytes(Array(text.utf8))
        case .some(let value): response.body = .bytes(JSONWriter.compact { $0.value(value) })
        }
        switch body.raw("headers") {
        case nil, .null: break
        case .object(let members):
            for member in members {
                guard let name = FieldName(member.name),
                    let text = member.value.text ?? member.value.wholeNumber.map({ String($0) }),
                    let value = FieldValue(text)
                else { throw AdminProblem(message: "\"headers\" must hold texts or numbers by field name") }
                response.fields.append(name, value)
            }
        default: throw AdminProblem(message: "\"headers\" must be an object")
        }
        if case .bytes(let bytes) = response.body, let first = bytes.first, !response.fields.contains(.contentType) {
            let type: FieldValue =
                switch first {
                case 0x7B, 0x5B: "application/json; charset=utf-8"
                case 0x3C: "text/html; charset=utf-8"
                default: "text/plain; charset=utf-8"
                }
            response.fields.append(.contentType, type)
        }
        return response
    }

    /// `GET /faults`
    func listFaults() -> Response {
        .json(
            .ok,
            JSONWriter.compact { json in
                json.array(faults.all) { json, fault in
                    json.object { json in
                        json.member("method", fault.method)
                        json.member("path", fault.path)
                        json.member("name", fault.name?.rawValue)
                        json.member("status", fault.response?.status.code)
                        json.member("delay_ms", fault.delay.map { Int64($0 / .milliseconds(1)) })
                        json.member("cut_after_bytes", fault.cutAfterBytes)
                        json.member("times", fault.remaining)
                    }
                }
            })
    }
}
