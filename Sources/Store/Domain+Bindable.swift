public import Domain
public import SQLite

extension Timestamp: Bindable {
    /// Milliseconds since the epoch.
    public var sqlValue: Value { .integer(milliseconds) }
}

extension Identifier: Bindable {
    /// The number.
    public var sqlValue: Value { .integer(rawValue) }
}

extension Row {
    /// The instant in a column.
    func timestamp(_ column: Int32) -> Timestamp { Timestamp(milliseconds: int64(column)) }

    /// The instant in a column, nil for NULL.
    func optionalTimestamp(_ column: Int32) -> Timestamp? { optionalInt64(column).map(Timestamp.init(milliseconds:)) }

    /// The key in a column.
    func id<Entity>(_ column: Int32) -> Identifier<Entity> { Identifier(int64(column)) }
}
