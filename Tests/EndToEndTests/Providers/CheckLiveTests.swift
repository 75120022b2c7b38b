import FoundationEssentials
import Support
import Testing

/// `fanfare check --live`: Spotify and every other provider is asked, and all that is wrong is said at once.
@Suite(.storied) struct CheckLiveTests {
    private static func settings(_ folder: ScratchFolder, _ sandbox: SandboxProcess) -> [String: String] {
        Program.settings(in: folder).merging([
            "SPOTIFY_ACCOUNTS_URL": sandbox.url, "SPOTIFY_API_URL": "\(sandbox.url)/v1",
            "PROVIDERS_FILE": folder.file("providers.json"),
        ]) { $1 }
    }

    /// Has serve look at the keys once, which the database then knows.
    private static func knowKeys(_ folder: ScratchFolder) async throws {
        let environment = Program.settings(in: folder).map { ("FANFARE_\($0.key)", $0.value) }
        let serve = try ServerProcess(
            ServerProcess.product("fanfare"), ["serve"], environment: Dictionary(uniqueKeysWithValues: environment))
        try await serve.waitForLine(containing: "Fanfare is at")
        try await serve.terminate()
    }

    @Test func `who answers is said, and who does not, and why`() async throws {
        let folder = try ScratchFolder()
        try await Program.prepare(folder)
        let sandbox = try await SandboxProcess.start()
        let good = try OpenIDProvider()
        // Nobody listens on a port that is only kept.
        let port = try PortReservation()
        var lie = OpenIDScript()
        lie.metadataIssuer = "https://other.example"
        let lying = try OpenIDProvider(script: lie)
        var unreachable = ProviderStage.entry("gone", "Gone", good)
        unreachable["issuer"] = .string("http://127.0.0.1:\(port.port)")
        let entries = [
            ProviderStage.entry("good", "Good", good), unreachable, ProviderStage.entry("lying", "Lying", lying),
        ]
        try ProviderStage.write(entries, to: folder.file("providers.json"))

        var settings = Self.settings(folder, sandbox)
        let ending = try await Program.run(["check", "--live"], settings)
        #expect(ending.code == 1)
        #expect(ending.output.contains("Spotify knows the app."))
        #expect(ending.output.contains("Good says how it is reached."))
        #expect(ending.errors.count == 2, "\(ending.errors)")
        let gone = try #require(ending.errors.first { $0.contains("Gone cannot be used: ") })
        #expect(gone.contains("http://127.0.0.1:\(port.port)/.well-known/"))
        let wrong = try #require(ending.errors.first { $0.contains("Lying cannot be used: ") })
        #expect(wrong.contains("the issuer in it is not \(lying.issuer), to the letter"))

        // Spotify's refusal hides no other trouble.
        settings["SPOTIFY_CLIENT_SECRET"] = "quite-another-secret"
        let both = try await Program.run(["check", "--live"], settings)
        #expect(both.code == 1 && both.errors.count == 3, "\(both.errors)")
        let refusal = try #require(both.errors.first)
        #expect(
            refusal.contains("Spotify gives this app no token") && refusal.contains("FANFARE_SPOTIFY_CLIENT_SECRET"))
        #expect(
            !both.errors.contains { $0.contains("quite-another-secret") || $0.contains(OpenIDProvider.clientSecret) })

        // With nothing wrong it ends well.
        try ProviderStage.write([entries[0]], to: folder.file("providers.json"))
        let well = try await Program.run(["check", "--live"], Self.settings(folder, sandbox))
        #expect(well.code == 0 && well.errors.isEmpty, "\(well.errors)")
        #expect(well.output.contains("The configuration is complete."))

        // Another key under the same id is found, and hides nothing.
        try await Self.knowKeys(folder)
        let key = try #require(
            try String(contentsOf: URL(filePath: folder.file("keyring")), encoding: .utf8).split(separator: "\n").last)
        let id = key.prefix { $0 != ":" }
        try Program.write("\(id):ICECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=\n", to: folder.file("keyring"))
        var other = Self.settings(folder, sandbox)
        other["SPOTIFY_CLIENT_SECRET"] = "quite-another-secret"
        let strange = try await Program.run(["check", "--live"], other)
        #expect(strange.code == 78 && strange.errors.count == 2, "\(strange.errors)")
        #expect(strange.errors.contains { $0.contains("the key \(id) is not the one") })
        #expect(strange.errors.contains { $0.contains("Spotify gives this app no token") })
        await good.stop()
        await lying.stop()
        try await sandbox.process.terminate()
    }
}
