import Support
import Testing

/// A command run where its mounts are its own: file systems that are full or read-only, without changing the machine's.
enum OwnMounts {
    /// The words before a command that has the folder `$1` mounted by the script first.
    static func prefix(_ script: String, _ folder: String) -> [String] {
        ["/usr/bin/unshare", "-m", "/bin/sh", "-c", "\(script) && shift && exec \"$@\"", "sh", folder]
    }

    /// The folder as it is, but not writable.
    static func readOnly(_ folder: String) -> [String] {
        prefix("mount --bind \"$1\" \"$1\" && mount -o remount,ro,bind \"$1\"", folder)
    }

    /// An empty file system of so many octets in place of the folder.
    static func small(_ folder: String, bytes: Int) -> [String] {
        prefix("mount -t tmpfs -o size=\(bytes) tmpfs \"$1\"", folder)
    }

    /// Whether this machine lets us.
    static func areAllowed() async -> Bool {
        guard let scratch = try? ScratchFolder() else { return false }
        let words = small(scratch.path, bytes: 1 << 16) + ["/bin/true"]
        guard let process = try? ServerProcess(words[0], Array(words.dropFirst())) else { return false }
        return (try? await process.waitForExit()) == 0
    }
}

extension Trait where Self == ConditionTrait {
    /// The test mounts file systems, which takes root's rights; elsewhere it is skipped, visibly.
    static var needsMounts: Self {
        .enabled("Mounting a file system is not allowed here.") { await OwnMounts.areAllowed() }
    }
}
