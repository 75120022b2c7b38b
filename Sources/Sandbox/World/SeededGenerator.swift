/// Numbers that look random and depend on nothing but where they start (splitmix64).
struct SeededGenerator: RandomNumberGenerator, Sendable {
    private var state: UInt64

    /// A sequence of its own for every list of numbers.
    init(_ seeds: UInt64...) {
        state = 0
        for seed in seeds { state = Self.mixed(state &+ 0x9E37_79B9_7F4A_7C15 ^ Self.mixed(seed)) }
    }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        return Self.mixed(state)
    }

    /// A number from 0 up to, not including, `bound`. Own arithmetic: the library's may change between versions, and
    /// with it every world.
    mutating func below(_ bound: Int) -> Int { Int(next() % UInt64(bound)) }

    /// Whether something happens that happens so often in a hundred times.
    mutating func happens(percent: Int) -> Bool { below(100) < percent }

    /// One of them.
    mutating func pick<Element>(_ elements: [Element]) -> Element { elements[below(elements.count)] }

    /// A number with its bits stirred.
    static func mixed(_ value: UInt64) -> UInt64 {
        var mixed = (value ^ (value >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }
}
