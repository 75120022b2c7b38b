/// A result code of SQLite, extended where SQLite tells more (sqlite.org/rescode.html).
public struct ResultCode: RawRepresentable, Sendable, Hashable {
    /// The number, extended code and all.
    public let rawValue: Int32

    /// A code by its number.
    public init(rawValue: Int32) { self.rawValue = rawValue }

    /// The code without its extension: `SQLITE_BUSY` for `SQLITE_BUSY_SNAPSHOT`.
    public var primary: ResultCode { ResultCode(rawValue: rawValue & 0xFF) }

    /// Done, and nothing to say.
    public static let ok = ResultCode(rawValue: 0)
    /// A mistake in the statement.
    public static let error = ResultCode(rawValue: 1)
    /// The file's mode forbids it.
    public static let permission = ResultCode(rawValue: 3)
    /// Another connection is writing.
    public static let busy = ResultCode(rawValue: 5)
    /// Another statement of the same connection is in the way.
    public static let locked = ResultCode(rawValue: 6)
    /// No memory.
    public static let noMemory = ResultCode(rawValue: 7)
    /// The file or its folder cannot be written, or the connection only reads.
    public static let readOnly = ResultCode(rawValue: 8)
    /// The disk failed.
    public static let inputOutput = ResultCode(rawValue: 10)
    /// The file is damaged.
    public static let corrupt = ResultCode(rawValue: 11)
    /// No space is left, or the page limit is reached.
    public static let full = ResultCode(rawValue: 13)
    /// The file cannot be opened.
    public static let cannotOpen = ResultCode(rawValue: 14)
    /// A value or blob is longer than SQLite takes.
    public static let tooBig = ResultCode(rawValue: 18)
    /// A constraint of the schema does not hold.
    public static let constraint = ResultCode(rawValue: 19)
    /// The library was used against its rules.
    public static let misuse = ResultCode(rawValue: 21)
    /// A parameter has no such index.
    public static let range = ResultCode(rawValue: 25)
    /// The file is something else.
    public static let notADatabase = ResultCode(rawValue: 26)
    /// A statement has another row.
    public static let row = ResultCode(rawValue: 100)
    /// A statement has run to its end.
    public static let done = ResultCode(rawValue: 101)
}
