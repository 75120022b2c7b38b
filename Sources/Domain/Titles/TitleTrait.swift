/// What a title says of the recording beyond the work's name: another work than the one without it.
public enum TitleTrait: String, Sendable, Hashable, CaseIterable {
    /// Remixes, mixes and edits by others, bootlegs.
    case remix
    /// Recorded on a stage or in a session.
    case live
    /// Acoustic, piano and orchestral versions.
    case acoustic
    /// Without the voice.
    case instrumental
    /// For singing along.
    case karaoke
    /// Sped up, slowed, nightcore, 8D.
    case alteredSpeed = "altered_speed"
    /// Demos and rough versions.
    case demo
    /// Talk about the music.
    case commentary
    /// Recorded anew by the same artist: `Taylor's Version`.
    case rerecording
    /// Sung in another language.
    case language

    /// Those that people may leave out.
    public static let filterable: [TitleTrait] = [
        .remix, .live, .acoustic, .instrumental, .karaoke, .alteredSpeed, .demo, .commentary,
    ]
}
