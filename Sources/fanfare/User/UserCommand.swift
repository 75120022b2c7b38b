import ArgumentParser

/// `fanfare user …`: what an operator does about people, while Fanfare runs or not.
struct UserCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "user", abstract: "Looks after the people who use this installation.",
        discussion: """
            USER is an account's number, a user's id at a provider (also as provider:id), or a display name that only one \
            account has. Everything works while Fanfare runs.
            """,
        subcommands: [
            UserList.self, UserShow.self, UserBlock.self, UserUnblock.self, UserDelete.self, UserExport.self,
            UserLogout.self, UserInvite.self, UserAllow.self, UserAdmin.self, UserAudit.self,
        ])
}
