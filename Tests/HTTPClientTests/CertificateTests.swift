import HTTP
import HTTPClient
import Support
import Testing

@Suite(.enabled(if: ServerProcess.find("openssl") != nil, "There is no openssl on this machine."))
struct CertificateTests {
    /// A server whose certificate, signed by nobody but itself, names `localhost`.
    private func serve(in scratch: ScratchFolder) async throws -> (server: ServerProcess, port: Substring) {
        let openssl = try #require(ServerProcess.find("openssl"))
        let making = try ServerProcess(
            openssl,
            [
                "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-days", "2", "-subj",
                "/CN=localhost", "-addext", "subjectAltName=DNS:localhost", "-keyout", scratch.file("key"), "-out",
                scratch.file("certificate"),
            ])
        #expect(try await making.waitForExit() == 0)
        let server = try ServerProcess(
            openssl,
            [
                "s_server", "-accept", "127.0.0.1:0", "-www", "-cert", scratch.file("certificate"), "-key",
                scratch.file("key"),
            ])
        let line = try await server.waitForLine(containing: "ACCEPT ")
        return (server, line.split(separator: ":").last ?? "")
    }

    @Test func `a certificate counts only for its name, and only from somebody trusted`() async throws {
        let scratch = try ScratchFolder()
        let (server, port) = try await serve(in: scratch)
        let trusting = CurlClient(.init(trustedCertificatesFile: scratch.file("certificate")))
        #expect(try await trusting.send(ClientRequest(.get, "https://localhost:\(port)/")).status == .ok)
        for (client, host) in [(trusting, "127.0.0.1"), (CurlClient(), "localhost")] {
            let error = await #expect(throws: ClientFailure.self) {
                try await client.send(ClientRequest(.post, "https://\(host):\(port)/", body: [1]))
            }
            guard case .notSent(let reason) = error else {
                Issue.record("\(String(describing: error))")
                continue
            }
            #expect(reason.contains("SSL"))
        }
        try await server.kill()
    }
}
