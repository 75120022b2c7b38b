import CSQLite

extension Connection {
    /// Makes the settings that every connection of every process needs (research §4.3), the busy time-out first: the
    /// others may already have to wait.
    func protect(mode: OpenMode, busyTimeout: Duration) throws(SQLiteError) {
        setBusyTimeout(busyTimeout)
        // No statement can write the schema's own tables, nor do damage on purpose.
        // SAFETY: the handle lives as long as self.
        _ = unsafe csqlite_switch(handle, SQLITE_DBCONFIG_DEFENSIVE, 1)
        if mode != .reader {
            // A memory database answers `memory`, and needs no log.
            _ = try first("PRAGMA journal_mode = WAL") { $0.text(0) }
        }
        try execute(
            """
            PRAGMA foreign_keys = ON;
            PRAGMA synchronous = FULL;
            PRAGMA trusted_schema = OFF;
            PRAGMA cell_size_check = ON;
            PRAGMA secure_delete = ON;
            PRAGMA mmap_size = 0;
            PRAGMA cache_size = -8192;
            PRAGMA journal_size_limit = 4194304;
            PRAGMA wal_autocheckpoint = 0;
            """)
        // Checkpoints are the writer's alone, whatever the library's version: see `checkpoint`.
        if mode == .reader { try execute("PRAGMA query_only = ON") }
    }

    /// How long a statement waits for another connection's lock.
    public func setBusyTimeout(_ timeout: Duration) {
        let (seconds, attoseconds) = timeout.components
        let milliseconds = Int32(clamping: seconds * 1000 + attoseconds / 1_000_000_000_000_000)
        // SAFETY: the handle lives as long as self.
        _ = unsafe sqlite3_busy_timeout(handle, milliseconds)
    }
}
