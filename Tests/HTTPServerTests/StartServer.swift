import HTTP
import HTTPServer

/// A server on a free port of loopback, and the port.
func startServer(
    _ handler: any Handler = Mirror(), options: String = "", _ change: (inout ServerSettings) -> Void = { _ in }
) throws -> (Server, UInt16) {
    var settings = ServerSettings()
    settings.loops = 2
    change(&settings)
    guard let address = ListenAddress("127.0.0.1:0\(options)") else { preconditionFailure("no address") }
    let server = try Server(listeningOn: [address], settings: settings, handler: handler)
    guard case .tcp(_, let port) = server.addresses[0] else { preconditionFailure("not a TCP address") }
    return (server, port)
}
