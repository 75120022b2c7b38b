public import Testing

extension Trait where Self == ConditionTrait {
    /// The test needs a proxy: without it it is skipped, visibly, but with `CI=true` it runs and fails.
    public static func needs(_ proxy: ReverseProxy) -> Self {
        .enabled(if: proxy.isExpected, "There is no \(proxy.rawValue) on this machine.")
    }
}
