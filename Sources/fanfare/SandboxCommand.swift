public import ArgumentParser
import HTTPServer
public import Sandbox

/// `fanfare sandbox`: the stand-in for Spotify alone.
struct SandboxCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "sandbox", abstract: "Runs a stand-in for Spotify: accounts service, Web API, and an admin side.")

    @Option(help: "Where the accounts service and the Web API listen.") var listen = "127.0.0.1:3001"
    @Option(help: "Where the admin side listens.") var adminListen = "127.0.0.1:3002"
    @Option(help: "dev-2026 or extended.") var profile = SandboxProfile.dev2026
    @Option(help: "Decides every artist, release and id.") var seed: UInt64 = 1
    @Option(help: "How many artists there are, up to 1000000.") var artists = 60
    @Option(name: .customLong("client-id"), help: "The registered client.") var clientID = "fanfare-demo"
    @Option(help: "Its secret.") var clientSecret = "fanfare-demo-secret"
    @Option(name: .customLong("redirect-uri"), help: "A registered redirection URI; may be repeated.")
    var redirectURIs: [String] = []
    @Option(help: "Seconds that access tokens live.") var tokenLifetime = 3600
    @Flag(help: "Nothing happens by itself.") var still = false

    func validate() throws {
        for (name, text) in [("--listen", listen), ("--admin-listen", adminListen)] where ListenAddress(text) == nil {
            throw ValidationError("\(name) takes host:port, such as 127.0.0.1:3001")
        }
        guard (1...86_400).contains(tokenLifetime) else {
            throw ValidationError("--token-lifetime takes seconds from 1 to 86400")
        }
        guard (0...1_000_000).contains(artists) else {
            throw ValidationError("--artists takes a number up to 1000000")
        }
        _ = try client()
    }

    private func client() throws -> SandboxClient {
        do {
            return try SandboxClient(
                id: clientID, secret: clientSecret,
                redirectURIs: redirectURIs.isEmpty ? ["http://127.0.0.1:3000/callback"] : redirectURIs)
        } catch {
            throw ValidationError(error.description)
        }
    }

    func run() async throws {
        do {
            let options = SandboxOptions(
                clients: [try client()], profile: profile, seed: seed, tokenLifetime: .seconds(tokenLifetime),
                isStill: still, artistCount: artists)
            let stop = StopSignal()
            let host = try SandboxHost(options: options, listen: listen, adminListen: adminListen)
            Console.say("Sandbox is at \(host.serviceURL)")
            Console.say("Its admin side is at \(host.adminURL)")
            let life = host.live(every: .seconds(20))
            await stop.wait()
            life.cancel()
            await host.stop()
        } catch {
            throw Exit.explain(error)
        }
    }
}

extension SandboxProfile: ExpressibleByArgument {}
