import Glibc
import Support
import Synchronization

/// A server of raw octets on a free port of the loopback interface: reads requests one after another on each connection
/// and answers each as the script says. One thread a connection, so that a script may block.
final class ScriptedServer: Sendable {
    /// A request as it arrived.
    struct Seen: Sendable {
        /// The whole head.
        var head: String
        var body: [UInt8]
        /// Which connection it came on, from 1.
        var connection: Int
        /// Which request on that connection it is, from 1.
        var number: Int

        var requestLine: String { String(head.prefix { $0 != "\r\n" }) }
    }

    enum Reply: Sendable {
        case bytes([UInt8])
        /// Sends, then closes.
        case last([UInt8])
        /// Never answers, and keeps the connection until the server is stopped.
        case silence

        static func text(_ text: String) -> Reply { .bytes(Array(text.utf8)) }
        static let close = Reply.last([])
        static let ok = Reply.text("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok")
    }

    private struct State {
        var connections: [Int32] = []
        var seen: [Seen] = []
        var isStopped = false
    }

    let port: UInt16
    private let listener: Int32
    private let answersTLS: Bool
    private let script: @Sendable (Seen) -> Reply
    private let state = Mutex(State())

    /// Listens. To the beginning of a TLS handshake it closes the connection, or is silent where `answersTLS` is false.
    init(answersTLS: Bool = true, _ script: @escaping @Sendable (Seen) -> Reply = { _ in .ok }) {
        self.answersTLS = answersTLS
        self.script = script
        (listener, port) = ScriptedServer.bind(listening: true)
        BackgroundThread.start { [self] in acceptAll() }
    }

    var url: String { "http://127.0.0.1:\(port)" }
    var seen: [Seen] { state.withLock { $0.seen } }

    /// Closes every connection and the listener.
    func stop() {
        state.withLock { state in
            state.isStopped = true
            for connection in state.connections { shutdown(connection, Int32(SHUT_RDWR)) }
        }
        shutdown(listener, Int32(SHUT_RDWR))
    }

    /// A socket bound to a free port; without listening, whoever connects there is refused.
    static func bind(listening: Bool) -> (socket: Int32, port: UInt16) {
        let made = socket(AF_INET, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        // SAFETY: a local of the right kind and size.
        unsafe withUnsafeMutablePointer(to: &address) {
            unsafe $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                precondition(unsafe Glibc.bind(made, $0, length) == 0)
                if listening { precondition(listen(made, 256) == 0) }
                precondition(unsafe getsockname(made, $0, &length) == 0)
            }
        }
        return (made, UInt16(bigEndian: address.sin_port))
    }

    private func acceptAll() {
        while true {
            let connection = accept(listener, nil, nil)
            guard connection >= 0 else { break }
            _ = fcntl(connection, F_SETFD, FD_CLOEXEC)
            let number: Int? = state.withLock { state in
                guard !state.isStopped else { return nil }
                state.connections.append(connection)
                return state.connections.count
            }
            guard let number else {
                close(connection)
                break
            }
            BackgroundThread.start { [self] in serve(connection, number) }
        }
        close(listener)
    }

    private func serve(_ connection: Int32, _ connectionNumber: Int) {
        var input: [UInt8] = []
        var number = 0
        serving: while let (head, body) = readRequest(connection, &input) {
            number += 1
            let seen = Seen(head: head, body: body, connection: connectionNumber, number: number)
            state.withLock { $0.seen.append(seen) }
            switch script(seen) {
            case .bytes(let bytes): write(bytes, to: connection)
            case .last(let bytes):
                write(bytes, to: connection)
                break serving
            case .silence: continue
            }
        }
        // Only shut down: the number stays taken until the process ends, so that `stop` never closes somebody else's.
        shutdown(connection, Int32(SHUT_RDWR))
    }

    private func readRequest(_ connection: Int32, _ input: inout [UInt8]) -> (head: String, body: [UInt8])? {
        let end = Array("\r\n\r\n".utf8)
        while true {
            if input.first == 0x16 {
                guard !answersTLS else { return nil }
            } else if let split = input.indices.first(where: { input[$0...].starts(with: end) }) {
                let head = String(decoding: input[..<(split + 4)], as: UTF8.self)
                let length =
                    head.lowercased().split(separator: "\r\n").first { $0.hasPrefix("content-length:") }
                    .flatMap { Int($0.dropFirst(15).drop { $0 == " " }) } ?? 0
                if input.count >= split + 4 + length {
                    let body = Array(input[(split + 4)..<(split + 4 + length)])
                    input.removeFirst(split + 4 + length)
                    return (head, body)
                }
            }
            var buffer = [UInt8](repeating: 0, count: 16 << 10)
            // SAFETY: an array's own storage, for the length it has.
            let count = unsafe read(connection, &buffer, buffer.count)
            guard count > 0 else { return nil }
            input += buffer[..<count]
        }
    }

    private func write(_ bytes: [UInt8], to connection: Int32) {
        var rest = bytes[...]
        while !rest.isEmpty {
            // SAFETY: the slice's own storage. Without the flag a client that hung up would end the process.
            let count = unsafe rest.withUnsafeBytes {
                unsafe send(connection, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
            }
            guard count > 0 else { return }
            rest = rest.dropFirst(count)
        }
    }
}
