/// One release as one catalogue entry: another edition or market copy is another entry with its own id.
struct Release: Sendable {
    let id: String
    let name: String
    /// The name as searches compare it.
    let searchKey: [UInt8]
    /// Places of the credited artists in the catalogue.
    let artists: [Int]
    /// Places of artists who only take part: the release stands in their lists as `appears_on`.
    let guests: [Int]
    let type: ReleaseType
    let group: ReleaseGroup
    let date: ReleaseDate
    let trackCount: Int
    let isExplicit: Bool
    let upc: String
    let label: String
    /// Where it can be played; nil is everywhere.
    let markets: [String]?
    /// Whether it has been taken back.
    var isWithdrawn = false

    /// Whether somebody in that market sees it; nil is nobody in particular, who sees everything.
    func isAvailable(in market: String?) -> Bool {
        guard let markets, let market else { return true }
        return markets.contains(market)
    }
}
