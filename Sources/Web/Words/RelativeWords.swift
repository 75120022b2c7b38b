import Domain

/// How far away something is: `in 3 hours`, `2 days ago`, `now`.
enum RelativeWords {
    static func from(_ now: Timestamp, to time: Timestamp) -> String {
        let distance = (time - now).components.seconds
        let seconds = abs(distance)
        let amount: String
        switch seconds {
        case ..<10: return "now"
        case ..<90: amount = CountWords.of(Int(seconds), "second")
        case ..<5400: amount = CountWords.of(Int((seconds + 30) / 60), "minute")
        case ..<129_600: amount = CountWords.of(Int((seconds + 1800) / 3600), "hour")
        default: amount = CountWords.of(Int((seconds + 43_200) / 86_400), "day")
        }
        return distance > 0 ? "in \(amount)" : "\(amount) ago"
    }
}

/// Numbers with what they count.
enum CountWords {
    /// `1 artist`, `312 artists`, `1,204 artists`.
    static func of(_ count: Int, _ singular: String, _ plural: String? = nil) -> String {
        "\(number(count)) \(count == 1 ? singular : plural ?? singular + "s")"
    }

    /// The number with commas between thousands.
    static func number(_ count: Int) -> String {
        var text = String(count.magnitude)
        if text.utf8.count <= 3 { return count < 0 ? "-\(text)" : text }
        var groups: [Substring] = []
        while text.utf8.count > 3 {
            groups.insert(text.suffix(3), at: 0)
            text.removeLast(3)
        }
        groups.insert(text[...], at: 0)
        return (count < 0 ? "-" : "") + groups.joined(separator: ",")
    }
}
