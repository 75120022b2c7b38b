/// Decides the class of a release from its date and the day it was first seen (design §6).
public enum ReleaseClassifier {
    /// Days back within which a release is still news rather than a late arrival: sources show a Friday release up to
    /// some days after.
    public static let outDays = 7
    /// Days back within which it is late; beyond, it is back catalogue.
    public static let lateDays = 90

    /// The class on the day it was seen. A month or year counts as `out` while it may still mean a recent day; an
    /// unknown date says nothing and counts as `out` too.
    public static func classify(_ date: ReleaseDate, seenOn seen: Day) -> ReleaseClass {
        guard let range = date.range else { return .out }
        if range.lowerBound > seen { return .upcoming }
        let age = seen.number - min(range.upperBound, seen).number
        if age <= outDays { return .out }
        return age <= lateDays ? .late : .backCatalogue
    }
}
