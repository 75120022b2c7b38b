/// Numbers in messages.
public enum HTTPNumber {
    /// 1*DIGIT without sign or space, up to `Int.max`; nil for anything else. `Int(_:)` would take a sign.
    public static func decimal(_ digits: some Collection<UInt8>) -> Int? {
        HeadSemantics.decimal(digits)
    }

    /// 1*DIGIT; whatever is larger than `Int.max` is `Int.max`. For bounds, where all beyond the end is the same.
    public static func saturatingDecimal(_ digits: some Collection<UInt8>) -> Int? {
        guard !digits.isEmpty, digits.allSatisfy(ASCII.isDigit) else { return nil }
        return HeadSemantics.decimal(digits) ?? .max
    }
}
