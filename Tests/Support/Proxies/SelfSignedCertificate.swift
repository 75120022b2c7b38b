import FoundationEssentials
import Testing

/// A certificate for this machine that nobody else has signed.
struct SelfSignedCertificate: Sendable {
    /// The certificate, in PEM.
    let certificate: String
    /// Its key.
    let key: String
    /// Both in one file.
    let both: String

    /// Makes one for 127.0.0.1 in a folder. Without openssl the test is skipped; with `CI=true` it fails.
    static func make(in folder: ScratchFolder) async throws -> SelfSignedCertificate {
        guard let openssl = ServerProcess.find("openssl") else {
            guard ProcessInfo.processInfo.environment["CI"] == "true" else {
                try Test.cancel("There is no openssl on this machine.")
            }
            throw WaitedInVain("openssl, which is not installed")
        }
        let made = SelfSignedCertificate(
            certificate: folder.file("certificate.pem"), key: folder.file("key.pem"), both: folder.file("both.pem"))
        let process = try ServerProcess(
            openssl,
            [
                "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-days", "2", "-subj",
                "/CN=127.0.0.1", "-addext", "subjectAltName=IP:127.0.0.1", "-keyout", made.key, "-out",
                made.certificate,
            ])
        guard try await process.waitForExit() == 0 else { throw WaitedInVain("a certificate: \(process.lines)") }
        let parts = try [made.certificate, made.key].map { try Data(contentsOf: URL(filePath: $0)) }
        try (parts[0] + parts[1]).write(to: URL(filePath: made.both))
        return made
    }
}
