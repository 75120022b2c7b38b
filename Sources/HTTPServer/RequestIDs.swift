/// Names requests: short, unique in this run, and different between runs.
final class RequestIDs {
    private var next: UInt64

    init(loop: Int) {
        // 40 random bits above a counter: two runs hardly ever meet, and the text stays within a String's own storage.
        next = UInt64.random(in: 0..<(1 << 40)) << 24 | UInt64(loop) << 22
    }

    func make() -> String {
        next &+= 1
        let number = next
        // Thirteen digits of five bits each. `String(_:radix:)` takes longer than the rest of a short answer.
        // SAFETY: as many octets are written as are said to be.
        return unsafe String(unsafeUninitializedCapacity: 13) { digits in
            for index in 0..<13 {
                unsafe digits[index] = Self.digits[Int(truncatingIfNeeded: number >> UInt64(60 - 5 * index) & 31)]
            }
            return 13
        }
    }

    private static let digits = Array("0123456789abcdefghijklmnopqrstuv".utf8)
}
