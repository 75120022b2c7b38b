import CSQLite

/// The row a statement stands on: lent to the closure that reads it, and gone after. It cannot be copied, so it cannot
/// be kept.
@safe public struct Row: ~Copyable {
    private let statement: OpaquePointer

    init(statement: OpaquePointer) {
        // SAFETY: kept no longer than the closure runs to which the row is lent.
        unsafe self.statement = statement
    }

    /// The number in a column, 0 for NULL.
    public func int64(_ column: Int32) -> Int64 {
        // SAFETY: a row lives no longer than its statement stands still; SQLite answers 0 or NULL beyond the last
        // column.
        unsafe sqlite3_column_int64(statement, column)
    }

    /// The number in a column, 0 for NULL.
    public func int(_ column: Int32) -> Int { Int(int64(column)) }

    /// Whether the number in a column is other than 0.
    public func bool(_ column: Int32) -> Bool { int64(column) != 0 }

    /// Whether a column is NULL.
    public func isNull(_ column: Int32) -> Bool {
        // SAFETY: as in `int64`.
        unsafe sqlite3_column_type(statement, column) == SQLITE_NULL
    }

    /// The number in a column, nil for NULL.
    public func optionalInt64(_ column: Int32) -> Int64? { isNull(column) ? nil : int64(column) }

    /// The text in a column, empty for NULL.
    public func text(_ column: Int32) -> String { optionalText(column) ?? "" }

    /// The text in a column, nil for NULL. Copies: the pointer dies at the next step.
    public func optionalText(_ column: Int32) -> String? {
        // SAFETY: valid until the next step, reset or finalize; bytes is read after text, as SQLite asks.
        guard let start = unsafe sqlite3_column_text(statement, column) else { return nil }
        let bytes = unsafe UnsafeBufferPointer(start: start, count: Int(sqlite3_column_bytes(statement, column)))
        return unsafe String(decoding: bytes, as: UTF8.self)
    }

    /// The octets in a column, empty for NULL.
    public func blob(_ column: Int32) -> [UInt8] {
        // SAFETY: as in `optionalText`.
        guard let start = unsafe sqlite3_column_blob(statement, column) else { return [] }
        let count = unsafe Int(sqlite3_column_bytes(statement, column))
        return unsafe [UInt8](UnsafeRawBufferPointer(start: start, count: count))
    }

    /// The octets in a column, nil for NULL.
    public func optionalBlob(_ column: Int32) -> [UInt8]? { isNull(column) ? nil : blob(column) }
}
