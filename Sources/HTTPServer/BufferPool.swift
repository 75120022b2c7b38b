/// Read buffers of one loop. A connection has one only while octets wait in it, so an idle one costs next to nothing.
final class BufferPool {
    static let size = 16 << 10
    private static let keptMax = 64
    private var free: [[UInt8]] = []

    func take() -> [UInt8] {
        free.popLast() ?? [UInt8](repeating: 0, count: Self.size)
    }

    func give(_ buffer: consuming [UInt8]) {
        if free.count < Self.keptMax, buffer.count == Self.size { free.append(buffer) }
    }
}
