import FoundationEssentials
import Support

extension Stage {
    /// Runs one of the operator's commands beside the running program.
    func run(_ arguments: String...) async throws -> Program.Ending {
        let process = try ServerProcess(
            ServerProcess.product("fanfare"), arguments, environment: environment, folder: folder.path)
        let code = try await process.waitForExit()
        return Program.Ending(code: code, output: process.output, errors: process.errors)
    }

    /// The JSON that one of the operator's commands prints.
    func json(_ arguments: String...) async throws -> JSONValue {
        let process = try ServerProcess(
            ServerProcess.product("fanfare"), arguments, environment: environment, folder: folder.path)
        guard try await process.waitForExit() == 0 else { throw WaitedInVain("JSON: \(process.lines)") }
        return try JSONValue(parsing: Array(process.output.joined(separator: "\n").utf8))
    }

    /// The link that the start printed last.
    var firstAdministratorLink: String? {
        get throws {
            try server.output.last { $0.contains("There is no administrator yet.") }?.split(separator: " ").last
                .map { String($0) }
        }
    }

    /// How many rows there are of what a sign-in stores.
    var storedRows: [Int] {
        get throws {
            try [
                Program.number(in: database, "SELECT count(*) FROM account"),
                Program.number(in: database, "SELECT count(*) FROM connection"),
                Program.number(in: database, "SELECT count(*) FROM data_key"),
                Program.number(in: database, "SELECT count(*) FROM session"),
            ]
        }
    }
}

extension Visitor {
    /// Signs in from a page with a link to do so, and says what the callback answered.
    @discardableResult
    func signIn(from link: String, as listener: String) async throws -> Page {
        let page = try await get(link)
        guard let start = page.authorize else { throw WaitedInVain("a link to sign in, with status \(page.status)") }
        return try await get(try await agree(to: start, as: listener))
    }
}
