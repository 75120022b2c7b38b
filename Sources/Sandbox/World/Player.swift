import HTTP

/// What a listener can play on, and what is playing.
struct Player: Sendable {
    /// What devices there are to be found.
    enum Devices: String, Sendable, CaseIterable {
        /// One active, one not.
        case active
        /// The same, none active.
        case idle
        /// All of them refuse commands, and one has no id; some clients cannot read that.
        case restricted
        /// None at all.
        case none
    }

    /// One device.
    struct Device: Sendable {
        let id: String?
        let name: String
        let kind: String
        let volume: Int?
    }

    var devices = Devices.active
    var hasPremium = true
    /// With what success is answered: 204 by the book, 200 and 202 as seen.
    var reply = Status.noContent
    /// What plays: an album, a playlist, an artist; nil for tracks of their own.
    private(set) var context: SpotifyURI?
    /// Ids of the tracks of what plays, in order.
    private(set) var tracks: [String] = []
    /// Which of them plays.
    private(set) var position = 0
    /// Ids of tracks somebody put before the rest.
    var queue: [String] = []
    var isPlaying = false
    var isShuffled = false
    /// `off`, `track` or `context`.
    var repetition = "off"
    /// How far into the track it is, in milliseconds. Stands still: nobody listens.
    var progress = 0
    private var volumes: [String: Int] = [:]
    private var activeID = Player.known[0].id

    private static let known = [
        Device(id: "5fbb3ba6aa454b5534c4ba43a8c7e8e45a63ad0e", name: "Phone", kind: "Smartphone", volume: 61),
        Device(id: "0d1841b0976bae2a3a310dd74c0f3df354899bc8", name: "Kitchen & Hall", kind: "Speaker", volume: nil),
        Device(id: nil, name: "Somebody's TV", kind: "TV", volume: 20),
    ]

    /// The devices there are.
    var all: [Device] {
        switch devices {
        case .active, .idle: Self.known.filter { $0.id != nil }
        case .restricted: Self.known
        case .none: []
        }
    }

    /// Whether this is the one that plays.
    func isActive(_ device: Device) -> Bool {
        (devices == .active || devices == .restricted) && device.id == activeID
    }

    /// The one that plays.
    var active: Device? { all.first { isActive($0) } }

    /// How loud a device is, in percent; nil where it cannot be told.
    func volume(of device: Device) -> Int? { device.id.flatMap { volumes[$0] } ?? device.volume }

    /// Sets how loud a device is.
    mutating func setVolume(_ percent: Int, of device: Device) {
        if let id = device.id { volumes[id] = percent }
    }

    /// Has that device play from now on.
    mutating func activate(_ id: String) {
        activeID = id
        if devices == .idle { devices = .active }
    }

    /// Plays something else.
    mutating func play(_ context: SpotifyURI?, tracks: [String], from position: Int) {
        self.context = context
        self.tracks = tracks
        self.position = max(0, min(position, tracks.count - 1))
        progress = 0
        isPlaying = true
    }

    /// The track that plays.
    var current: String? { tracks.isEmpty ? nil : tracks[position] }

    /// What comes after it: what was queued, then the rest.
    var upcoming: [String] { queue + tracks.dropFirst(position + 1) }

    /// Goes to the next track; false where there is none.
    mutating func skip() -> Bool {
        progress = 0
        guard queue.isEmpty else {
            // It takes its place among the others, so that going back finds it.
            tracks.insert(queue.removeFirst(), at: min(position + 1, tracks.count))
            position = min(position + 1, tracks.count - 1)
            return true
        }
        guard position + 1 < tracks.count else { return false }
        position += 1
        return true
    }

    /// Goes to the track before; false where there is none.
    mutating func skipBack() -> Bool {
        progress = 0
        guard position > 0 else { return false }
        position -= 1
        return true
    }
}
