/// Somebody with an account at the stand-in.
struct Listener: Sendable {
    /// `listener-1` to `listener-5`.
    let id: String
    /// The same whatever the seed: an app that kept its data finds its people again.
    let accountID: String
    let displayName: String
    let country: String
    let hasPicture: Bool
    /// Ids of the artists followed, sorted: the cursor of the list is an id.
    private(set) var follows: [String] = []
    /// URIs of albums and tracks saved.
    var saved: Set<String> = []
    /// Whether the owner of the app has put this person on its list.
    var isAllowListed = true

    /// The five.
    static let all: [Listener] = [
        ("Ada Marlowe", "US", true), ("Bjørn Åkesson", "US", false), ("Carmen O’Dell", "US", true),
        ("Dee & Jay", "GB", true), ("結衣", "SE", false),
    ].enumerated().map { index, person in
        Listener(
            id: "listener-\(index + 1)", accountID: Identifier.make(.account, seed: 0, number: index + 1),
            displayName: person.0, country: person.1, hasPicture: person.2)
    }

    private init(id: String, accountID: String, displayName: String, country: String, hasPicture: Bool) {
        self.id = id
        self.accountID = accountID
        self.displayName = displayName
        self.country = country
        self.hasPicture = hasPicture
    }

    /// Where the first followed id stands that is not before this one.
    private func place(of artist: String) -> Int {
        var low = 0
        var high = follows.count
        while low < high {
            let middle = (low + high) / 2
            if follows[middle] < artist { low = middle + 1 } else { high = middle }
        }
        return low
    }

    /// Whether the artist is followed.
    func isFollowing(_ artist: String) -> Bool {
        let place = place(of: artist)
        return place < follows.count && follows[place] == artist
    }

    /// Follows the artist; nothing changes if so already.
    mutating func follow(_ artist: String) {
        guard !isFollowing(artist) else { return }
        follows.insert(artist, at: place(of: artist))
    }

    /// Follows the artist no longer.
    mutating func unfollow(_ artist: String) {
        guard isFollowing(artist) else { return }
        follows.remove(at: place(of: artist))
    }

    /// The followed ids behind the one given, whether that one is still followed or not.
    func follows(after artist: String?) -> ArraySlice<String> {
        guard let artist else { return follows[...] }
        let place = place(of: artist)
        return follows[(place < follows.count && follows[place] == artist ? place + 1 : place)...]
    }
}
