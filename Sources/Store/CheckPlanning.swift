import Domain
import SQLite

/// The plan of checks, as the rows of one transaction make it.
struct CheckPlanning {
    let plan: CheckPlan
    let standing: CheckPlan.Standing
    let connection: Connection

    /// Shares and rhythms are kept as whole numbers of these.
    private static let millionth = 1e-6
    private static let billionth = 1e-9

    /// What a group's row keeps of its plan.
    struct Entry {
        var due: Timestamp
        var rhythm: Int64?
        var share: Int64
    }

    init(_ plan: CheckPlan, callsPerDay: Int?, _ connection: Connection) throws {
        self.plan = plan
        self.connection = connection
        var standing = CheckPlan.Standing(groups: 0, callsPerDay: callsPerDay)
        for (name, count) in try connection.all(
            "SELECT name, count FROM tally WHERE name IN ('followed_groups', 'shares', 'price_correction')",
            read: { ($0.text(0), $0.int64(1)) })
        {
            switch name {
            case "followed_groups": standing.groups = Int(count)
            case "shares": standing.shares = Double(count) * CheckPlanning.millionth
            default: standing.correction = Double(count) * CheckPlanning.millionth
            }
        }
        self.standing = standing
    }

    var isRationed: Bool { plan.isRationed(standing) }

    /// The plan of a group whose page 1 was completely read at `checkedAt`. `isWhole` says that nothing is listed
    /// beyond what is known.
    func entry(
        for artist: ArtistID, _ group: ReleaseGroup, followers: Int, isWhole: Bool, checkedAt: Timestamp, random: Double
    ) throws -> Entry {
        // Where calls are enough, rhythms are not asked for.
        let rhythm = isRationed ? try rhythm(of: artist, group, isWhole: isWhole, until: checkedAt) : nil
        return entry(
            for: artist, group, followers: followers, rhythm: rhythm, checkedAt: checkedAt, random: random)
    }

    /// The plan of a group whose rhythm is known.
    func entry(
        for artist: ArtistID, _ group: ReleaseGroup, followers: Int, rhythm: ReleaseRhythm?, checkedAt: Timestamp,
        random: Double
    ) -> Entry {
        let known = rhythm ?? CheckPlanning.usual
        let candidate = CheckCandidate(
            artist: artist, group: group, followers: Double(followers), rhythm: known, followedAt: checkedAt,
            checkedAt: checkedAt)
        let share = CheckPlan.share(followers: Double(followers), known)
        return Entry(
            due: plan.due(candidate, checkedAt: checkedAt, standing, random: random),
            rhythm: rhythm.map { Int64($0.perDay / CheckPlanning.billionth) },
            share: Int64(share / CheckPlanning.millionth))
    }

    /// What the dates in an artist's list say.
    private func rhythm(
        of artist: ArtistID, _ group: ReleaseGroup, isWhole: Bool, until time: Timestamp
    ) throws -> ReleaseRhythm {
        // The list lies by date. Copies of one release share a day, and one with less than a day tells nothing.
        let days = try connection.all(
            """
            SELECT l.sort_day FROM release_artist l JOIN release r ON r.id = l.release_id
            WHERE l.artist_id = ? AND l.sort_day <= ? AND l.grp = ? AND length(r.date) = 10
            ORDER BY l.sort_day DESC LIMIT ?
            """, artist, time.day.number, group.rawValue, 2 * RhythmEvidence.daysMax
        ) { Day($0.int64(0)) }
        let opened = isWhole ? try firstDay(of: artist) : nil
        return ReleaseRhythm(RhythmEvidence(days: days, until: time.day, opened: opened))
    }

    /// When an artist brought out the first release that is known of any group.
    private func firstDay(of artist: ArtistID) throws -> Day? {
        try connection.first(
            """
            SELECT l.sort_day FROM release_artist l JOIN release r ON r.id = l.release_id
            WHERE l.artist_id = ? AND length(r.date) = 10 ORDER BY l.sort_day LIMIT 1
            """, artist
        ) { Day($0.int64(0)) }
    }

    /// A rhythm as its column has it.
    static func rhythm(_ stored: Int64?) -> ReleaseRhythm {
        stored.map { ReleaseRhythm(perDay: Double($0) * billionth) } ?? usual
    }

    /// Of a group of which nothing is known.
    private static let usual = ReleaseRhythm(perDay: RhythmPrior().perYear / 365.25)

    /// Somebody more follows: whoever has a plan comes sooner, never later.
    func raise(_ artist: ArtistID) throws {
        guard isRationed else { return }
        let groups = try connection.all(
            """
            SELECT g.grp, g.complete_at, g.rhythm, g.due_at, a.followers
            FROM artist_group g JOIN artist a ON a.id = g.artist_id
            WHERE g.artist_id = ? AND g.complete_at IS NOT NULL AND g.due_at IS NOT NULL AND g.failures = 0
            """, artist
        ) { row in
            (
                group: ReleaseGroup(rawValue: row.text(0)), checkedAt: row.timestamp(1), rhythm: row.optionalInt64(2),
                due: row.timestamp(3), followers: row.int(4)
            )
        }
        for row in groups {
            guard let group = row.group else { continue }
            let entry = entry(
                for: artist, group, followers: row.followers, rhythm: CheckPlanning.rhythm(row.rhythm),
                checkedAt: row.checkedAt, random: 0)
            try connection.run(
                "UPDATE artist_group SET due_at = ?, share = ? WHERE artist_id = ? AND grp = ?",
                min(row.due, entry.due), entry.share, artist, group.rawValue)
        }
    }

    /// Once in each of the planner's days: looks how many stand due as it begins, and corrects the price.
    func correctPrice(now: Timestamp) throws {
        guard isRationed else { return }
        let week = plan.week
        let today = week.day(of: now)
        let isNewDay =
            try connection.first("SELECT count < ? FROM tally WHERE name = 'price_day'", today.number) { $0.bool(0) }
            ?? false
        guard isNewDay else { return }
        let due =
            try connection.first(
                "SELECT count(*) FROM (SELECT 1 FROM artist_group WHERE due_at <= ? LIMIT ?)",
                week.start(of: today) + .hours(2), 4 * plan.choice(standing)
            ) { $0.int(0) } ?? 0
        let corrected = Int64(plan.corrected(standing, due: due) / CheckPlanning.millionth)
        try connection.run("UPDATE tally SET count = ? WHERE name = 'price_correction'", corrected)
        try connection.run("UPDATE tally SET count = ? WHERE name = 'price_day'", today.number)
    }
}
