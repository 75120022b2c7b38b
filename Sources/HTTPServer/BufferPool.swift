/// Buffers of one loop. A connection has one only while octets wait in it, so an idle one costs next to nothing.
final class BufferPool {
    static let size = 16 << 10
    private static let keptMax = 64
    private var free: [[UInt8]] = []
    private var freeForOutput: [[UInt8]] = []

    /// A buffer to read into, full of whatever was in it.
    func take() -> [UInt8] {
        free.popLast() ?? [UInt8](repeating: 0, count: Self.size)
    }

    /// Takes a buffer back, unless it has grown.
    func give(_ buffer: consuming [UInt8]) {
        if free.count < Self.keptMax, buffer.count == Self.size { free.append(buffer) }
    }

    /// An empty buffer with room for most answers.
    func takeForOutput() -> [UInt8] {
        if let buffer = freeForOutput.popLast() { return buffer }
        var buffer: [UInt8] = []
        buffer.reserveCapacity(Self.outputCapacity)
        return buffer
    }

    /// Takes an output buffer back, unless one large page has made it grow.
    func giveForOutput(_ given: consuming [UInt8]) {
        guard freeForOutput.count < Self.keptMax, given.capacity >= Self.outputCapacity, given.capacity <= Self.size
        else { return }
        var buffer = given
        buffer.removeAll(keepingCapacity: true)
        freeForOutput.append(buffer)
    }

    private static let outputCapacity = 4 << 10
}
