import Domain
import FoundationEssentials

/// The file of other sign-in providers: `{"providers": [{"name": …, "issuer": …, "client_id": …, "client_secret":
/// …}]}`.
enum ProvidersFile {
    /// Names that stand for something else in paths and in the database.
    static let reservedNames = ["spotify", "proxy"]
    private static let providersMax = 20

    /// What the file says, and everything that is wrong with it, each as a sentence. `readFile` gives the text of a
    /// file; a relative path in the file counts from its folder.
    static func read(
        _ path: String, _ readFile: (String) -> String?
    ) -> (registrations: [ProviderRegistration], problems: [String]) {
        guard let text = readFile(path) else { return ([], ["names a file that cannot be read: \(path)"]) }
        let document: JSONTree
        do {
            document = try JSONDecoder().decode(JSONTree.self, from: Data(text.utf8))
        } catch {
            return ([], ["names a file that is no JSON: \(path)"])
        }
        guard case .object(let root) = document, case .array(let items)? = root["providers"] else {
            return ([], ["must hold an object {\"providers\": […]}"])
        }
        var problems = root.keys.filter { $0 != "providers" }.sorted().map { "knows no \"\($0)\" beside \"providers\"" }
        if items.count > providersMax { problems.append("names more than \(providersMax) providers") }
        let folder = path.split(separator: "/", omittingEmptySubsequences: false).dropLast().joined(separator: "/")
        let readBeside: (String) -> String? = { name in
            readFile(name.hasPrefix("/") || folder.isEmpty ? name : "\(folder)/\(name)")
        }
        var registrations: [ProviderRegistration] = []
        for (index, item) in items.enumerated() {
            var reader = ProviderReader(item, place: index + 1)
            registrations += reader.registration(readBeside).map { [$0] } ?? []
            problems += reader.problems
        }
        problems += repeated(registrations.map(\.name), "the name")
        // Identity is issuer and subject: two with one issuer would be one.
        problems += repeated(registrations.map(\.issuer), "the issuer")
        return (registrations, problems)
    }

    private static func repeated(_ values: [String], _ what: String) -> [String] {
        var seen: Set<String> = []
        return values.filter { !seen.insert($0).inserted }.map { "has \(what) \"\($0)\" twice" }
    }
}
