/// An artist of the catalogue.
struct Artist: Sendable {
    let id: String
    let name: String
    /// Whether the artist stands for many, as on samplers: nobody follows it, and lists leave it out.
    let isCollective: Bool
    /// Followers beyond the listeners, for the fields that extended quota shows.
    let followersElsewhere: Int
    /// 0 to 100, for the fields that extended quota shows.
    let popularity: Int
}
