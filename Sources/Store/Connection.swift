import SQLite

/// In this module a connection is SQLite's; Domain's is only ever seen as a `ConnectionID`.
typealias Connection = SQLite.Connection
