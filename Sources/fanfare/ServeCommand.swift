import ArgumentParser
import Configuration
import Domain
import HTTPServer
import Logging
import Vault

/// `fanfare serve`: web and worker in one process.
struct ServeCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "serve", abstract: "Serves the pages and works through what is due, until stopped.")

    func run() async throws {
        Secrecy.begin()
        do {
            let settings = try Settings.ofProcess()
            Logs.start(level: settings.logLevel, format: settings.logFormat)
            let logger = Logs.logger("fanfare")
            let file = KeyringFile(path: settings.keyringFile)
            let keyring = try file.read()
            if let exposure = file.exposure { logger.warning("\(exposure)") }
            for name in settings.unused { logger.warning("\(Settings.unusedWarning(name))") }
            let metrics = Metrics()
            let installation = try await Installation(
                settings: settings, resources: try Resources(), keyring: keyring, metrics: metrics)
            let stop = StopSignal()
            let server = try Server(
                listeningOn: settings.listen, settings: settings.server, handler: installation.web,
                observe: Observers.all(
                    AccessLog(Logs.logger("access"), format: settings.logFormat).observer,
                    settings.metricsListen.isEmpty ? nil : metrics.observer))
            let metricsServer = try MetricsServer.start(settings, metrics: metrics, of: server)
            await installation.start()
            for address in server.addresses { logger.info("listening", metadata: ["address": "\(address)"]) }
            Console.say(
                Console.welcome(at: settings.baseURL.description, try await installation.firstAdministratorLink()))
            let manager = ServiceManager.ofProcess()
            manager?.ready()
            let watchdog = Task { await manager?.keepWatch(over: server) }
            await stop.wait()
            logger.info("stopping")
            // The sum of the deadlines below, and some.
            manager?.stopping(within: settings.stopGrace + .seconds(80))
            await server.stop(grace: settings.stopGrace)
            await metricsServer?.stop(grace: .seconds(1))
            await installation.stop()
            watchdog.cancel()
            logger.info("stopped")
        } catch {
            throw Exit.explain(error)
        }
    }
}
