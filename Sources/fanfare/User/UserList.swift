import ArgumentParser
import Domain
import Store

/// `fanfare user list [--json]`
struct UserList: ParsableCommand {
    static let configuration = CommandConfiguration(commandName: "list", abstract: "Lists all accounts.")

    @Flag(help: "For other programs.") var json = false

    func run() throws {
        let desk = try Desk.open()
        let now = MachineClock().now()
        var all: [Member] = []
        while true {
            let page = try Desk.trying { () throws(OperatorDesk.Failure) in
                try desk.members(after: all.last?.id, limit: 500, now: now)
            }
            all += page
            if page.isEmpty { break }
        }
        if json { return try Console.give(UserReport.json(all.map { UserReport.Account($0) })) }
        if all.isEmpty { try Console.give("There is no account yet.") }
        for member in all { try Console.give(UserReport.line(member)) }
    }
}

/// `fanfare user show USER [--json]`
struct UserShow: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "show", abstract: "Shows one account: how its connections stand, and what happened lately.")

    @Argument(help: "Number, id at a provider, or display name.") var user: String
    @Flag(help: "For other programs.") var json = false

    func run() throws {
        let desk = try Desk.open()
        let member = try Desk.member(user, desk)
        if json { return try Console.give(UserReport.json(UserReport.Account(member))) }
        try Console.give(UserReport.line(member))
        try Console.give("here since \(member.createdAt.rfc3339)")
        if let blockedAt = member.blockedAt {
            try Console.give(
                "blocked since \(blockedAt.rfc3339)"
                    + (member.blockReason.isEmpty ? "" : ": \(member.blockReason.onTerminal)"))
        }
        for connection in member.connections {
            try Console.give(
                "connection \(connection.id.rawValue): agreed at \(connection.authorizedAt.rfc3339)"
                    + (connection.trouble.map { "; \($0.onTerminal)" } ?? ""))
        }
        let events = try Desk.trying { () throws(OperatorDesk.Failure) in
            try desk.auditLog(of: member.id, before: nil, limit: 10)
        }
        for event in events { try Console.give(UserReport.Event(event).line) }
    }
}
