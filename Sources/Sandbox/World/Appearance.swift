/// One appearance of a release in an artist's list.
struct Appearance: Hashable, Sendable {
    let release: ReleaseKey
    /// The heading it stands under there, which need not be the release's own: a guest finds it under `appears_on`.
    let group: ReleaseGroup
}
