/// What SQLite refused to do. Holds the statement as it was written, never what was bound to it.
public struct SQLiteError: Error, Sendable, Equatable, CustomStringConvertible {
    /// The extended result code: the one thing to decide by.
    public var code: ResultCode
    /// SQLite's words, for the log.
    public var message: String
    /// The statement, with its parameters as question marks; empty outside of one.
    public var sql: String

    /// An error.
    public init(code: ResultCode, message: String, sql: String = "") {
        self.code = code
        self.message = message
        self.sql = sql
    }

    /// Code, words and statement on one line.
    public var description: String {
        let statement = sql.split { $0 == " " || $0.isNewline }.joined(separator: " ")
        return "SQLite \(code.rawValue): \(message)" + (statement.isEmpty ? "" : " in: \(statement)")
    }
}
