import Domain
import Glibc
import SQLite

/// A copy of the database, made while others go on reading and writing. It holds sealed tokens and no key.
public enum Backup {
    /// Why there is no copy: a sentence for the operator.
    public struct Failure: Error, Sendable, Equatable, CustomStringConvertible {
        /// The sentence.
        public var description: String
    }

    /// Writes a copy under a name that is free, for its owner's eyes only. What stands there afterwards is complete,
    /// was read through once, and is on the disk.
    public static func make(of path: String, at copy: String) throws(Failure) {
        let partial = copy + ".partial"
        // SAFETY: the paths live through the calls, here and below. What an earlier attempt left is in the way.
        _ = unsafe unlink(partial)
        defer { _ = unsafe unlink(partial) }
        PrivateFile.makeIfMissing(at: partial)
        guard unsafe access(partial, W_OK) == 0 else {
            throw Failure(
                description: "the copy \(copy) cannot be made: see that its folder is there, and who may write to it")
        }
        do throws(SQLiteError) {
            try Connection(path: path, mode: .existing).backUp(to: partial)
            let problems = try Connection(path: partial, mode: .reader).problems()
            if let problem = problems.first { throw SQLiteError(code: .corrupt, message: problem) }
        } catch {
            throw Failure(description: "no copy was made: \(StoreFailure(error, path: path).sentence)")
        }
        guard DurableFile.sync(partial) else { throw Failure(description: "the copy \(copy) did not reach the disk") }
        // A link, unlike a renaming, never replaces what is there.
        guard unsafe link(partial, copy) == 0 else {
            throw Failure(
                description: errno == EEXIST
                    ? "there is a file \(copy) already, and it is left as it is" : "the copy \(copy) cannot be written")
        }
    }
}
