import CSQLite

/// The SQLite that the program runs with.
enum Library {
    /// Made once, before the first connection; false where somebody else has opened one before, which only costs time.
    ///
    /// With statistics of its memory, which nobody reads, the library takes one lock for each allocation, and readers
    /// on several threads wait for each other. What it takes to undo a savepoint goes into a file from 64 KiB on, made
    /// and deleted in each transaction; we commit many savepoints together, and keep more of it in memory.
    static let isSetUp = {
        // Connections are opened without a mutex, and go from thread to thread.
        precondition(sqlite3_threadsafe() != 0, "SQLite was built for programs of one thread")
        return csqlite_keep_no_statistics() == SQLITE_OK && csqlite_keep_undo_in_memory(undoBytesMax) == SQLITE_OK
    }()

    /// Less than 128 KiB: what is moved into the file goes in pieces of this size, and the library's writes keep only
    /// the lower 17 bits of a length. A longer piece writes nothing and is taken for a full disk.
    private static let undoBytesMax: Int32 = 120 << 10
}
