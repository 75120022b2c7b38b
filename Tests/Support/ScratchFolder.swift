import FoundationEssentials

/// A folder of a test's own, gone with the last reference to it.
public final class ScratchFolder: Sendable {
    /// Its path, without a slash at the end.
    public let path: String

    /// Makes the folder.
    public init() throws {
        let base = FileManager.default.temporaryDirectory.path
        let trimmed = base.hasSuffix("/") ? String(base.dropLast()) : base
        path = trimmed + "/fanfare-test-" + UUID().uuidString
        try FileManager.default.createDirectory(
            atPath: path, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
    }

    deinit {
        // What is left behind lies in the system's folder for it.
        try? FileManager.default.removeItem(atPath: path)
    }

    /// The path of a file in it.
    public func file(_ name: String) -> String { path + "/" + name }
}
