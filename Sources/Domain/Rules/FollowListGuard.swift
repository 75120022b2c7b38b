/// Decides whether a follow list may be believed (design §6): a complete list that shrinks implausibly is looked at
/// twice.
public enum FollowListGuard {
    /// Artists on one page of the source: to so many a broken paging cuts lists (FACTS §4.3).
    public static let pageSize = 50

    /// Whether a list of `count` artists, where `known` were followed, must be seen a second time before anybody is
    /// dropped: more than half are gone, or just one full page is left.
    public static func isSuspicious(count: Int, known: Int) -> Bool {
        guard count < known else { return false }
        return count * 2 < known || count == pageSize
    }
}
