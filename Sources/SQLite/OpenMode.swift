/// What a connection is opened for.
public enum OpenMode: Sendable, Hashable {
    /// Reading and writing; the file is made if it is missing.
    case create
    /// Reading and writing a file that is there.
    case existing
    /// Reading a file that is there. Opened for writing all the same, since a reader of a write-ahead log must be able
    /// to mend its index; `query_only` keeps it from writing rows.
    case reader
}
