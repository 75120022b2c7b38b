/// A release before it has an id.
struct ReleaseDraft {
    var name: String
    var artists: [Int]
    var guests: [Int] = []
    var type: ReleaseType
    var group: ReleaseGroup
    var date: ReleaseDate
    var trackCount: Int
    var isExplicit = false
    var upc: String?
    var label = "Fable & Sons"
    var markets: [String]?
}
