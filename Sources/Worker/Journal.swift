import Domain
import Logging
import Synchronization

/// Writes the worker's log: one line an event, and one for a trouble that lasts.
final class Journal: Sendable {
    private struct Troubles {
        var store: StoreFailure?
        var refusals: Set<String> = []
        var pauses: [CallFamily: Timestamp] = [:]
    }

    private let logger: Logger
    private let troubles = Mutex(Troubles())

    init(_ logger: Logger) { self.logger = logger }

    func storeFails(_ failure: StoreFailure) {
        let isNews = troubles.withLock { troubles in
            defer { troubles.store = failure }
            return troubles.store != failure
        }
        guard isNews else { return }
        logger.error("the store takes no work; trying again with every beat", metadata: ["reason": "\(failure)"])
    }

    func storeWorks() {
        let isNews = troubles.withLock { troubles in
            defer { troubles.store = nil }
            return troubles.store != nil
        }
        if isNews { logger.notice("the store works again") }
    }

    func paused(_ family: CallFamily, until: Timestamp, for duration: Duration, isQuota: Bool) {
        let isNews = troubles.withLock { troubles in
            // Calls that were under way together hear of the same pause, some seconds apart.
            defer { troubles.pauses[family] = until }
            return troubles.pauses[family].map { until > $0 + .seconds(30) } ?? true
        }
        guard isNews else { return }
        logger.warning(
            "the provider asks for a pause",
            metadata: [
                "family": "\(family.rawValue)", "seconds": "\(duration.components.seconds)", "quota": "\(isQuota)",
            ])
    }

    func broken(_ family: CallFamily, for duration: Duration) {
        logger.warning(
            "call after call fails; resting before the next",
            metadata: ["family": "\(family.rawValue)", "seconds": "\(duration.components.seconds)"])
    }

    func clockLeapt(by duration: Duration) {
        logger.warning(
            "the clock has leapt; see to it if nobody meant it to",
            metadata: ["seconds": "\(duration.components.seconds)"])
    }

    func reminded(_ reminder: ConsentReminder) {
        logger.info(
            "a consent ends soon, and its owner is told",
            metadata: ["connection": "\(reminder.connection.rawValue)", "days": "\(reminder.stage)"])
    }

    func checked(_ claim: CheckClaim, _ result: CheckResult) {
        guard result.wasStored else {
            return logger.notice("a check came too late and was dropped", metadata: Journal.names(claim))
        }
        guard result.newReleases > 0 else { return }
        var metadata = Journal.names(claim)
        metadata["releases"] = "\(result.newReleases)"
        metadata["announcements"] = "\(result.announcements)"
        logger.info("new releases", metadata: metadata)
    }

    func merged(_ claim: CheckClaim, _ successor: SourceArtist) {
        var metadata = Journal.names(claim)
        metadata["into"] = "\(successor.id)"
        logger.notice("the provider names another artist in this one's place", metadata: metadata)
    }

    func read(_ claim: FollowListClaim, _ result: FollowListResult) {
        var metadata: Logger.Metadata = ["connection": "\(claim.connection.rawValue)"]
        guard result.wasStored else {
            return logger.notice("a follow list came too late and was dropped", metadata: metadata)
        }
        if result.isQuarantined {
            return logger.notice("a follow list shrank implausibly; looking again", metadata: metadata)
        }
        guard result.added + result.dropped > 0 else { return }
        metadata["added"] = "\(result.added)"
        metadata["dropped"] = "\(result.dropped)"
        logger.info("a follow list changed", metadata: metadata)
    }

    func failed(_ claim: CheckClaim, _ failure: SourceFailure) {
        failed("a check failed", Journal.names(claim), failure)
    }

    func failed(_ claim: FollowListClaim, _ failure: SourceFailure) {
        failed("a follow list could not be read", ["connection": "\(claim.connection.rawValue)"], failure)
    }

    private func failed(_ message: Logger.Message, _ metadata: Logger.Metadata, _ failure: SourceFailure) {
        var metadata = metadata
        switch failure {
        case .refused(let reason), .misconfigured(let reason):
            metadata["reason"] = "\(reason)"
            // Every artist meets the same refusal: it is said aloud once.
            let isNews = troubles.withLock { $0.refusals.insert(reason).inserted }
            logger.log(level: isNews ? .warning : .debug, message, metadata: metadata)
        case .transient(let reason, _), .gone(let reason):
            metadata["reason"] = "\(reason)"
            logger.info(message, metadata: metadata)
        case .connectionEnded:
            metadata["reason"] = "the connection has ended"
            logger.info(message, metadata: metadata)
        case .throttled(let after, _):
            metadata["reason"] = "the provider asks for a pause of \(after.components.seconds) s"
            logger.info(message, metadata: metadata)
        }
    }

    /// Forgets which refusals have been said, so that one that lasts shows again.
    func turnPage() { troubles.withLock { $0.refusals = [] } }

    private static func names(_ claim: CheckClaim) -> Logger.Metadata {
        ["artist": "\(claim.sourceID)", "group": "\(claim.group.rawValue)"]
    }
}
