/// One line of an artist's list, with what sorting and choosing need.
struct Listing: Sendable {
    let appearance: Appearance
    /// The date as a number, so that 20261121 comes after 20261100, which is a month.
    let sortKey: Int
    /// Whether some markets see it and others do not.
    let hasMarkets: Bool
}
