import CSQLite

/// A prepared statement. Lives in the cache of its connection and is used wherever that is.
@safe final class Statement {
    private let handle: OpaquePointer
    /// Whether somebody is stepping through it: a second use of the same text must prepare its own.
    var isInUse = false

    /// Takes over a statement that was just prepared.
    init(owning handle: OpaquePointer) {
        // SAFETY: ours from here on, and finalized once, in `deinit`.
        unsafe self.handle = handle
    }

    deinit {
        // SAFETY: the handle is ours, and nobody can use it after us.
        _ = unsafe sqlite3_finalize(handle)
    }

    /// The row the statement stands on. Good until the next `step` or `reset`.
    var row: Row {
        // SAFETY: lent to closures that run before the next step; `Row` cannot be copied out of them.
        unsafe Row(statement: handle)
    }

    /// The text of the statement, with its parameters unexpanded.
    var sql: String {
        // SAFETY: SQLite keeps the text as long as the statement; it is copied here.
        guard let text = unsafe sqlite3_sql(handle) else { return "" }
        return unsafe String(cString: text)
    }

    /// Binds values to the parameters in order. SQLite copies them.
    func bind(_ values: [any Bindable]) throws(SQLiteError) {
        // SAFETY: the handle lives as long as self.
        let expected = unsafe Int(sqlite3_bind_parameter_count(handle))
        // A parameter left unbound would be NULL without a word.
        guard expected == values.count else {
            throw SQLiteError(
                code: .range, message: "\(values.count) values for \(expected) parameters", sql: sql)
        }
        var index: Int32 = 0
        for value in values {
            index += 1
            let code = bind(value.sqlValue, at: index)
            guard code == SQLITE_OK else { throw error(code) }
        }
    }

    private func bind(_ value: Value, at index: Int32) -> Int32 {
        switch value {
        case .null:
            // SAFETY: the handle lives as long as self.
            return unsafe sqlite3_bind_null(handle, index)
        case .integer(let number):
            // SAFETY: as above.
            return unsafe sqlite3_bind_int64(handle, index, number)
        case .text(let text):
            // SAFETY: the string's octets live through the call, and the shim has SQLite copy them.
            return unsafe csqlite_bind_text(handle, index, text, Int32(clamping: text.utf8.count))
        case .blob(let blob):
            // SAFETY: as for a text. No octets may have no address, which would be NULL.
            guard !blob.isEmpty else { return unsafe sqlite3_bind_zeroblob(handle, index, 0) }
            return unsafe csqlite_bind_blob(handle, index, blob, Int32(clamping: blob.count))
        }
    }

    /// Goes on to the next row; false at the end.
    func step() throws(SQLiteError) -> Bool {
        // SAFETY: the handle lives as long as self.
        let code = unsafe sqlite3_step(handle)
        if code == SQLITE_ROW { return true }
        if code == SQLITE_DONE { return false }
        throw error(code)
    }

    /// Ends the statement, and with it the read transaction it may hold, and lets go of what was bound.
    func reset() {
        // SAFETY: the handle lives as long as self. The code repeats what `step` has already thrown.
        _ = unsafe sqlite3_reset(handle)
        _ = unsafe sqlite3_clear_bindings(handle)
    }

    private func error(_ code: Int32) -> SQLiteError {
        // SAFETY: the connection outlives its statements; the message is copied before the next call.
        let connection = unsafe sqlite3_db_handle(handle)
        let extended = unsafe sqlite3_extended_errcode(connection)
        let message = unsafe String(cString: sqlite3_errmsg(connection))
        let isSame = extended & 0xFF == code & 0xFF
        return SQLiteError(code: ResultCode(rawValue: isSame ? extended : code), message: message, sql: sql)
    }
}
