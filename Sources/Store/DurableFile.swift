import Glibc

/// Files, and the names in folders, that survive the power.
enum DurableFile {
    /// Waits until a file, or a folder with the names in it, is on the disk; false with `errno` set where it is not.
    static func sync(_ path: String) -> Bool {
        // SAFETY: the path lives through the call.
        let file = unsafe open(path, O_RDONLY | O_CLOEXEC)
        guard file >= 0 else { return false }
        defer { close(file) }
        return fsync(file) == 0
    }
}
