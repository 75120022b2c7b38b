/// How far news of a release goes to one person.
public enum Reach: String, Sendable, Hashable, CaseIterable {
    /// Everywhere, at once.
    case push
    /// On the page, in feeds, and in the next digest.
    case digest
    /// On the page and in feeds.
    case page
    /// On the page alone, as unconfirmed, until its reader has said whose it is.
    case held
    /// Nowhere.
    case none
}

/// What somebody has said of a release in an artist's list.
public enum Attribution: String, Sendable, Hashable {
    /// It is this artist's.
    case theirs
    /// It is somebody else's.
    case notTheirs = "not_theirs"
}

/// The rules by which it is decided who is told what, in the order in which they are asked.
public enum DecidingRule: String, Sendable, Hashable, CaseIterable {
    /// Whoever follows later than it was first seen is not told.
    case followedBefore = "followed_before"
    /// What the first check of an artist shows is not told, unless dated on or after the day of the follow.
    case afterBaseline = "after_baseline"
    /// What came over from another artist, when the source made one of the two, is not told.
    case notMoved = "not_moved"
    /// One edition is told once.
    case notACopy = "not_a_copy"
    /// Somebody has said that it is not this artist's.
    case attribution
    /// Muted artists are not told.
    case notMuted = "not_muted"
    /// Forms that do not count are not told.
    case form
    /// Recordings that are left out are not told.
    case trait
    /// Various artists.
    case variousArtists = "various_artists"
    /// Not out in the person's country.
    case market
    /// What may be somebody else's is held.
    case confirmed
    /// Artists for digests only are not told at once, important ones always are.
    case tier
    /// Classes that are not told at once.
    case releaseClass = "class"
    /// Nothing spoke against it.
    case told
}

/// What one person's follow of an artist brings to a decision.
public struct FollowFacts: Sendable, Hashable {
    /// Since when.
    public var since: Timestamp
    /// How much the artist matters.
    public var tier: ArtistTier

    /// Facts.
    public init(since: Timestamp, tier: ArtistTier = .normal) {
        self.since = since
        self.tier = tier
    }
}

/// Whether, and how far, one person is told of one sighting, and which rule said so.
///
/// The one place where that is decided: for a new release, for the page that tries rules out, and for the page that
/// explains.
public struct Decision: Sendable, Hashable {
    /// How far the news goes.
    public var reach: Reach
    /// The rule that decided: the first that had an objection, or `told`.
    public var rule: DecidingRule

    /// A decision as stored.
    public init(reach: Reach, rule: DecidingRule) {
        self.reach = reach
        self.rule = rule
    }

    /// Decides.
    public init(
        about sighting: Sighting, for follow: FollowFacts, rules: TellingRules, attribution: Attribution? = nil
    ) {
        for rule in DecidingRule.allCases {
            if let reach = rule.verdict(on: sighting, for: follow, rules: rules, attribution: attribution) {
                self.init(reach: reach, rule: rule)
                return
            }
        }
        self.init(reach: .push, rule: .told)
    }
}

extension DecidingRule {
    /// What the rule says; nil if it leaves the decision to the next.
    func verdict(
        on sighting: Sighting, for follow: FollowFacts, rules: TellingRules, attribution: Attribution?
    ) -> Reach? {
        switch self {
        case .followedBefore: follow.since <= sighting.seenAt ? nil : Reach.none
        case .afterBaseline: isAfterBaseline(sighting, since: follow.since) ? nil : Reach.none
        case .notMoved: sighting.isMoved ? Reach.none : nil
        case .notACopy: sighting.isCopy(in: rules.market) ? Reach.none : nil
        case .attribution: attribution == .notTheirs ? Reach.none : nil
        case .notMuted: follow.tier == .muted ? Reach.none : nil
        case .form: rules.forms.contains(sighting.form) ? nil : Reach.none
        case .trait: sighting.traits.isDisjoint(with: rules.leftOut) ? nil : Reach.none
        case .variousArtists: sighting.isByVariousArtists && rules.leavesOutVariousArtists ? Reach.none : nil
        case .market: isOut(sighting, in: rules.market) ? nil : Reach.none
        case .confirmed: sighting.isDoubtful && rules.holdsDoubtful && attribution != .theirs ? .held : nil
        case .tier:
            switch follow.tier {
            case .important: .push
            case .digestOnly: .digest
            case .normal, .muted: nil
            }
        case .releaseClass: rules.pushed.contains(sighting.releaseClass) ? nil : .page
        case .told: .push
        }
    }

    /// What the baseline shows is told only if dated on or after the day of the follow: with a small budget the
    /// baseline may come days later, and nothing may fall into that gap. A month or a year that may mean a day before is
    /// not told.
    private func isAfterBaseline(_ sighting: Sighting, since: Timestamp) -> Bool {
        guard sighting.isBaseline else { return true }
        return sighting.date.range.map { $0.lowerBound >= since.day } ?? false
    }

    private func isOut(_ sighting: Sighting, in market: String?) -> Bool {
        guard let market, let markets = sighting.markets else { return true }
        return markets.contains(market)
    }

    /// Whether it is worth a row when somebody is not told for this reason: what everybody's list shows anyway is not.
    public var isPersonal: Bool {
        switch self {
        case .followedBefore, .afterBaseline, .notMoved, .notACopy: false
        default: true
        }
    }
}
