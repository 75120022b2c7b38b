import Domain
import SQLite
import Synchronization

/// Connections that only read, lent to whoever asks, on the thread that asks.
///
/// Nobody waits for one: the pool opens another, and keeps as many as there are threads that read at once.
final class ReaderPool: Sendable {
    /// How many are kept.
    static let keptMax = 16

    private let path: String
    private let idle = Mutex<[Reader]>([])

    init(path: String) { self.path = path }

    /// Runs `body` with a connection. Each statement sees what is committed when it begins; no transaction holds
    /// several together unless `body` begins one.
    func read<T>(_ body: (Connection) throws -> T) throws(StoreFailure) -> T {
        do {
            // The one given back last: its cache is warm.
            let known = idle.withLock { $0.popLast() }
            let reader = try known ?? Reader(connection: Connection(path: path, mode: .reader))
            defer {
                idle.withLock { idle in
                    if idle.count < ReaderPool.keptMax { idle.append(reader) }
                }
            }
            return try body(reader.connection)
        } catch {
            throw StoreFailure(error, path: path)
        }
    }

    /// `@unchecked Sendable`: crosses threads, always in one hand: whoever took it out of the pool's lock holds it alone
    /// until it is put back.
    private struct Reader: @unchecked Sendable {
        let connection: Connection
    }
}
