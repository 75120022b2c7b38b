import OAuth
import Testing

struct ServerMetadataTests {
    @Test(arguments: [
        (
            "https://id.example",
            [
                "https://id.example/.well-known/oauth-authorization-server",
                "https://id.example/.well-known/openid-configuration",
            ]
        ),
        (
            "https://id.example:8443/",
            [
                "https://id.example:8443/.well-known/oauth-authorization-server",
                "https://id.example:8443/.well-known/openid-configuration",
            ]
        ),
        (
            "https://id.example/realms/one",
            [
                "https://id.example/.well-known/oauth-authorization-server/realms/one",
                "https://id.example/.well-known/openid-configuration/realms/one",
                "https://id.example/realms/one/.well-known/openid-configuration",
            ]
        ),
        (
            "https://id.example/application/o/fanfare/",
            [
                "https://id.example/.well-known/oauth-authorization-server/application/o/fanfare",
                "https://id.example/.well-known/openid-configuration/application/o/fanfare",
                "https://id.example/application/o/fanfare/.well-known/openid-configuration",
            ]
        ),
    ])
    func `metadata lie between host and path, or behind it`(_ issuer: String, _ locations: [String]) {
        #expect(ServerMetadata.locations(of: issuer) == locations)
    }

    private static let issuer = "https://id.example/a"

    @Test func `endpoints and habits are read, and the rest is passed over`() throws {
        let metadata = try read(
            """
            {"issuer": "https://id.example/a", "authorization_endpoint": "https://id.example/auth?x=1",
            "token_endpoint": "https://other.example/token", "userinfo_endpoint": "https://id.example/me",
            "authorization_response_iss_parameter_supported": true, "code_challenge_methods_supported": ["plain", "S256"],
            "token_endpoint_auth_methods_supported": ["private_key_jwt"], "scopes_supported": 7}
            """)
        #expect(metadata.authorizationEndpoint == "https://id.example/auth?x=1")
        #expect(metadata.tokenEndpoint == "https://other.example/token")
        #expect(metadata.userInfoEndpoint == "https://id.example/me")
        #expect(metadata.sendsIssuer)
        #expect(metadata.challengeMethods == ["plain", "S256"])
        #expect(metadata.authenticationMethods == ["private_key_jwt"])
    }

    @Test func `only the issuer must be there`() throws {
        let metadata = try read(#"{"issuer": "https://id.example/a", "token_endpoint": 7}"#)
        #expect(metadata.authorizationEndpoint == nil && metadata.tokenEndpoint == nil)
        #expect(!metadata.sendsIssuer && metadata.challengeMethods == nil)
    }

    @Test(arguments: [
        ("", ServerMetadata.Problem.unreadable), ("<!doctype html>", .unreadable), ("{}", .unreadable),
        (#"{"issuer": 7}"#, .unreadable), (#"["https://id.example/a"]"#, .unreadable),
        (#"{"issuer": "https://id.example/a/"}"#, .otherIssuer), (#"{"issuer": "https://id.example/A"}"#, .otherIssuer),
        (#"{"issuer": "https://evil.example"}"#, .otherIssuer),
        (
            #"{"issuer": "https://id.example/a", "token_endpoint": "http://id.example/t"}"#,
            .unusableEndpoint("token_endpoint")
        ),
        (
            #"{"issuer": "https://id.example/a", "userinfo_endpoint": "javascript:alert(1)"}"#,
            .unusableEndpoint("userinfo_endpoint")
        ),
    ])
    func `anything else is not used`(_ text: String, _ problem: ServerMetadata.Problem) {
        #expect(throws: problem) { try read(text) }
    }

    @Test(arguments: [
        ("https://id.example/token", true), ("https://id.example:8443", true), ("http://127.0.0.1:8080/token", true),
        ("http://[::1]:8080/token", true), ("http://localhost/token", true), ("http://127.9.9.9", true),
        ("http://id.example/token", false), ("http://127.0.0.1.evil.example/", false),
        ("http://localhost.evil.example/", false), ("https://user@id.example/", false), ("https://", false),
        ("ftp://id.example/", false), ("https://id.example/#x", false), ("https://id.example/ x", false),
        ("https://id.example\\@evil.example/", false), ("//id.example", false), ("", false),
    ])
    func `an endpoint is https, or on this machine`(_ url: String, _ isUsable: Bool) {
        #expect(EndpointURL.isUsable(url) == isUsable)
    }

    private func read(_ text: String) throws -> ServerMetadata {
        try ServerMetadata(Array(text.utf8), issuer: Self.issuer)
    }
}
