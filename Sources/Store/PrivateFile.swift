import Glibc

/// Files that only their owner may read.
enum PrivateFile {
    /// Makes an empty file with mode 0600 where there is none. SQLite gives its log the same mode. A file that is there
    /// is not opened: closing it again would drop the locks SQLite may hold on it in this process.
    static func makeIfMissing(at path: String) {
        // SAFETY: the path lives through the call.
        let file = unsafe open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
        // What else may be wrong with the path, SQLite will say.
        if file >= 0 { close(file) }
    }
}
