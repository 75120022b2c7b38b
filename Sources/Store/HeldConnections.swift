public import Domain
import SQLite

/// What an operator's command does about held connections while Fanfare runs: it leaves a mark on their rows, on which
/// the serving process acts, so that tokens are written in one process alone.
public struct HeldConnections: ~Copyable {
    private let connection: Connection

    /// Opens the database of an installation, which must be there.
    public init(path: String) throws(StoreFailure) {
        do throws(SQLiteError) {
            connection = try Connection(path: path, mode: .existing)
        } catch {
            throw StoreFailure(error, path: path)
        }
    }

    /// Asks that held connections be tried once more: the one named, or all. Returns how many of them are held.
    public func recheck(_ id: ConnectionID?, now: Timestamp) throws(StoreFailure) -> Int {
        do throws(SQLiteError) {
            return try connection.run(
                "UPDATE connection SET refresh_due_at = ? WHERE state = 'held' AND (? IS NULL OR id = ?)", now,
                id?.rawValue, id?.rawValue)
        } catch {
            throw StoreFailure(error, path: connection.path)
        }
    }

    /// How a connection stands, by the word in its row; nil if there is none.
    public func state(of id: ConnectionID) throws(StoreFailure) -> String? {
        do throws(SQLiteError) {
            return try connection.first("SELECT state FROM connection WHERE id = ?", id) { $0.text(0) }
        } catch {
            throw StoreFailure(error, path: connection.path)
        }
    }
}
