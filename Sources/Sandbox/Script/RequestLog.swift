import HTTP

/// The requests the service answered, newest last; the oldest go when there are too many.
struct RequestLog: Sendable {
    /// One request. Never holds a code, token, secret or verifier.
    struct Row: Sendable {
        let number: Int
        let time: Moment
        let method: String
        let path: String
        let query: String?
        let status: Int
        let note: RequestNote
    }

    /// How many rows are kept at least, once there were so many.
    static let rowsMax = 100_000

    private var rows: [Row] = []
    private var lastNumber = 0

    /// Adds a row.
    mutating func append(_ call: ServiceCall, status: Int, note: RequestNote, at time: Moment) {
        lastNumber += 1
        // A tenth more than the limit, so that making room is rare.
        if rows.count >= Self.rowsMax + Self.rowsMax / 10 { rows.removeFirst(Self.rowsMax / 10) }
        rows.append(
            Row(
                number: lastNumber, time: time, method: call.method.name, path: call.path,
                query: call.rawQuery.map(Redaction.query), status: status, note: note))
    }

    /// Forgets the rows, not the count: whoever asks for what came after a number still gets it.
    mutating func clear() { rows = [] }

    /// The rows with a greater number, oldest first.
    func rows(since number: Int) -> ArraySlice<Row> {
        guard let first = rows.first else { return [] }
        return rows[min(max(0, number - first.number + 1), rows.count)...]
    }
}
