import CSQLite

/// The SQLite that the program runs with.
public enum Library {
    /// Its version: `3.40.1`.
    public static var version: String {
        // SAFETY: a constant of the library.
        unsafe String(cString: sqlite3_libversion())
    }

    /// Its version as a number: 3040001.
    public static var versionNumber: Int { Int(sqlite3_libversion_number()) }

    /// Whether it was built so that connections may be used from several threads, one at a time.
    public static var isThreadSafe: Bool { sqlite3_threadsafe() != 0 }

    /// Made once, before the first connection; false where somebody else has opened one before, which only costs time.
    ///
    /// With statistics of its memory, which nobody reads, the library takes one lock for each allocation, and readers
    /// on several threads wait for each other. What it takes to undo a savepoint goes into a file from 64 KiB on, made
    /// and deleted in each transaction; we commit many savepoints together, and keep more of it in memory.
    static let isSetUp =
        csqlite_keep_no_statistics() == SQLITE_OK && csqlite_keep_undo_in_memory(undoBytesMax) == SQLITE_OK

    /// Less than 128 KiB: what is moved into the file goes in pieces of this size, and the library's writes keep only
    /// the lower 17 bits of a length. A longer piece writes nothing and is taken for a full disk.
    private static let undoBytesMax: Int32 = 120 << 10

    /// Whether that version may damage a database when two connections write and checkpoint at the same moment (the
    /// "WAL-reset" bug: 3.7.0 to 3.51.2; mended in 3.51.3, 3.50.7 and 3.44.6).
    public static func isAffectedByWALReset(version: Int = versionNumber) -> Bool {
        switch version {
        case 3_044_006..<3_045_000, 3_050_007..<3_051_000: false
        case 3_007_000...3_051_002: true
        default: false
        }
    }
}
