import Domain
import HTTP
import Logging

/// What every request is held to, and what is written into the audit log of it.
extension Visit {
    /// Throws for what is done too often.
    func checkLimits(_ access: Route.Access) throws(Refusal) {
        switch access {
        case .form, .administratorForm: try site.limits.checkForm(self)
        case .anyone where isCallback: try site.limits.checkCallback(self)
        // A page that writes, and reads all there is.
        case .signedIn where pattern == "/settings/export": try site.limits.checkForm(self)
        case .anyone, .signedIn, .administrator: return
        }
    }

    /// Who asks, for the audit log.
    var actor: Actor { .person(session?.account, network: SessionDevice(of: request).network) }

    /// Writes a line about what whoever is signed in has done with their own account. It never fails what was done:
    /// that is over, and the log of the program says what is missing here.
    func note(_ act: AuditEntry.Act, detail: String = "") async {
        await add(AuditEntry(at: now, act: act, actor: actor, account: session?.account, detail: detail))
    }

    /// Writes down that the account is gone. Its number says nothing to who does not know it, and where its owner was
    /// is forgotten.
    func noteDeletion() async {
        await add(
            AuditEntry(
                at: now, act: .accountDeletion, actor: .person(session?.account, network: ""),
                account: session?.account))
    }

    /// Counts a sign-in that was refused, and writes a line about it: within bounds, since anybody can cause one.
    func noteRefusal(_ refusal: Refusal) async {
        let isTooMany = refusal.status == .tooManyRequests
        guard isCallback || isTooMany else { return }
        if isCallback, !isTooMany { site.limits.countFailedCallback(self) }
        guard refusal.logged != nil || isTooMany, site.limits.allowsAuditOfStranger() else { return }
        await add(
            AuditEntry(
                at: now, act: isTooMany ? .rateLimit : .signIn, isRefused: true, actor: actor,
                account: refusal.account ?? session?.account, detail: isTooMany ? pattern : refusal.logged ?? ""))
    }

    private var isCallback: Bool { pattern == "/callback" || pattern.hasPrefix("/callback/") }

    private func add(_ entry: AuditEntry) async {
        do throws(StoreFailure) {
            try await site.environment.members.note(entry)
        } catch {
            site.environment.logger.warning(
                "the audit log lacks a line", metadata: ["act": "\(entry.act.rawValue)", "reason": "\(error)"])
        }
    }
}
