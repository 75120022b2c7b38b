import ArgumentParser
import Domain
import Glibc
import Store

/// `fanfare user block USER [--reason TEXT]`
struct UserBlock: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "block", abstract: "Keeps an account out: its sessions end at once, its data stays.")

    @Argument(help: "Number, id at a provider, or display name.") var user: String
    @Option(help: "Why, for them to read.") var reason = ""

    func run() throws {
        let desk = try Desk.open()
        let id = try Desk.member(user, desk).id
        try Desk.carryOut(
            .block(id, reason: reason), desk, done: "Account \(id.rawValue) is blocked.",
            unchanged: "Account \(id.rawValue) was blocked already.")
    }
}

/// `fanfare user unblock USER`
struct UserUnblock: ParsableCommand {
    static let configuration = CommandConfiguration(commandName: "unblock", abstract: "Lets an account in again.")

    @Argument(help: "Number, id at a provider, or display name.") var user: String

    func run() throws {
        let desk = try Desk.open()
        let id = try Desk.member(user, desk).id
        try Desk.carryOut(
            .unblock(id), desk, done: "Account \(id.rawValue) may sign in again.",
            unchanged: "Account \(id.rawValue) is not blocked.")
    }
}

/// `fanfare user delete USER [--yes]`
struct UserDelete: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "delete", abstract: "Deletes an account and everything of it, for good.",
        discussion: "Asks first on a terminal; in a script it does not.")

    @Argument(help: "Number, id at a provider, or display name.") var user: String
    @Flag(help: "Do not ask.") var yes = false

    func run() throws {
        let desk = try Desk.open()
        let member = try Desk.member(user, desk)
        if !yes, isatty(STDIN_FILENO) == 1 {
            Console.say("\(UserReport.line(member))\nType the account's number to delete it for good:")
            guard readLine() == String(member.id.rawValue) else { throw Exit.because(["nothing was deleted"]) }
        }
        try Desk.carryOut(
            .delete(member.id), desk, done: "Account \(member.id.rawValue) is deleted, with everything of it.",
            unchanged: "")
    }
}

/// `fanfare user logout USER|--all`
struct UserLogout: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "logout", abstract: "Ends all sessions of one account, or of everybody.")

    @Argument(help: "Number, id at a provider, or display name.") var user: String?
    @Flag(help: "Everybody.") var all = false

    func validate() throws {
        if (user == nil) != all { throw ValidationError("name a user or say --all, one of the two") }
    }

    func run() throws {
        let desk = try Desk.open()
        guard let user else {
            let now = MachineClock().now()
            let count = try Desk.trying { () throws(OperatorDesk.Failure) in try desk.endAllSessions(now: now) }
            return Console.say("\(count) \(count == 1 ? "session" : "sessions") ended.")
        }
        let id = try Desk.member(user, desk).id
        try Desk.carryOut(
            .endSessions(id), desk, done: "All sessions of account \(id.rawValue) have ended.",
            unchanged: "Account \(id.rawValue) has no session.")
    }
}

/// `fanfare user admin USER [--remove]`
struct UserAdmin: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "admin", abstract: "Lets an account administer, or takes that back.")

    @Argument(help: "Number, id at a provider, or display name.") var user: String
    @Flag(help: "Take it back.") var remove = false

    func run() throws {
        let desk = try Desk.open()
        let id = try Desk.member(user, desk).id
        if remove {
            try Desk.carryOut(
                .removeAdministrator(id), desk, done: "Account \(id.rawValue) is no administrator any more.",
                unchanged: "Account \(id.rawValue) is no administrator.")
        } else {
            try Desk.carryOut(
                .makeAdministrator(id), desk, done: "Account \(id.rawValue) is an administrator.",
                unchanged: "Account \(id.rawValue) was an administrator already.")
        }
    }
}
