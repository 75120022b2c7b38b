/// Names requests: short, unique in this run, and different between runs.
final class RequestIDs {
    private var next: UInt64

    init(loop: Int) {
        // 40 random bits above a counter: two runs hardly ever meet, and the text stays within a String's own storage.
        next = UInt64.random(in: 0..<(1 << 40)) << 24 | UInt64(loop) << 22
    }

    func make() -> String {
        next &+= 1
        return String(next, radix: 36)
    }
}
