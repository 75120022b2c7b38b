import Domain

/// Whether a title says of itself that it is an edition of another.
enum Edition {
    /// True where the family's key leaves out a part of the title: `(Deluxe Edition)`, ` - Remastered`.
    static func isNoted(in title: String) -> Bool {
        let plain = title.lowercased().split { $0 == " " || $0 == "\t" || $0 == "\u{A0}" }.joined(separator: " ")
        return FamilyKey.normalise(title) != plain
    }
}
