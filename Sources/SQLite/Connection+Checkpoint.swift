import CSQLite
import Glibc

extension Connection {
    /// Moves the write-ahead log into the database and empties it; false if a reader or writer was in the way, which
    /// means later. Only the one writer may call it: SQLite 3.7.0 to 3.51.2 (but for 3.44.6 and 3.50.7 in their lines)
    /// may damage a database where one connection writes and another one checkpoints at the same moment (the "WAL-reset"
    /// bug).
    public func checkpoint() throws(SQLiteError) -> Bool {
        // SAFETY: the handle lives as long as self; no name means every database, and the counts are not asked for.
        let code = unsafe sqlite3_wal_checkpoint_v2(handle, nil, SQLITE_CHECKPOINT_TRUNCATE, nil, nil)
        if code & 0xFF == SQLITE_BUSY || code & 0xFF == SQLITE_LOCKED { return false }
        guard code == SQLITE_OK else { throw error(code) }
        return true
    }

    /// How long the write-ahead log is, in octets; 0 without one.
    public var logBytes: Int64 {
        var status = stat()
        // SAFETY: the structure lives through the call. The file is only looked at: opening and closing it by hand
        // would drop the locks that SQLite holds on it.
        guard unsafe stat(path + "-wal", &status) == 0 else { return 0 }
        return Int64(status.st_size)
    }

    /// Whether the file was moved, removed or replaced since it was opened: what is written now is written into a file
    /// that nobody will find. Costs one look at the folder.
    public var hasMoved: Bool {
        var answer: Int32 = 0
        // SAFETY: the handle lives as long as self; this opcode takes a pointer to an int, which lives through the
        // call.
        let code = unsafe sqlite3_file_control(handle, nil, SQLITE_FCNTL_HAS_MOVED, &answer)
        return code == SQLITE_OK && answer != 0
    }

    /// Writes a compact copy to a path where nothing is yet, while others go on reading and writing.
    public func backUp(to path: String) throws(SQLiteError) {
        try run("VACUUM INTO ?", path)
    }

    /// What is wrong with the file, line by line; empty when nothing is. Reads all of it.
    public func problems() throws(SQLiteError) -> [String] {
        try all("PRAGMA integrity_check") { $0.text(0) }.filter { $0 != "ok" }
            + all("PRAGMA foreign_key_check") { "a row of \($0.text(0)) points at no row of \($0.text(2))" }
    }
}
