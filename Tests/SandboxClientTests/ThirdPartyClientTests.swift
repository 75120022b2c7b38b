import Support
import Testing

/// Clients that others wrote, with nothing but their base addresses changed, against the program itself. Each script is
/// one list of checks; what one of them found is in its output.
@Suite(.needsPythonClients)
struct ThirdPartyClientTests {
    @Test(arguments: [
        ("spotipy_sign_in.py", "dev-2026"), ("spotipy_sign_in.py", "extended"), ("spotipy_web_api.py", "dev-2026"),
        ("tekore_web_api.py", "extended"),
    ])
    func `a client of the real service finds nothing amiss`(script: String, profile: String) async throws {
        try await run(script, profile: profile)
    }

    @Test(.enabled(if: SpotifyDescription.isExpected, "Spotify's description is not beside the checkout."))
    func `every successful answer is as Spotify describes it`() async throws {
        try await run(
            "extended_matches_schema.py", profile: "extended", variables: ["SPOTIFY_OPENAPI": SpotifyDescription.path])
    }

    private func run(_ script: String, profile: String, variables: [String: String] = [:]) async throws {
        let python = try await PythonEnvironment.interpreter()
        let sandbox = try ServerProcess(
            ServerProcess.product("fanfare"),
            [
                "sandbox", "--still", "--listen", "127.0.0.1:0", "--admin-listen", "127.0.0.1:0", "--profile", profile,
                "--client-id", "client", "--client-secret", "client-secret", "--redirect-uri",
                "http://127.0.0.1/callback",
            ])
        let url = try await sandbox.waitForLine(containing: "Sandbox is at ")
        let adminURL = try await sandbox.waitForLine(containing: "admin side is at ")
        var environment = variables
        environment["SANDBOX_URL"] = url.split(separator: " ").last.map(String.init)
        environment["SANDBOX_ADMIN_URL"] = adminURL.split(separator: " ").last.map(String.init)
        environment["PYTHONDONTWRITEBYTECODE"] = "1"
        let process = try ServerProcess(
            python, ["\(PythonEnvironment.scripts)/\(script)"], environment: environment)
        let code = try await process.waitForExit(within: .seconds(120))
        #expect(code == 0, "\(script):\n\(process.lines.joined(separator: "\n"))")
        #expect(process.output.contains { $0.hasPrefix("ok: ") })
        try await sandbox.terminate()
    }
}
