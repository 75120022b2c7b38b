import OAuth
import Testing

struct CallbackTests {
    @Test(arguments: [
        ("code=a%2Fb&state=s", CallbackParameters.Outcome.code("a/b"), nil as String?),
        ("state=s&code=c&extra=1&extra=2", .code("c"), nil),
        ("error=access_denied&state=s", .error("access_denied"), nil),
        ("error=%3Cscript%3E%22&state=s&error_description=x", .error("unknown"), nil),
        ("error=&state=s", .error("unknown"), nil),
        ("code=c&state=s&iss=https%3A%2F%2Fa.example", .code("c"), "https://a.example"),
    ])
    func `code or error come back with the state`(
        _ query: String, _ outcome: CallbackParameters.Outcome, _ issuer: String?
    ) throws {
        let parameters = try CallbackParameters(query: query)
        #expect(parameters.outcome == outcome && parameters.state == "s" && parameters.issuer == issuer)
    }

    @Test(arguments: [
        (nil as String?, CallbackParameters.Refusal.incomplete), ("", .incomplete), ("code=c", .incomplete),
        ("state=s", .incomplete), ("code=&state=s", .incomplete), ("code=c&state=", .incomplete),
        ("code=c&error=e&state=s", .incomplete), ("code=c&code=d&state=s", .repeated),
        ("code=c&state=s&state=s", .repeated),
        ("code=c&state=s&iss=a&iss=b", .repeated), ("error=a&error=b&state=s", .repeated),
        ("code=%zz&state=s", .malformed),
        ("code=%ff&state=s", .malformed), ("code=\(String(repeating: "c", count: 4097))&state=s", .tooLong),
        ("code=c&state=\(String(repeating: "c", count: 1025))", .tooLong),
    ])
    func `anything else is refused`(_ query: String?, _ refusal: CallbackParameters.Refusal) {
        #expect(throws: refusal) { try CallbackParameters(query: query) }
    }

    @Test(arguments: [
        (nil as String?, "https://a.example", false, true), (nil, "https://a.example", true, false),
        (nil, nil, false, true),
        ("https://a.example", "https://a.example", true, true),
        ("https://a.example/", "https://a.example", false, false),
        ("https://A.example", "https://a.example", false, false), ("https://a.example", nil as String?, false, false),
        ("", "https://a.example", false, false),
    ])
    func `an issuer must be the one expected`(
        _ issuer: String?, _ expected: String?, _ isRequired: Bool, _ passes: Bool
    ) throws {
        let parameters = try CallbackParameters(query: "code=c&state=s" + (issuer.map { "&iss=\($0)" } ?? ""))
        #expect(parameters.isFrom(issuer: expected, isRequired: isRequired) == passes)
    }
}
