import Configuration
import HTTPServer
import Logging

/// The listeners that metrics are served on.
enum MetricsServer {
    /// Listens where the settings say; nil if they name no place.
    static func start(_ settings: Settings, metrics: Metrics, of server: Server) throws(SystemCallError) -> Server? {
        guard !settings.metricsListen.isEmpty else { return nil }
        var own = ServerSettings()
        own.loops = 1
        own.connectionsMax = 100
        let page = MetricsPage(
            metrics: metrics, server: server, databasePath: settings.databasePath,
            startedAt: MachineClock().now())
        let metricsServer = try Server(listeningOn: settings.metricsListen, settings: own, handler: page)
        let logger = Logs.logger("fanfare")
        for address in metricsServer.addresses { logger.info("serving metrics", metadata: ["address": "\(address)"]) }
        return metricsServer
    }
}
