/// What an artist's life says of one release, in numbers alone: names and codes are made when somebody asks for them.
struct ReleasePlan: Sendable {
    /// What kind of release it is.
    enum Kind: UInt8, Sendable {
        case album, single, ep, bestOf, sampler
        /// Another copy of the album before it: without the words, or for the other markets.
        case cleanCopy, marketCopy
        /// The album before it once more, with more on it.
        case deluxe
    }

    let key: ReleaseKey
    let kind: Kind
    /// The number of the album it is a copy or an edition of; its own otherwise.
    let base: Int
    /// Days since 1970 to the date it carries.
    let day: Int
    /// Days since 1970 to the day it is in the catalogue: most often the same day.
    let appearance: Int
    var precision = ReleaseDate.Precision.day
    /// Whether the date is the one nobody knows, `0000`.
    var isUndated = false
    var isExplicit = false
    /// Whether it came out in some markets only, and another copy in the rest.
    var hasMarkets = false
    /// The place of another artist on it; 0 for none.
    var partner = 0
    /// Whether that one is credited with the release, instead of taking part in it.
    var isPartnerCredited = false

    /// The group of its own artist's list it stands in.
    var group: ReleaseGroup {
        switch kind {
        case .album, .cleanCopy, .marketCopy, .deluxe: .album
        case .single, .ep: .single
        case .bestOf, .sampler: .compilation
        }
    }

    /// The date it carries.
    var date: ReleaseDate {
        guard !isUndated else { return ReleaseDate(text: "0000", precision: .year) }
        let day = CalendarDay(daysSince1970: day)
        return switch precision {
        case .day: ReleaseDate(text: day.description, precision: .day)
        case .month: ReleaseDate(text: day.monthText, precision: .month)
        case .year: ReleaseDate(text: day.yearText, precision: .year)
        }
    }

    /// The date as a number; a month comes before its days, a year before its months.
    var sortKey: Int {
        guard !isUndated else { return 0 }
        let day = CalendarDay(daysSince1970: day)
        return switch precision {
        case .day: day.year * 10_000 + day.month * 100 + day.dayOfMonth
        case .month: day.year * 10_000 + day.month * 100
        case .year: day.year * 10_000
        }
    }
}
