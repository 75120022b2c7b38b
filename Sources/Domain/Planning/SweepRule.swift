/// When a list is read to its end, and what the end says (design §6). Pure.
public enum SweepRule {
    /// How many items more than page 1 has shown the source now says there are; nil without both numbers.
    public static func growth(from known: Int?, to total: Int?, newOnPage: Int) -> Int? {
        guard let known, let total else { return nil }
        return total - known - newOnPage
    }

    /// Whether the list is read to its end after a check. Only where something lies beyond the page.
    ///
    /// A total that moved without a reason on page 1 means that something was added or removed further down. Removals
    /// are no news: where calls are few, nobody looks for them.
    public static func isWanted(
        growth: Int?, pageLength: Int, total: Int?, isSwept: Bool, isRationed: Bool, hasCallsForSweeps: Bool
    ) -> Bool {
        guard let total, total > pageLength else { return false }
        if !isSwept && hasCallsForSweeps { return true }
        guard let growth else { return false }
        return isRationed ? growth > 0 : growth != 0
    }

    /// Whether what a whole list shows that was not known is new: only where it was read to its end before. Else it may
    /// have been there all along, and a count that was wrong for a while makes nothing of it news.
    public static func isNews(wasSwept: Bool) -> Bool { wasSwept }
}
