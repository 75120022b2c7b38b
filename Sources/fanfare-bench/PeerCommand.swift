import ArgumentParser
import Glibc
import HTTP
import HTTPServer

/// `fanfare-bench peer`: our server at the work of the programs in `peers/`, and a target for tests of the server
/// itself.
struct PeerCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "peer",
        abstract: "Serves /tiny, /page, /echo, /no-content, /guarded/… and /static/… until stopped.")

    @Option(help: "Where to listen: host:port, unix:/path or systemd.") var listen = "127.0.0.1:0"
    @Option(help: "The folder served below /static/.") var assets = "Public"
    @Option(help: "How many event loops; one a core unless told.") var loops: Int?
    @Option(help: "An address or block of trusted proxies; may be repeated.") var trusted: [String] = []

    func validate() throws {
        guard ListenAddress(listen) != nil else {
            throw ValidationError("--listen takes host:port, unix:/path or systemd, such as 127.0.0.1:9007")
        }
    }

    func run() async throws {
        guard let address = ListenAddress(listen) else { return }
        var settings = ServerSettings()
        settings.loops = loops
        settings.gzipLevel = 1
        settings.trustedProxies = trusted.compactMap { AddressRange($0) }
        let files = try StaticFiles(folder: assets, below: ["static"])
        let stop = StopSignal()
        let server = try Server(
            listeningOn: [address], settings: settings, handler: PeerHandler(files: files, page: try PeerPage()))
        for address in server.addresses { print("Peer is at http://\(address)") }
        // Standard output is a pipe in tests: without this the line would stay in the buffer.
        _ = fflush(nil)
        await stop.wait()
        await server.stop()
    }
}
