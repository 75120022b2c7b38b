/// Octets from the system's generator, for keys, tokens and nonces.
enum RandomOctets {
    /// So many of them.
    static func make(_ count: Int) -> [UInt8] {
        var generator = SystemRandomNumberGenerator()
        return (0..<count).map { _ in UInt8.random(in: .min ... .max, using: &generator) }
    }
}
