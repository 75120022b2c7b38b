/// Numbers in messages.
public enum HTTPNumber {
    /// 1*DIGIT without sign or space, up to `Int.max`; nil for anything else. `Int(_:)` would take a sign.
    public static func decimal(_ digits: some Collection<UInt8>) -> Int? {
        HeadSemantics.decimal(digits)
    }
}
