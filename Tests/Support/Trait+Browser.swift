public import Testing

extension Trait where Self == ConditionTrait {
    /// The test needs a browser: without one it is skipped, visibly, but with `CI=true` it runs and fails.
    public static var needsBrowser: Self {
        .enabled(if: Browser.isExpected, "There is no Chromium with a chromedriver on this machine.")
    }
}
