import FoundationEssentials
import Glibc

/// What only this module may ask the machine for: variables, files, time.
enum Environment {
    /// All environment variables.
    static var variables: [String: String] { ProcessInfo.processInfo.environment }

    /// The text of a small file; nil if it cannot be read or is no UTF-8.
    static func text(ofFile path: String) -> String? {
        FileManager.default.contents(atPath: path).flatMap { String(validating: $0, as: UTF8.self) }
    }

    /// Waits, or returns at once when cancelled.
    static func sleep(_ duration: Duration) async {
        try? await Task.sleep(for: duration)
    }

    /// Makes a folder that only its owner can enter, unless there is one.
    static func makePrivateFolder(_ path: String) throws {
        guard !FileManager.default.fileExists(atPath: path) else { return }
        try FileManager.default.createDirectory(
            atPath: path, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
    }
}
