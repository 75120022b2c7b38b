/// The key of a row that stands for an `Entity`; keys of different entities cannot be confused.
public struct Identifier<Entity>: Sendable, Hashable, RawRepresentable, Comparable {
    /// The number in the database.
    public let rawValue: Int64

    /// A key by its number.
    public init(rawValue: Int64) { self.rawValue = rawValue }

    /// A key by its number.
    public init(_ rawValue: Int64) { self.rawValue = rawValue }

    /// Order of creation.
    public static func < (one: Identifier, other: Identifier) -> Bool { one.rawValue < other.rawValue }
}

/// Somebody who uses Fanfare.
public enum Account {}
/// One account's connection to one provider, with its tokens.
public enum Connection {}
/// An artist, as one source knows them.
public enum Artist {}
/// A release, as one source knows it.
public enum Release {}
/// Releases that are one thing to a listener: explicit and clean, deluxe, copies for markets.
public enum Family {}
/// What one account is told of one family.
public enum Announcement {}

/// The key of an account.
public typealias AccountID = Identifier<Account>
/// The key of a connection.
public typealias ConnectionID = Identifier<Connection>
/// The key of an artist.
public typealias ArtistID = Identifier<Artist>
/// The key of a release.
public typealias ReleaseID = Identifier<Release>
/// The key of a family.
public typealias FamilyID = Identifier<Family>
/// The key of an announcement.
public typealias AnnouncementID = Identifier<Announcement>
