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
    var context: String?
    var isPlaying = false

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
        (devices == .active || devices == .restricted) && device.id == Self.known[0].id
    }
}
