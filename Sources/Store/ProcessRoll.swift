import Glibc

/// Which serving processes of an installation live. Each holds a lock on a file of its own, which the system lets go
/// when the process ends, however it ends, and keeps while it is merely late: so a dead owner of a lease is known at
/// once, and a stalled one is never taken for dead (research §1.3, rule 1).
///
/// The files lie in a folder beside the database. One more file there is locked by all of them together, or by whoever
/// replaces the database, alone.
public final class ProcessRoll: Sendable {
    /// Why a process cannot join.
    public enum Refusal: Error, Sendable, Equatable {
        /// Somebody else has the database for themselves, or others use it; one excludes the other.
        case taken
        /// The folder cannot be written.
        case unusable(code: Int32)
    }

    /// How the database is to be used.
    public enum Use: Sendable {
        /// With others.
        case shared
        /// By this process alone.
        case alone
    }

    private let folder: String
    private let own: [UInt8]
    /// Open for the life of this object: closing them is what lets the locks go.
    private let gate: Int32
    private let entry: Int32

    /// Joins the roll of the database at `path` as `own`, random octets of this start.
    public init(path: String, own: [UInt8], use: Use = .shared) throws(Refusal) {
        folder = path + ".processes"
        self.own = own
        // SAFETY: the path lives through the call.
        guard unsafe mkdir(folder, 0o700) == 0 || errno == EEXIST else { throw .unusable(code: errno) }
        gate = try ProcessRoll.open(folder + "/gate")
        guard flock(gate, (use == .shared ? LOCK_SH : LOCK_EX) | LOCK_NB) == 0 else {
            let code = errno
            close(gate)
            throw code == EWOULDBLOCK ? .taken : .unusable(code: code)
        }
        do throws(Refusal) {
            entry = try ProcessRoll.open(ProcessRoll.path(of: own, in: folder))
        } catch {
            close(gate)
            throw error
        }
        // Nobody else knows the name yet.
        _ = flock(entry, LOCK_EX | LOCK_NB)
    }

    deinit {
        // SAFETY: the path lives through the call.
        _ = unsafe unlink(ProcessRoll.path(of: own, in: folder))
        close(entry)
        close(gate)
    }

    /// Whether that is this process.
    func isOwn(_ owner: [UInt8]) -> Bool { owner == own }

    /// Whether the process of that name lives. The file of one that does not is cleared away; a name is never used
    /// again.
    public func isAlive(_ owner: [UInt8]) -> Bool {
        if owner == own { return true }
        let path = ProcessRoll.path(of: owner, in: folder)
        // SAFETY: the path lives through the call.
        let file = unsafe Glibc.open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW)
        guard file >= 0 else { return false }
        defer { close(file) }
        guard flock(file, LOCK_SH | LOCK_NB) == 0 else { return true }
        // SAFETY: as above.
        _ = unsafe unlink(path)
        return false
    }

    private static func path(of owner: [UInt8], in folder: String) -> String {
        let digits = Array("0123456789abcdef")
        return folder + "/" + String(owner.flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] })
    }

    private static func open(_ path: String) throws(Refusal) -> Int32 {
        // SAFETY: the path lives through the call.
        let file = unsafe Glibc.open(path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0o600)
        guard file >= 0 else { throw .unusable(code: errno) }
        return file
    }
}

extension ProcessRoll.Refusal: CustomStringConvertible {
    /// In words, for the operator.
    public var description: String {
        switch self {
        case .taken: "another process has the database"
        case .unusable(let code):
            // SAFETY: the message lives at least until the next call on this thread, and is copied here.
            unsafe String(cString: strerror(code))
        }
    }
}
