/// Which release of a catalogue one is: whose, and the how manieth of that artist's. Those published by hand belong to
/// nobody's life and are counted by themselves.
struct ReleaseKey: Hashable, Sendable {
    /// The place of the artist whose life it belongs to; `byHand` for those published by hand.
    let artist: Int
    let number: Int

    /// Stands for the artist of what was published by hand.
    static let byHand = 0xFFFF_FFFF
}
