extension Fields {
    /// Drops what only a proxy may say of a request's way: `Forwarded`, `X-Forwarded-…`, `X-Real-IP`, also with `_` for
    /// `-`, which some readers take for the same names. For requests from anybody but a trusted proxy.
    public mutating func removeForwarding() {
        guard lines.contains(where: { $0.isForwarding(in: bytes) }) else { return }
        self = Fields(copying: self) { !$0.isForwarding(in: $1) }
    }
}

extension Fields.Line {
    private static let xForwarded = Array("x-forwarded-".utf8)
    private static let others = [Array("forwarded".utf8), Array("x-real-ip".utf8)]

    fileprivate func isForwarding(in bytes: [UInt8]) -> Bool {
        // Nearly all names end the question with their first letter.
        let first = bytes[Int(nameStart)] | 0x20
        guard first == 0x78 || first == 0x66 else { return false }
        let name = bytes[Int(nameStart)..<Int(nameEnd)].lazy.map { $0 == 0x5F ? 0x2D : ASCII.lowercased($0) }
        return name.starts(with: Self.xForwarded) || Self.others.contains { name.elementsEqual($0) }
    }
}
