import Domain
import HTTP
import HTTPServer
import Sandbox

/// A stand-in for Spotify behind two sockets.
struct SandboxHost {
    private let sandbox: Sandbox
    private let service: Server
    private let admin: Server

    /// Starts both sides at once.
    init(options: SandboxOptions, listen: String, adminListen: String) throws {
        sandbox = Sandbox(options: options) { MachineClock().now().milliseconds }
        service = try Server(
            listeningOn: [ListenAddress(listen)].compactMap { $0 }, settings: SandboxHost.settings,
            handler: sandbox.service)
        admin = try Server(
            listeningOn: [ListenAddress(adminListen)].compactMap { $0 }, settings: SandboxHost.settings,
            handler: sandbox.admin)
        sandbox.setPublicURL(serviceURL)
    }

    private static var settings: ServerSettings {
        var settings = ServerSettings()
        settings.loops = 1
        // Two of them would have one half each of what is asked.
        settings.sharesAddresses = false
        return settings
    }

    /// Where the accounts service is; the Web API is below `/v1`.
    var serviceURL: String { "http://\(service.addresses[0])" }
    var adminURL: String { "http://\(admin.addresses[0])" }

    /// Publishes something now and then, until cancelled.
    func live(every interval: Duration) -> Task<Void, Never> {
        let sandbox = sandbox
        return Task {
            while !Task.isCancelled {
                await Environment.sleep(interval)
                if !Task.isCancelled { sandbox.advanceCatalogue() }
            }
        }
    }

    func stop() async {
        await service.stop(grace: .seconds(2))
        await admin.stop(grace: .seconds(2))
    }
}
