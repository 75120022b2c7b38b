/// Numbers as the benchmarks print them.
enum Decimals {
    /// With two decimals.
    static func two(_ number: Double) -> String {
        let hundredths = Int((number * 100).rounded())
        return "\(hundredths / 100).\(hundredths % 100 < 10 ? "0" : "")\(hundredths % 100)"
    }
}
