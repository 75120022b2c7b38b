/// The life of one artist as a list of releases, each where the seed and the artist's number have it: the same on every
/// machine, whatever else was asked before, and going on for as long as the clock does.
struct ArtistLife {
    /// The day about which lives are arranged, 2026-06-01: those of long standing began years before it, those who are
    /// silent were so around it, some begin only after it.
    private static let middle = 20_605

    private let artist: Int
    private let circle: Circle
    private var generator: SeededGenerator
    private var plans: [ReleasePlan] = []

    /// All releases that are in the catalogue by that day.
    static func plans(of artist: Int, seed: UInt64, circle: Circle, through day: Int) -> [ReleasePlan] {
        var life = ArtistLife(artist: artist, seed: seed, circle: circle)
        life.live(through: day)
        return life.plans
    }

    private init(artist: Int, seed: UInt64, circle: Circle) {
        self.artist = artist
        self.circle = circle
        generator = SeededGenerator(seed, 31, UInt64(artist))
    }

    private mutating func live(through last: Int) {
        // What kind of life: prolific, singles only, long silent, just begun, or steady.
        let kind = generator.below(10)
        let years = kind == 9 ? 0 : 3 + generator.below(14)
        let birth =
            kind == 9 ? Self.middle - 200 + generator.below(900) : Self.middle - years * 365 - generator.below(365)
        let silence = kind == 8 ? Self.middle - 900 + generator.below(700) : .max
        let voice = kind == 8 ? silence + 1000 + generator.below(2500) : 0
        let daysBetweenSingles = kind < 2 ? 45 : 80 + generator.below(90)
        let daysBetweenAlbums = kind == 6 || kind == 7 ? 0 : 420 + generator.below(500)
        // What only old artists have: a date that says no more than a month or a year, or nothing at all.
        if years > 9 { add(.album, on: birth - 300, appearing: birth, precision: .month) }
        if years > 12 { add(.album, on: birth - 1200, appearing: birth, precision: .year) }
        if artist % 60 == 7 {
            add(.album, on: 0, appearing: birth, precision: .year, isUndated: true)
        }
        var day = birth
        var daysToAlbum = 60 + generator.below(300)
        while day <= last {
            let friday = CalendarDay(daysSince1970: day).fridayBefore.daysSince1970
            // Most music comes out on Fridays.
            let date = generator.happens(percent: 90) ? friday : day
            if day < silence || day >= voice {
                if daysBetweenAlbums > 0, daysToAlbum <= 0 {
                    addAlbum(on: date)
                    daysToAlbum = daysBetweenAlbums
                } else {
                    addSingle(on: date)
                }
            }
            let step = daysBetweenSingles / 2 + generator.below(daysBetweenSingles)
            day += step
            daysToAlbum -= step
        }
    }

    private mutating func add(
        _ kind: ReleasePlan.Kind, base: Int? = nil, on day: Int, appearing appearance: Int,
        precision: ReleaseDate.Precision = .day, isUndated: Bool = false,
        _ change: (inout ReleasePlan) -> Void = { _ in }
    ) {
        let number = plans.count
        var plan = ReleasePlan(
            key: ReleaseKey(artist: artist, number: number), kind: kind, base: base ?? number, day: max(0, day),
            appearance: appearance)
        plan.precision = precision
        plan.isUndated = isUndated
        change(&plan)
        plans.append(plan)
    }

    private mutating func addAlbum(on day: Int) {
        let isExplicit = generator.happens(percent: 20)
        let hasCleanCopy = isExplicit && generator.happens(percent: 60)
        let hasMarkets = generator.happens(percent: 6)
        let partner = generator.happens(percent: 25) ? circle.partner(of: artist, &generator) : 0
        // Some are found in the catalogue weeks after their date.
        let appearance = generator.happens(percent: 4) ? day + 3 + generator.below(40) : day
        let base = plans.count
        add(.album, on: day, appearing: appearance) { plan in
            plan.isExplicit = isExplicit
            plan.hasMarkets = hasMarkets
            plan.partner = partner
        }
        if hasMarkets {
            add(.marketCopy, base: base, on: day, appearing: appearance) { plan in
                plan.isExplicit = isExplicit
                plan.hasMarkets = true
                plan.partner = partner
            }
        }
        if hasCleanCopy {
            // The same record once more without the words: own id, own UPC, same name and date.
            add(.cleanCopy, base: base, on: day, appearing: appearance) { $0.partner = partner }
        }
        if generator.happens(percent: 22) {
            let later = CalendarDay(daysSince1970: day + 60 + generator.below(200)).fridayBefore.daysSince1970
            add(.deluxe, base: base, on: later, appearing: later) { plan in
                plan.isExplicit = isExplicit
                plan.partner = partner
            }
        }
        if generator.happens(percent: 12) { add(.bestOf, on: day + 90, appearing: day + 90) }
        // What was recorded long ago and put into the catalogue today keeps its old date.
        if generator.happens(percent: 8) {
            add(.album, on: day - 1000 - generator.below(5000), appearing: day + 30)
        }
    }

    private mutating func addSingle(on day: Int) {
        let kind: ReleasePlan.Kind = generator.happens(percent: 12) ? .ep : .single
        let isShared = generator.happens(percent: 18)
        let isCredited = generator.happens(percent: 60)
        let partner = isShared ? circle.partner(of: artist, &generator) : 0
        let isExplicit = generator.happens(percent: 10)
        let appearance = generator.happens(percent: 4) ? day + 2 + generator.below(20) : day
        add(kind, on: day, appearing: appearance) { plan in
            plan.partner = partner
            plan.isPartnerCredited = isCredited
            plan.isExplicit = isExplicit
        }
    }
}
