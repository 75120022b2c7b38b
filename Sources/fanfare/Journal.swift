import Domain
import Logging
import Tokens

/// What the log says of tokens: who and what, never the token.
enum Journal {
    private static func name(_ connection: ConnectionID) -> Logger.Metadata {
        ["connection": "\(connection.rawValue)"]
    }

    static func note(_ event: RefreshEvent, _ logger: Logger) {
        switch event {
        case .refreshed(let connection):
            logger.debug("tokens refreshed", metadata: name(connection))
        case .superseded(let connection):
            logger.info("a refresh came too late, newer tokens stand", metadata: name(connection))
        case .retrying(let connection, let time, let reason):
            logger.warning(
                "a refresh failed and will be tried again",
                metadata: [
                    "connection": "\(connection.rawValue)", "in": "\(time - MachineClock().now())",
                    "reason": "\(reason)",
                ])
        case .paused(let provider, let until):
            logger.warning(
                "a provider's token endpoint is left alone for a while; everybody's tokens wait",
                metadata: ["provider": "\(provider)", "for": "\(until - MachineClock().now())"])
        case .ended(let connection, let end):
            logger.notice(
                "a grant has ended, its owner must sign in again",
                metadata: ["connection": "\(connection.rawValue)", "end": "\(end.rawValue)"])
        case .held(let connection, let connections):
            logger.error(
                "many grants ended at once: held, nobody is asked; see to it, then `fanfare connection recheck --all`",
                metadata: ["connection": "\(connection.rawValue)", "held": "\(connections)"])
        case .released(let connection):
            logger.notice("a held connection is tried once more", metadata: name(connection))
        case .misconfigured(let connection, let reason):
            logger.error(
                "the app's credentials do not work; check FANFARE_SPOTIFY_CLIENT_ID and its secret",
                metadata: ["connection": "\(connection.rawValue)", "reason": "\(reason)"])
        case .grantNotStored(let connection, let failure, isSetAside: true):
            logger.error(
                "new tokens cannot be stored yet and are set aside in the journal beside the database",
                metadata: ["connection": "\(connection.rawValue)", "reason": "\(failure)"])
        case .grantNotStored(let connection, let failure, isSetAside: false):
            logger.critical(
                "new tokens cannot be stored yet and are held in memory; do not stop the process",
                metadata: ["connection": "\(connection.rawValue)", "reason": "\(failure)"])
        case .failureNotRecorded(let connection, let failure):
            logger.error(
                "a failed refresh could not be recorded",
                metadata: ["connection": "\(connection.rawValue)", "reason": "\(failure)"])
        }
    }
}
