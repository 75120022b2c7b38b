import ArgumentParser
import Domain
import FoundationEssentials
import Store

/// `fanfare user export USER [--file FILE]`
struct UserExport: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "export",
        abstract: "Writes everything that is kept about a person, as they can have it themselves.")

    @Argument(help: "Number, id at a provider, or display name.") var user: String
    @Option(help: "The file to make; standard output unless told.") var file: String?

    func run() throws {
        let desk = try Desk.open()
        let id = try Desk.member(user, desk).id
        let now = MachineClock().now()
        let data = try Desk.trying { () throws(OperatorDesk.Failure) in
            let data = try desk.personalData(of: id, now: now)
            try desk.note(.export, detail: "", account: id, now: now)
            return data
        }
        guard let data else { throw Exit.because(["that account is gone: it was deleted meanwhile"]) }
        guard let file else { return try Console.give(String(decoding: data.dropLast(), as: UTF8.self)) }
        guard !FileManager.default.fileExists(atPath: file) else {
            throw Exit.because(["\(file) exists: name another file"])
        }
        guard
            FileManager.default.createFile(
                atPath: file, contents: Data(data), attributes: [.posixPermissions: 0o600])
        else { throw Exit.because(["\(file) cannot be written"]) }
        Console.say("Everything about account \(id.rawValue) is in \(file).")
    }
}

/// `fanfare user audit [USER] [--limit N] [--json]`
struct UserAudit: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "audit", abstract: "Shows what happened, newest first: of one account, or all.")

    @Argument(help: "Number, id at a provider, or display name; everything unless told.") var user: String?
    @Option(help: "How many lines at most; 0 for all.") var limit = 100
    @Flag(help: "For other programs.") var json = false

    func validate() throws {
        if limit < 0 { throw ValidationError("--limit takes a number from 0") }
    }

    func run() throws {
        let desk = try Desk.open()
        let id = try user.map { try Desk.member($0, desk).id }
        var records: [AuditRecord] = []
        while limit == 0 || records.count < limit {
            let size = limit == 0 ? 1000 : min(1000, limit - records.count)
            let page = try Desk.trying { () throws(OperatorDesk.Failure) in
                try desk.auditLog(of: id, before: records.last?.id, limit: size)
            }
            records += page
            if page.count < size { break }
        }
        if json { return try Console.give(UserReport.json(records.map { UserReport.Event($0) })) }
        if records.isEmpty { try Console.give("Nothing is in the log.") }
        for record in records { try Console.give(UserReport.Event(record).line) }
    }
}
