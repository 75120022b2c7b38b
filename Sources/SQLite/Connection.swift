import CSQLite

/// A connection to one database file. Not `Sendable`: SQLite is opened without its mutexes, so at any moment one owner
/// uses it, and the compiler agrees.
@safe public final class Connection {
    /// For the extensions alone.
    let handle: OpaquePointer
    /// Prepared statements by the address of their text, which is a literal and never moves.
    private var statements: [UInt: Statement] = [:]
    /// The file's path.
    public let path: String

    /// Opens a file. Settings that protect it are made before the first statement; see `Connection+Settings`.
    public init(path: String, mode: OpenMode, busyTimeout: Duration = .seconds(5)) throws(SQLiteError) {
        _ = Library.isSetUp
        var flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE
        if mode == .create { flags |= SQLITE_OPEN_CREATE }
        var opened: OpaquePointer?
        // SAFETY: the out parameter lives through the call; on failure SQLite may still hand out a connection, which
        // then only serves to read the message and must be closed.
        let code = unsafe sqlite3_open_v2(path, &opened, flags, nil)
        guard code == SQLITE_OK, let handle = unsafe opened else {
            let message = unsafe String(cString: sqlite3_errstr(code))
            // SAFETY: closing NULL does nothing.
            _ = unsafe sqlite3_close_v2(opened)
            throw SQLiteError(code: ResultCode(rawValue: code), message: message)
        }
        unsafe self.handle = handle
        self.path = path
        try protect(mode: mode, busyTimeout: busyTimeout)
    }

    deinit {
        statements.removeAll()
        // SAFETY: the handle is ours; with `_v2` a statement still alive would only put off the end.
        _ = unsafe sqlite3_close_v2(handle)
    }

    // MARK: Statements

    /// Runs a statement to its end and says how many rows it changed, or wrote in place of others.
    @discardableResult
    public func run(_ sql: StaticString, _ values: any Bindable...) throws(SQLiteError) -> Int {
        let statement = try borrow(sql)
        defer { giveBack(statement) }
        try statement.bind(values)
        while try statement.step() {}
        // SAFETY: the handle lives as long as self.
        return unsafe Int(sqlite3_changes(handle))
    }

    /// What `read` makes of the first row; nil if there is none.
    public func first<T>(_ sql: StaticString, _ values: any Bindable..., read: (borrowing Row) -> T)
        throws(SQLiteError) -> T?
    {
        let statement = try borrow(sql)
        defer { giveBack(statement) }
        try statement.bind(values)
        return try statement.step() ? read(statement.row) : nil
    }

    /// What `read` makes of each row, in order.
    public func all<T>(_ sql: StaticString, _ values: any Bindable..., read: (borrowing Row) -> T)
        throws(SQLiteError) -> [T]
    {
        let statement = try borrow(sql)
        defer { giveBack(statement) }
        try statement.bind(values)
        var result: [T] = []
        while try statement.step() { result.append(read(statement.row)) }
        return result
    }

    /// Runs a script of any number of statements without parameters: migrations and pragmas.
    public func execute(_ script: String) throws(SQLiteError) {
        // SAFETY: the text is only read during the call; no callback.
        let code = unsafe sqlite3_exec(handle, script, nil, nil, nil)
        if code != SQLITE_OK { throw error(code, sql: script) }
    }

    /// The key of the row inserted last.
    public var lastInsertedRow: Int64 {
        // SAFETY: the handle lives as long as self.
        unsafe sqlite3_last_insert_rowid(handle)
    }

    private func borrow(_ sql: StaticString) throws(SQLiteError) -> Statement {
        // SAFETY: only the address is taken: a literal's text lives as long as the program.
        let key = unsafe UInt(bitPattern: sql.utf8Start)
        if let known = statements[key] {
            // In use: somebody steps through the same text further up the stack, and the second use gets its own.
            guard !known.isInUse else { return try prepare(sql, isKept: false) }
            known.isInUse = true
            return known
        }
        let statement = try prepare(sql, isKept: true)
        statement.isInUse = true
        statements[key] = statement
        return statement
    }

    private func giveBack(_ statement: Statement) {
        statement.reset()
        statement.isInUse = false
    }

    private func prepare(_ sql: StaticString, isKept: Bool) throws(SQLiteError) -> Statement {
        var prepared: OpaquePointer?
        // SAFETY: the literal's text lives as long as the program and its length is told; the out parameter lives
        // through the call.
        let code = sql.withUTF8Buffer { text in
            unsafe text.withMemoryRebound(to: CChar.self) { characters in
                let flags = isKept ? UInt32(SQLITE_PREPARE_PERSISTENT) : 0
                return unsafe sqlite3_prepare_v3(
                    handle, characters.baseAddress, Int32(characters.count), flags, &prepared, nil)
            }
        }
        guard code == SQLITE_OK, let statement = unsafe prepared else {
            throw error(code, sql: sql.description)
        }
        return unsafe Statement(owning: statement)
    }

    // MARK: Transactions

    /// Whether a transaction is open. SQLite may have rolled one back by itself, on a full disk for one.
    public var isInTransaction: Bool {
        // SAFETY: the handle lives as long as self.
        unsafe sqlite3_get_autocommit(handle) == 0
    }

    /// Begins a transaction that may write. Taking the lock now means that no later statement can find the snapshot
    /// outdated, against which no time-out helps.
    public func begin() throws(SQLiteError) { try run("BEGIN IMMEDIATE") }

    /// Makes the transaction durable.
    public func commit() throws(SQLiteError) { try run("COMMIT") }

    /// Undoes the transaction, if one is open.
    public func rollBack() {
        // A failed rollback leaves nothing to do: the journal is there, and the next opener undoes it.
        if isInTransaction { _ = try? run("ROLLBACK") }
    }

    /// Runs `body` in one transaction; undoes it if it throws.
    public func transaction<T>(_ body: () throws -> T) throws -> T {
        try begin()
        do {
            let result = try body()
            try commit()
            return result
        } catch {
            rollBack()
            throw error
        }
    }

    /// Runs `body`, whose reads all see what was committed at the first of them.
    public func snapshot<T>(_ body: () throws -> T) throws -> T {
        try run("BEGIN")
        do {
            let result = try body()
            try commit()
            return result
        } catch {
            rollBack()
            throw error
        }
    }

    /// Runs `body` so that it alone is undone if it throws, inside a transaction that goes on.
    public func savepoint<T>(_ body: () throws -> T) throws -> T {
        try run("SAVEPOINT part")
        do {
            let result = try body()
            try run("RELEASE part")
            return result
        } catch {
            // On a full disk SQLite may have undone all of the transaction, and the savepoint with it.
            if isInTransaction {
                try run("ROLLBACK TO part")
                try run("RELEASE part")
            }
            throw error
        }
    }

    // MARK: For the extensions

    /// The error of the call just made.
    func error(_ code: Int32, sql: String = "") -> SQLiteError {
        // SAFETY: the handle lives as long as self; the message is copied before the next call.
        let message = unsafe String(cString: sqlite3_errmsg(handle))
        return SQLiteError(code: ResultCode(rawValue: code), message: message, sql: sql)
    }
}
