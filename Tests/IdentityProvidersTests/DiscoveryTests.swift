import Domain
import Support
import Testing

struct DiscoveryTests {
    @Test func `metadata are asked for once a day, first where RFC 8414 has them`() async throws {
        let desk = Desk()
        desk.network[Desk.oauth] = Desk.metadata()
        _ = try await desk.provider()
        _ = try await desk.provider()
        #expect(desk.network.urls == [Desk.oauth])
        desk.clock.advance(by: .hours(24))
        _ = try await desk.provider()
        #expect(desk.network.urls == [Desk.oauth, Desk.oauth])
    }

    @Test func `the place of OpenID Connect is the second`() async throws {
        let desk = Desk()
        desk.network[Desk.openID] = Desk.metadata()
        _ = try await desk.provider()
        #expect(desk.network.urls == [Desk.oauth, Desk.openID])
    }

    @Test func `what was good stays in use while the provider does not answer`() async throws {
        let desk = Desk()
        desk.network[Desk.oauth] = Desk.metadata()
        _ = try await desk.provider()
        desk.network.isDown = true
        desk.clock.advance(by: .days(3))
        let provider = try await desk.provider()
        #expect(provider.authorizationOrigin == "https://id.example")
        // It is asked again, and not with every click.
        let asked = desk.network.urls.count
        _ = try await desk.provider()
        #expect(desk.network.urls.count == asked)
        desk.network.isDown = false
        desk.network[Desk.oauth] = Desk.metadata(authorization: "https://new.example/auth")
        desk.clock.advance(by: .seconds(5))
        #expect(try await desk.provider().authorizationOrigin == "https://new.example")
    }

    @Test func `a provider that was down is found as soon as it is back`() async throws {
        let desk = Desk()
        desk.network.isDown = true
        guard case .unavailable = await desk.trouble() else {
            Issue.record("it was found")
            return
        }
        desk.network.isDown = false
        desk.network[Desk.oauth] = Desk.metadata()
        // Not at once: a button is quickly pressed again.
        #expect(await desk.trouble() != nil)
        desk.clock.advance(by: .seconds(5))
        #expect(await desk.trouble() == nil)
    }

    @Test(arguments: [
        ("https://id.example/", "an issuer with a slash"), ("https://evil.example", "another issuer"),
    ])
    func `metadata of another issuer are not used`(_ issuer: String, _ comment: String) async throws {
        let desk = Desk()
        desk.network[Desk.oauth] = Desk.metadata(issuer: issuer)
        guard case .misconfigured(let reason) = await desk.trouble() else {
            Issue.record("used: \(comment)")
            return
        }
        #expect(reason.contains("to the letter"))
    }

    @Test func `what the operator sets goes over what is published, and asks nobody where it is all`() async throws {
        let desk = Desk { registration in
            registration.authorizationURL = "https://own.example/auth"
            registration.tokenURL = "https://own.example/token"
            registration.userInfoURL = "https://own.example/me"
        }
        desk.network.isDown = true
        #expect(try await desk.provider().authorizationOrigin == "https://own.example")
        #expect(desk.network.requests.isEmpty)

        let partly = Desk { $0.userInfoURL = "https://own.example/me" }
        partly.network[Desk.oauth] = Network.Answer(
            text: """
                {"issuer": "https://id.example", "authorization_endpoint": "https://id.example/auth",
                "token_endpoint": "https://id.example/token"}
                """)
        #expect(try await partly.provider().authorizationOrigin == "https://id.example")
    }

    @Test(arguments: [
        (#"{"issuer": "https://id.example", "authorization_endpoint": "https://id.example/auth"}"#, "token_endpoint"),
        (
            #"{"issuer": "https://id.example", "authorization_endpoint": "https://id.example/auth", "token_endpoint": "https://id.example/t", "userinfo_endpoint": "https://id.example/u", "code_challenge_methods_supported": ["plain"]}"#,
            "S256"
        ),
    ])
    func `what is missing is named to the operator`(_ text: String, _ word: String) async throws {
        let desk = Desk()
        desk.network[Desk.oauth] = Network.Answer(text: text)
        guard case .misconfigured(let reason) = await desk.trouble() else {
            Issue.record("used: \(text)")
            return
        }
        #expect(reason.contains(word))
    }
}

extension SignInProvider {
    /// Scheme, host and port of where people are sent.
    fileprivate var authorizationOrigin: String {
        let url = authorizationURL(
            state: "state", verifier: Secret(String(repeating: "v", count: 43)), asksAgain: false)
        return url.split(separator: "/", maxSplits: 2).prefix(2).joined(separator: "//")
    }
}
