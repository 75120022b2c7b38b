/// One appearance of a release in an artist's list.
struct Appearance: Hashable, Sendable {
    /// The release's place in the catalogue.
    let release: Int
    /// The heading it stands under there, which need not be the release's own: a guest finds it under `appears_on`.
    let group: ReleaseGroup
}
