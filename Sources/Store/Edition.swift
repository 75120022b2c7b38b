import Domain

/// Whether a title says of itself that it is an edition of another.
enum Edition {
    /// True for `(Deluxe Edition)`, ` - Remastered`; false for a copy of the same music.
    static func isNoted(in title: String) -> Bool { ReadTitle(title).isEdition }
}
