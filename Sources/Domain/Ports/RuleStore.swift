/// What people decide about what they are told, and the reasons of what was decided for them.
public protocol RuleStore: Sendable {
    /// The rules in force; the standard ones for whoever has decided nothing.
    func rules(of account: AccountID) throws(StoreFailure) -> TellingRules
    /// Puts rules in force, from now on: what was told stays told. Lists that they ask for get their turn.
    func setRules(_ rules: TellingRules, of account: AccountID, now: Timestamp) async throws(StoreFailure)
    /// What rules would have made of the last 90 days, had the account followed its artists throughout.
    func dryRun(_ rules: TellingRules, of account: AccountID, now: Timestamp) throws(StoreFailure) -> DryRun

    /// The key of an artist by the source's id; nil for one never seen.
    func artist(sourceID: String) throws(StoreFailure) -> ArtistID?
    /// An artist as they stand for an account, with the newest `limit` releases and what was decided about each; nil
    /// for an unknown one.
    func artist(_ artist: ArtistID, of account: AccountID, limit: Int, now: Timestamp)
        throws(StoreFailure) -> ArtistView?
    /// Says how much an artist matters, from now on.
    func setTier(_ tier: ArtistTier, of artist: ArtistID, for account: AccountID, now: Timestamp)
        async throws(StoreFailure)

    /// The artists that matter to an account more or less than others.
    func tiers(of account: AccountID) throws(StoreFailure) -> [ArtistID: ArtistTier]

    /// The key of a release by the source's id; nil for one never seen.
    func release(sourceID: String) throws(StoreFailure) -> ReleaseID?
    /// Why an account was, or was not, told of a release; nil for an unknown one.
    func explanation(of release: ReleaseID, to account: AccountID, now: Timestamp)
        throws(StoreFailure) -> ReleaseExplanation?
    /// Takes somebody's word on whose a release is, and decides about it anew. False for a release not in the lists of
    /// their artists.
    func attribute(_ release: ReleaseID, _ word: Attribution, by account: AccountID, now: Timestamp)
        async throws(StoreFailure) -> Bool

    /// Everything that was decided about an account and has a row, each beside the decision made anew from what was
    /// known.
    func decisionLog(of account: AccountID) throws(StoreFailure) -> [LoggedDecision]
}

/// What rules would have made of the last 90 days.
public struct DryRun: Sendable, Hashable {
    /// Families by how far news of them would have gone.
    public var reached: [Reach: Int]
    /// Families left out, by the rule that left them out.
    public var leftOut: [DecidingRule: Int]

    /// Counts.
    public init(reached: [Reach: Int] = [:], leftOut: [DecidingRule: Int] = [:]) {
        self.reached = reached
        self.leftOut = leftOut
    }

    /// Days that it looks back.
    public static let days = 90

    /// How many releases there were.
    public var releases: Int { reached.values.reduce(0, +) }
    /// How many alerts would have been sent at once.
    public var alerts: Int { reached[.push, default: 0] }
}

/// How the checks of one list of an artist stand.
public struct ListStanding: Sendable, Hashable {
    /// Which list.
    public var group: ReleaseGroup
    /// When it was first read: what it showed then is the silent baseline.
    public var baselineAt: Timestamp?
    /// When it was last read completely.
    public var completeAt: Timestamp?
    /// When it is read next; nil if never.
    public var dueAt: Timestamp?
    /// Why the last reading failed, if it did.
    public var failure: String?

    /// A standing.
    public init(
        group: ReleaseGroup, baselineAt: Timestamp?, completeAt: Timestamp?, dueAt: Timestamp?, failure: String?
    ) {
        self.group = group
        self.baselineAt = baselineAt
        self.completeAt = completeAt
        self.dueAt = dueAt
        self.failure = failure
    }
}

/// An artist as they stand for one account.
public struct ArtistView: Sendable, Hashable {
    /// The key.
    public var id: ArtistID
    /// The name; may be empty.
    public var name: String
    /// A picture.
    public var imageURL: String?
    /// The page at the source.
    public var pageURL: String
    /// Since when the account follows; nil if it does not.
    public var followedAt: Timestamp?
    /// How much the artist matters to the account.
    public var tier: ArtistTier
    /// The lists that are checked, or were.
    public var lists: [ListStanding]
    /// Releases in them, newest first.
    public var releases: [DecidedRelease]
    /// The artist whom the source names in this one's place.
    public var successor: MergedArtist?
    /// The artists in whose place the source names this one.
    public var formers: [MergedArtist] = []

    /// A view.
    public init(
        id: ArtistID, name: String, imageURL: String?, pageURL: String, followedAt: Timestamp?, tier: ArtistTier,
        lists: [ListStanding], releases: [DecidedRelease]
    ) {
        self.id = id
        self.name = name
        self.imageURL = imageURL
        self.pageURL = pageURL
        self.followedAt = followedAt
        self.tier = tier
        self.lists = lists
        self.releases = releases
    }
}

/// One of two artists of whom the source has made one.
public struct MergedArtist: Sendable, Hashable {
    /// The key.
    public var id: ArtistID
    /// The name; may be empty.
    public var name: String
    /// When that was noticed.
    public var at: Timestamp

    /// An artist.
    public init(id: ArtistID, name: String, at: Timestamp) {
        self.id = id
        self.name = name
        self.at = at
    }
}

/// A release in an artist's list, and what was decided about it for one account.
public struct DecidedRelease: Sendable, Hashable {
    /// The release.
    public var card: ReleaseCard
    /// The decision; nil for what nobody has to decide: the account does not follow.
    public var decision: Decision?
    /// The announcement under which its family was told, if it was.
    public var isTold: Bool

    /// A decided release.
    public init(card: ReleaseCard, decision: Decision?, isTold: Bool) {
        self.card = card
        self.decision = decision
        self.isTold = isTold
    }
}

/// A decision with all it rested on.
public struct ExplainedSighting: Sendable, Hashable {
    /// In whose list.
    public var artist: ArtistID
    /// The artist's name; may be empty.
    public var artistName: String
    /// Which list.
    public var group: ReleaseGroup
    /// The release as it was; nil for what was stored before such facts were kept.
    public var sighting: Sighting?
    /// When it was first seen there.
    public var seenAt: Timestamp
    /// Whether that was the baseline.
    public var isBaseline: Bool
    /// How the checks of that list stand.
    public var list: ListStanding?
    /// What the account's follow of the artist brought to the decision; nil if it does not follow.
    public var follow: FollowFacts?
    /// The rules by which it was decided, or would be.
    public var rules: TellingRules
    /// The decision that was stored when the release turned up; nil where there was nothing to store.
    public var stored: Decision?
    /// When it was stored.
    public var storedAt: Timestamp?
    /// The decision made anew from the same facts.
    public var replayed: Decision?

    /// An explained sighting.
    public init(
        artist: ArtistID, artistName: String, group: ReleaseGroup, sighting: Sighting?, seenAt: Timestamp,
        isBaseline: Bool, list: ListStanding?, follow: FollowFacts?, rules: TellingRules, stored: Decision?,
        storedAt: Timestamp?, replayed: Decision?
    ) {
        self.artist = artist
        self.artistName = artistName
        self.group = group
        self.sighting = sighting
        self.seenAt = seenAt
        self.isBaseline = isBaseline
        self.list = list
        self.follow = follow
        self.rules = rules
        self.stored = stored
        self.storedAt = storedAt
        self.replayed = replayed
    }
}

/// Why one account was, or was not, told of a release.
public struct ReleaseExplanation: Sendable, Hashable {
    /// The release.
    public var card: ReleaseCard
    /// All versions of its family, this one among them, in the order in which they were seen.
    public var versions: [ReleaseCard]
    /// The family of which this is a later edition.
    public var editionOf: ReleaseCard?
    /// What the account was told of the family; nil for nothing.
    public var told: ReleaseCard?
    /// One for each list in which it stands; those of artists whom the account follows first.
    public var sightings: [ExplainedSighting]
    /// The account's own word on whose it is.
    public var word: Attribution?
    /// How many people here have said that it is the artist's.
    public var theirs: Int
    /// How many have said that it is not.
    public var notTheirs: Int

    /// An explanation.
    public init(
        card: ReleaseCard, versions: [ReleaseCard], editionOf: ReleaseCard?, told: ReleaseCard?,
        sightings: [ExplainedSighting], word: Attribution?, theirs: Int, notTheirs: Int
    ) {
        self.card = card
        self.versions = versions
        self.editionOf = editionOf
        self.told = told
        self.sightings = sightings
        self.word = word
        self.theirs = theirs
        self.notTheirs = notTheirs
    }
}

/// A row of the decision log.
public struct LoggedDecision: Sendable, Hashable {
    /// The release.
    public var release: ReleaseID
    /// The source's id of it.
    public var sourceID: String
    /// Its title.
    public var title: String
    /// In whose list it was seen; nil for what was stored before that was kept.
    public var artistName: String?
    /// When it was decided.
    public var decidedAt: Timestamp
    /// What was decided.
    public var decision: Decision
    /// What is decided anew from what was known then; nil where that was not kept.
    public var replayed: Decision?

    /// A row.
    public init(
        release: ReleaseID, sourceID: String, title: String, artistName: String?, decidedAt: Timestamp,
        decision: Decision, replayed: Decision?
    ) {
        self.release = release
        self.sourceID = sourceID
        self.title = title
        self.artistName = artistName
        self.decidedAt = decidedAt
        self.decision = decision
        self.replayed = replayed
    }
}
