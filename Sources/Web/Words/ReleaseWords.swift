import Domain

/// What a release is called on pages and in feeds.
enum ReleaseWords {
    /// The title; a source may have none.
    static func title(_ card: ReleaseCard) -> String { card.title.isEmpty ? "Untitled" : card.title }

    /// The artists in one line.
    static func artists(_ card: ReleaseCard) -> String {
        card.artists.isEmpty ? "Unknown artist" : card.artists.joined(separator: ", ")
    }

    /// `Album`, `EP`, or the source's own word with a capital.
    static func type(_ type: ReleaseType?) -> String? {
        guard let word = type?.rawValue, let first = word.first else { return nil }
        return word == "ep" ? "EP" : first.uppercased() + word.dropFirst()
    }

    /// How it stands to its date; nil for what is simply out.
    static func label(_ releaseClass: ReleaseClass) -> String? {
        switch releaseClass {
        case .out: nil
        case .upcoming: "Upcoming"
        case .late: "Late arrival"
        case .backCatalogue: "Back catalogue"
        case .newEdition: "New edition"
        }
    }

    /// An address that a link may have: what comes from outside could name a script.
    static func link(_ url: String?) -> String? {
        guard let url, url.hasPrefix("https://") || url.hasPrefix("http://") else { return nil }
        return url
    }
}
