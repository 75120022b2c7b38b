import Domain
import HTTP

extension Refusal {
    /// Why somebody who has just shown who they are is not let in, and what to do about it. Nothing of their grant was
    /// kept.
    static func notAdmitted(_ reason: AdmissionRefusal, provider: String) -> Refusal {
        switch reason {
        case .closed:
            Refusal(
                .forbidden, "No new accounts",
                "This installation takes no new accounts at the moment. Nothing was stored; ask its operator to let you in.",
                logged: "nobody new is let in")
        case .full:
            Refusal(
                .forbidden, "No room left",
                "This installation has as many accounts as its operator allows. Nothing was stored; ask its operator for room.",
                logged: "there are as many accounts as there may be")
        case .unlisted(let userID, let isNoted):
            Refusal(
                .forbidden, "Ask to be let in",
                "Your \(provider) id is \(userID). You are not on this installation's list yet, so none of the access you gave "
                    + "was kept. " + Refusal.request(isNoted),
                logged: "not on the list")
        case .uninvited(let userID, let isNoted):
            Refusal(
                .forbidden, "By invitation only",
                "To join you need an invitation: a link that works once. If you came with one, it was used or has ended. None "
                    + "of the access you gave was kept. Your \(provider) id is \(userID). " + Refusal.request(isNoted),
                logged: "without an invitation")
        case .blocked(let account, let reason):
            Refusal(blocked: account, reason)
        }
    }

    private init(blocked account: AccountID, _ reason: String) {
        let why = reason.isEmpty ? "No reason was given." : "The reason given: \(reason)"
        self.init(
            .forbidden, "Your account is blocked",
            "An administrator has blocked it. \(why) Your data is still here; to have it back or deleted, ask the "
                + "operator.",
            logged: "the account is blocked")
        self.account = account
    }

    private static func request(_ isNoted: Bool) -> String {
        isNoted
            ? "Your name and id are noted for the operator for 30 days: ask them to let you in, then sign in again."
            : "Tell the operator your id and ask them to let you in, then sign in again."
    }
}
