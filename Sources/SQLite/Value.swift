/// What a parameter of a statement can hold.
public enum Value: Sendable, Hashable {
    /// SQL's NULL.
    case null
    /// A number.
    case integer(Int64)
    /// A text; stored as UTF-8.
    case text(String)
    /// Octets.
    case blob([UInt8])
}

/// A type whose values can be bound to a parameter.
public protocol Bindable {
    /// The value as SQLite takes it.
    var sqlValue: Value { get }
}

extension Value: Bindable {
    /// Itself.
    public var sqlValue: Value { self }
}

extension Int64: Bindable {
    /// A number.
    public var sqlValue: Value { .integer(self) }
}

extension Int: Bindable {
    /// A number.
    public var sqlValue: Value { .integer(Int64(self)) }
}

extension Bool: Bindable {
    /// 1 or 0.
    public var sqlValue: Value { .integer(self ? 1 : 0) }
}

extension String: Bindable {
    /// A text.
    public var sqlValue: Value { .text(self) }
}

extension [UInt8]: Bindable {
    /// Octets.
    public var sqlValue: Value { .blob(self) }
}

extension Optional: Bindable where Wrapped: Bindable {
    /// NULL for nil.
    public var sqlValue: Value { self?.sqlValue ?? .null }
}
