import Dispatch
import Glibc
import Synchronization

/// Clients that send or read as slowly as they can without being thrown out; those that are come again.
final class SlowCrowd: Sendable {
    private let port: UInt16
    private let heads: Int
    private let readers: Int
    private let isOver = Atomic<Bool>(false)
    private let ended = DispatchSemaphore(value: 0)
    private let again = Atomic<Int>(0)

    init(port: UInt16, heads: Int, readers: Int) {
        self.port = port
        self.heads = heads
        self.readers = readers
    }

    /// How often one of them was thrown out, and came again.
    var reconnections: Int { again.load(ordering: .relaxed) }

    /// Connects all of them; returns when they stand.
    func start() {
        let standing = DispatchSemaphore(value: 0)
        DispatchQueue(label: "slow").async { [self] in
            run(standing)
            ended.signal()
        }
        standing.wait()
    }

    /// Takes them away.
    func stop() {
        isOver.store(true, ordering: .relaxed)
        ended.wait()
    }

    private func run(_ standing: DispatchSemaphore) {
        var dripping = (0..<heads).map { _ in beginHead() }
        var reading = (0..<readers).map { _ in beginReading() }
        standing.signal()
        while !isOver.load(ordering: .relaxed) {
            // An octet every fifth of a second each: fast enough for an idle deadline, too slow for a total one.
            usleep(200_000)
            for index in dripping.indices {
                guard let socket = dripping[index], socket.send("x"), socket.receive(upTo: 512, waits: false) < 0 else {
                    dripping[index]?.close()
                    dripping[index] = beginHead()
                    again.add(1, ordering: .relaxed)
                    continue
                }
            }
            for index in reading.indices {
                guard let socket = reading[index], socket.receive(upTo: 256, waits: false) != 0 else {
                    reading[index]?.close()
                    reading[index] = beginReading()
                    again.add(1, ordering: .relaxed)
                    continue
                }
            }
        }
        for socket in dripping + reading { socket?.close() }
    }

    private func beginHead() -> ClientSocket? {
        let socket = ClientSocket(port: port)
        _ = socket?.send("GET /tiny HTTP/1.1\r\nHost: a\r\nX: ")
        return socket
    }

    private func beginReading() -> ClientSocket? {
        let socket = ClientSocket(port: port, receiveBytes: 2048)
        _ = socket?.send(String(repeating: "GET /static/app.css HTTP/1.1\r\nHost: a\r\n\r\n", count: 100))
        return socket
    }
}
