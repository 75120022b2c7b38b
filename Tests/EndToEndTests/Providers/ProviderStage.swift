import FoundationEssentials
import HTTP
import Support

/// A stage with another sign-in provider, called Work.
struct ProviderStage {
    let stage: Stage
    let work: OpenIDProvider
    private let folder: ScratchFolder

    /// Opens one; `more` are further providers, by name. `adjust` changes what stands in the file about Work.
    static func open(
        _ work: OpenIDProvider, more: [(name: String, provider: OpenIDProvider)] = [], settings: [String: String] = [:],
        _ adjust: (inout [String: JSONValue]) -> Void = { _ in }
    ) async throws -> ProviderStage {
        let folder = try ScratchFolder()
        var entries = [entry("work", "Work", work)]
        adjust(&entries[0])
        entries += more.map { entry($0.name, $0.name, $0.provider) }
        try write(entries, to: folder.file("providers.json"))
        let all = ["PROVIDERS_FILE": folder.file("providers.json")].merging(settings) { $1 }
        let stage = try await Stage.open(settings: all)
        for (name, provider) in [("work", work)] + more {
            provider.register("\(stage.baseURL)/callback/\(name)")
        }
        return ProviderStage(stage: stage, work: work, folder: folder)
    }

    /// What stands in the file about a provider.
    static func entry(_ name: String, _ displayName: String, _ provider: OpenIDProvider) -> [String: JSONValue] {
        [
            "name": .string(name), "display_name": .string(displayName), "issuer": .string(provider.issuer),
            "client_id": .string(OpenIDProvider.clientID), "client_secret": .string(OpenIDProvider.clientSecret),
            "scopes": ["openid", "profile"],
        ]
    }

    /// Writes a file of providers.
    static func write(_ entries: [[String: JSONValue]], to path: String) throws {
        let file: JSONValue = ["providers": .array(entries.map { .object($0) })]
        try Data(file.encoded).write(to: URL(filePath: path))
    }

    /// Ends everything. Nothing that Work gave away may be in the log, nor anywhere else.
    func close() async throws -> Bool {
        let secrets = work.secrets + [OpenIDProvider.clientSecret]
        stage.canary.note(secrets)
        let isQuiet = !stage.log.contains { line in secrets.contains { line.contains($0) } }
        try await stage.close()
        await work.stop()
        return isQuiet
    }
}

extension Visitor {
    /// Follows a link of a page to a provider, agrees or cancels there, and gives the callback's URL.
    func goThrough(
        _ words: String, on page: String = "/", as user: String, action: String = "agree"
    ) async throws -> String {
        guard let link = try await get(page).link(words) else { throw WaitedInVain("a link \(words) on \(page)") }
        let start = try await get(link)
        guard start.status == 303, let request = start.location else {
            throw WaitedInVain("a redirection behind \(words), which answered \(start.status)")
        }
        return try await agree(to: request, as: user, action: action)
    }

    /// Confirms on a page that asks.
    func confirm(_ page: Page) async throws -> Page {
        try await post("/settings/identities/confirm", from: page, [("confirm", "yes")])
    }
}
