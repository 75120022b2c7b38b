import HTTP
import OAuth
import Testing

struct TokenResponseTests {
    private func response(_ status: Int, _ body: String, _ fields: Fields = [:]) -> ClientResponse {
        ClientResponse(Status(status), fields: fields, body: Array(body.utf8))
    }

    @Test func `a whole answer is read`() throws {
        let answer = try TokenResponse(
            response(
                200,
                #"{"access_token":"a","token_type":"BEARER","expires_in":3600,"refresh_token":"r","scope":"x y","new":[{}]}"#
            ))
        #expect(answer.accessToken == "a" && answer.refreshToken == "r")
        #expect(answer.lifetime == .seconds(3600) && answer.scopes == ["x", "y"])
    }

    @Test(arguments: [
        ("", 3600), (#","expires_in":null"#, 3600), (#","expires_in":"soon""#, 3600), (#","expires_in":{}"#, 3600),
        (#","expires_in":5"#, 5), (#","expires_in":"120""#, 120), (#","expires_in":59.9"#, 59),
        (#","expires_in":0"#, 60), (#","expires_in":"0""#, 60), (#","expires_in":0.5"#, 60),
        (#","expires_in":1"#, 1),
        (#","expires_in":-5"#, 60), (#","expires_in":-1e300"#, 60), (#","expires_in":86401"#, 86_400),
        (#","expires_in":1e300"#, 86_400),
        (#","expires_in":"nan""#, 3600), (#","expires_in":"inf""#, 3600),
    ])
    func `the lifetime is made sense of, within a day, and none is over at once`(_ field: String, _ seconds: Int) throws
    {
        let answer = try TokenResponse(response(200, #"{"access_token":"a","token_type":"Bearer"\#(field)}"#))
        #expect(answer.lifetime == .seconds(seconds))
    }

    @Test(arguments: ["", #","refresh_token":"""#, #","refresh_token":null"#])
    func `an empty refresh token is none`(_ field: String) throws {
        let answer = try TokenResponse(response(200, #"{"access_token":"a","token_type":"Bearer"\#(field)}"#))
        #expect(answer.refreshToken == nil && answer.scopes == nil)
    }

    @Test func `an empty scope is granted as nothing`() throws {
        #expect(
            try TokenResponse(response(200, #"{"access_token":"a","token_type":"Bearer","scope":""}"#)).scopes == [])
    }

    struct Case: Sendable, CustomTestStringConvertible {
        var status: Int
        var body: String
        var fields: Fields = [:]
        var failure: TokenEndpointFailure
        var testDescription: String { "\(status) \(body.prefix(60))" }

        init(_ status: Int, _ body: String, _ failure: TokenEndpointFailure) { self.init(status, body, [:], failure) }

        init(_ status: Int, _ body: String, _ fields: Fields, _ failure: TokenEndpointFailure) {
            (self.status, self.body, self.fields, self.failure) = (status, body, fields, failure)
        }

        static func transient(_ status: Int, _ body: String, error: String? = nil) -> Case {
            let code = error.map { ", error \($0)" } ?? ""
            return Case(
                status, body,
                .transient(reason: "status \(status)\(code), \(body.utf8.count) octets", retryAfter: nil))
        }
    }

    static let failures: [Case] = [
        // 200 that is none.
        .transient(200, ""), .transient(200, "<html>"), .transient(200, "{"), .transient(200, "{}"),
        .transient(200, "[]"),
        .transient(200, #"{"access_token":"","token_type":"Bearer"}"#), .transient(200, #"{"access_token":"a"}"#),
        .transient(200, #"{"access_token":"a b","token_type":"Bearer"}"#),
        .transient(200, #"{"access_token":"a\r\nX: y","token_type":"Bearer"}"#),
        .transient(200, #"{"access_token":7,"token_type":"Bearer"}"#),
        .transient(200, #"{"access_token":"a","token_type":"Bearer","refresh_token":"\u0000"}"#),
        Case(200, #"{"access_token":"a","token_type":"mac"}"#, .operatorFault(code: "unsupported token_type")),
        Case(200, #"{"error":"invalid_grant"}"#, .ended(.unknown)),
        Case(
            200, #"{"access_token":"a","token_type":"Bearer","scope":"\#(String(repeating: "x", count: 65536))"}"#,
            .unknownOutcome(reason: "the answer is larger than allowed")),
        // Elsewhere, and trouble.
        .transient(204, ""), .transient(302, ""), .transient(500, ""), .transient(502, "upstream connect error"),
        .transient(503, "<html>"), .transient(504, ""), .transient(500, #"{"error":"invalid_grant"}"#),
        .transient(400, "<html>"), .transient(403, "blocked"), .transient(404, ""), .transient(408, ""),
        .transient(400, #"{"error":"server_error"}"#, error: "server_error"),
        .transient(400, #"{"error":"a\u0000b"}"#, error: "unknown"),
        .transient(400, #"{"error":{"message":"no"}}"#, error: "unknown"),
        Case(
            500, "", ["retry-after": "7"], .transient(reason: "status 500, 0 octets", retryAfter: .seconds(7))),
        // The grant.
        Case(400, #"{"error":"invalid_grant"}"#, .ended(.unknown)),
        Case(400, #"{"error":"invalid_grant","error_description":"Refresh token expired"}"#, .ended(.expired)),
        Case(400, #"{"error":"invalid_grant","error_description":"Refresh token REVOKED"}"#, .ended(.revoked)),
        Case(400, #"{"error":"invalid_grant","error_description":["revoked"]}"#, .ended(.unknown)),
        Case(401, #"{"error":"invalid_grant"}"#, .ended(.unknown)),
        // The client.
        Case(400, #"{"error":"invalid_client"}"#, .operatorFault(code: "invalid_client")),
        Case(
            400, #"{"error":"invalid_client","error_description":"Refresh token revoked"}"#,
            .operatorFault(code: "invalid_client")),
        Case(401, #"{"error":"invalid_client"}"#, .operatorFault(code: "invalid_client")),
        Case(401, "", .operatorFault(code: "401")), Case(401, #"{"error":"other"}"#, .operatorFault(code: "other")),
        Case(400, #"{"error":"unauthorized_client"}"#, .operatorFault(code: "unauthorized_client")),
        Case(400, #"{"error":"invalid_scope"}"#, .operatorFault(code: "invalid_scope")),
        Case(400, #"{"error":"unsupported_grant_type"}"#, .operatorFault(code: "unsupported_grant_type")),
        Case(400, #"{"error":"invalid_request"}"#, .operatorFault(code: "invalid_request")),
        // Too much.
        Case(429, "", .throttled(retryAfter: nil)),
        Case(429, #"{"error":"invalid_grant"}"#, ["retry-after": "86207"], .throttled(retryAfter: .seconds(86_207))),
        Case(503, "", ["retry-after": "30"], .throttled(retryAfter: .seconds(30))),
        Case(
            429, "",
            ["date": "Sat, 21 Nov 2026 12:00:00 GMT", "retry-after": "Sat, 21 Nov 2026 12:01:30 GMT"],
            .throttled(retryAfter: .seconds(90))),
        Case(429, "", ["retry-after": "-1"], .throttled(retryAfter: nil)),
    ]

    @Test(arguments: failures)
    func `an answer without a token says what to do next`(_ sample: Case) {
        #expect(throws: sample.failure) {
            try TokenResponse(response(sample.status, sample.body, sample.fields))
        }
    }

    @Test(arguments: [
        (ClientFailure.notSent("x"), TokenEndpointFailure.transient(reason: "x", retryAfter: nil)),
        (.outcomeUnknown("x"), .unknownOutcome(reason: "x")),
        (.tooLarge, .unknownOutcome(reason: "the answer is larger than allowed")),
        (.invalid("x"), .invalid(reason: "x")),
        (.refusedAddress("10.0.0.1"), .invalid(reason: "the address 10.0.0.1 is not permitted")),
    ])
    func `so does no answer at all`(_ failure: ClientFailure, _ expected: TokenEndpointFailure) {
        #expect(TokenEndpointFailure(failure) == expected)
    }
}
