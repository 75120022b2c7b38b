import ArgumentParser
import Configuration
import Domain
import Store
import Vault
import Web

/// `fanfare user invite [--for TEXT] [--lasting 7d] [--admin] [--json]`
struct UserInvite: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "invite", abstract: "Makes a link that lets one person in, once.",
        discussion: "It counts where FANFARE_REGISTRATION is invite or allowlist; with --admin everywhere.")

    @Option(name: .customLong("for"), help: "Whom it is for, as a reminder.") var note = ""
    @Option(help: "How long it can be used, such as 12h or 7d; 90d at most.") var lasting = "7d"
    @Flag(help: "Whoever uses it becomes administrator.") var admin = false
    @Flag(help: "For other programs.") var json = false

    func validate() throws {
        guard let lifetime = DurationText.parse(lasting), lifetime <= Invitation.lifetimeMax else {
            throw ValidationError("--lasting takes a duration such as 12h or 7d, up to 90d")
        }
    }

    func run() throws {
        let address = try address()
        let desk = try Desk.open()
        let now = MachineClock().now()
        let lifetime = DurationText.parse(lasting) ?? Invitation.lifetime
        let token = OneTimeToken.make(bytes: Invitation.tokenBytes)
        let digest = OneTimeToken.digest(of: token)
        try Desk.trying { () throws(OperatorDesk.Failure) in
            try desk.invite(
                digest: digest, note: note, makesAdministrator: admin, lasting: lifetime, now: now)
        }
        if !admin, Environment.variables["FANFARE_REGISTRATION"] == "closed" {
            Console.error("fanfare: FANFARE_REGISTRATION is closed: this link counts only once that is changed")
        }
        let link = address.link(ofInvitation: token)
        guard json else { return try Console.give(link) }
        try Console.give(
            UserReport.json(UserReport.InvitationLink(link: link, endsAt: (now + lifetime).rfc3339)))
    }

    private func address() throws -> SiteAddress {
        guard let text = Environment.variables["FANFARE_BASE_URL"], let base = try? SiteAddress(baseURL: text) else {
            throw Exit.because(["set FANFARE_BASE_URL as for serve: the link begins with it"], code: Exit.configuration)
        }
        return base
    }
}

/// `fanfare user allow NAME|ID… [--provider NAME] [--note TEXT] [--remove]`, and without a name the list.
struct UserAllow: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "allow", abstract: "Lets users of a provider join; without a name, lists whom, and who has asked.",
        discussion: """
            A user's id is the last part of the address of their profile: open.spotify.com/user/ID. Somebody who has tried to \
            sign in can also be named as they are called there.
            """)

    @Argument(help: "Ids at the provider, or names of people who have asked.") var users: [String] = []
    @Option(help: "Through which provider they sign in; spotify unless told. With it, only ids are meant.")
    var provider: String?
    @Option(help: "A note beside the entry.") var note = ""
    @Flag(help: "Take them off the list. Accounts that are there stay.") var remove = false
    @Flag(help: "For other programs; lists.") var json = false

    func run() throws {
        let desk = try Desk.open()
        let requests = try Desk.trying { () throws(OperatorDesk.Failure) in try desk.joinRequests() }
        if users.isEmpty { return try list(requests, desk) }
        for word in users {
            let user = try user(word, among: requests)
            let name = "\(user.provider) \(user.id)".onTerminal
            if remove {
                try Desk.carryOut(.disallow(user), desk, done: "\(name) is off the list.", unchanged: "")
            } else {
                let asked = requests.first { $0.user == user }?.displayName ?? ""
                try Desk.carryOut(
                    .allow(user, note: note.isEmpty ? asked : note), desk, done: "\(name) may join.",
                    unchanged: "\(name) was on the list already.")
            }
        }
    }

    /// Names are not unique: one that several have who asked names nobody. Nor are ids: the same one may be somebody
    /// else's at another provider, and letting in the wrong one must take more than a slip.
    private func user(_ word: String, among requests: [JoinRequest]) throws -> UserName {
        if provider == nil {
            if let named = requests.first(where: { "\($0.user.provider):\($0.user.id)" == word }) { return named.user }
            let elsewhere = requests.first { $0.user.id == word && $0.user.provider != UserAllow.usualProvider }
            if let asked = elsewhere?.user.provider {
                throw Exit.because([
                    "\(word) has asked through \(asked): say \(asked):\(word), or --provider \(UserAllow.usualProvider) for "
                        + "the user of that id there"
                ])
            }
            let called = requests.filter { $0.displayName == word && $0.user.id != word }
            if called.count == 1, let request = called.first { return request.user }
            if called.count > 1 {
                let ids = called.map(\.user.id.onTerminal).joined(separator: ", ")
                throw Exit.because(["\(word) is what several people are called who asked; say which: \(ids)"])
            }
        }
        guard let user = UserName(pasted: word, provider: provider ?? UserAllow.usualProvider) else {
            throw Exit.because(["nobody called \(word) has asked to join, and it is no id of a user"])
        }
        return user
    }

    private static let usualProvider = "spotify"

    private func list(_ requests: [JoinRequest], _ desk: borrowing OperatorDesk) throws {
        let entries = try Desk.trying { () throws(OperatorDesk.Failure) in try desk.admissions() }
        if json { return try Console.give(UserReport.json(UserReport.Joining(entries, requests))) }
        for entry in entries {
            let note = entry.note.isEmpty ? "" : "  \(entry.note)"
            try Console.give("allowed  \(entry.user.provider) \(entry.user.id)\(note)".onTerminal)
        }
        for request in requests {
            let user = "\(request.user.provider) \(request.user.id)"
            try Console.give("asked    \(user)  \(request.displayName)  \(request.lastAt.rfc3339)".onTerminal)
        }
        if entries.isEmpty, requests.isEmpty { try Console.give("Nobody is on the list, and nobody has asked.") }
    }
}
