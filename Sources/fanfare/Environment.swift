import Configuration
import FoundationEssentials

/// What only this module may ask the machine for: variables, files, time.
enum Environment {
    /// All environment variables.
    static var variables: [String: String] { ProcessInfo.processInfo.environment }

    /// The file of the database, for commands that need no other setting.
    static var databasePath: String { Settings.databasePath(in: Settings.dataFolder(environment: variables)) }

    /// The text of a small file; nil if it cannot be read or is no UTF-8.
    static func text(ofFile path: String) -> String? {
        FileManager.default.contents(atPath: path).flatMap { String(validating: $0, as: UTF8.self) }
    }

    /// Waits, or returns at once when cancelled.
    static func sleep(_ duration: Duration) async {
        try? await Task.sleep(for: duration)
    }

    /// Makes a folder that only its owner can enter, unless there is one. Throws an exit code, having said what to do.
    static func makePrivateFolder(_ path: String) throws {
        guard !FileManager.default.fileExists(atPath: path) else { return }
        do {
            try FileManager.default.createDirectory(
                atPath: path, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
        } catch {
            throw Exit.because([
                "the folder \(path) is not there and cannot be made: make it, and give it to the user that runs Fanfare"
            ])
        }
    }
}
