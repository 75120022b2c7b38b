import Domain
import HTTP

/// `GET /releases/ID`: why somebody was, or was not, told of a release. Replays the decision.
enum ReleaseReasons {
    struct Page: Sendable {
        let shell: Shell
        let pageTitle: String
        let title: String
        let link: String?
        let artists: String
        let facts: String
        let cover: String?
        /// The answer in a sentence.
        let answer: String
        /// `told`, `held` or `silent`, for the style sheet.
        let state: String
        let ask: Ask?
        let said: String?
        let sightings: [Sighting]
        let versions: [Version]
        let hasVersions: Bool
        let editionOf: Version?
    }

    /// The question whose it is.
    struct Ask: Sendable {
        let token: String
        let path: String
        let doubts: String?
        let canDeny: Bool
        let canConfirm: Bool
    }

    struct Sighting: Sendable {
        let id: Int64
        let artist: String
        let path: String
        let list: String
        let isFollowed: Bool
        let decision: String?
        let reach: String?
        let seen: Moment
        let baseline: Moment?
        let followed: Moment?
        let tier: String?
        let releaseClass: String?
        let form: String?
        let checked: Moment?
        let next: Moment?
        let failure: String?
        let steps: [DecisionStep]
        let hasSteps: Bool
        /// How the decision of its day and the one made anew agree.
        let replay: String?
    }

    struct Version: Sendable {
        let title: String
        let path: String
        let facts: String
        let isThis: Bool
    }

    @Sendable static func show(_ visit: Visit, _ session: Session) async throws(Refusal) -> Response {
        guard let id = visit.parameters.first.flatMap({ Int64($0) }) else { throw .notFound }
        let store = visit.site.environment.pages
        do throws(StoreFailure) {
            if let explanation = try store.explanation(of: ReleaseID(id), to: session.account, now: visit.now) {
                return visit.site.page("why", Page(explanation, visit, session))
            }
        } catch {
            throw Refusal(error)
        }
        throw .notFound
    }

    /// `POST /releases/ID/whose`: somebody's word on whether it is the artist's.
    @Sendable static func takeWord(
        _ visit: Visit, _ session: Session, _ fields: FormFields
    ) async throws(Refusal) -> Response {
        guard let id = visit.parameters.first.flatMap({ Int64($0) }) else { throw .notFound }
        guard let word = fields["word"].flatMap(Attribution.init) else {
            throw .malformed("The form does not say whose the release is.")
        }
        let isTaken: Bool
        do throws(StoreFailure) {
            isTaken = try await visit.site.environment.pages.attribute(
                ReleaseID(id), word, by: session.account, now: visit.now)
        } catch {
            throw Refusal(error)
        }
        guard isTaken else { throw .notFound }
        return .redirect(to: visit.path(fields["from"] == "list" ? "/" : "/releases/\(id)"))
    }
}

extension ReleaseReasons.Page {
    init(_ explanation: ReleaseExplanation, _ visit: Visit, _ session: Session) {
        let card = explanation.card
        shell = visit.site.shell(for: session)
        title = ReleaseWords.title(card)
        link = ReleaseWords.link(card.pageURL)
        artists = ReleaseWords.artists(card)
        cover = ReleaseWords.link(card.imageURL)
        facts = ReleaseReasons.facts(of: card)
        let isTold = explanation.told.map { $0.reach != .none } ?? false
        pageTitle = isTold ? "Why did I get this?" : "Why did I not get this?"
        answer = ReleaseReasons.answer(explanation, now: visit.now)
        state = explanation.told.map { $0.reach == .held ? "held" : $0.reach == .none ? "silent" : "told" } ?? "silent"
        let doubts = explanation.sightings.first { $0.follow != nil }?.sighting?.doubts ?? []
        let isAsked = explanation.sightings.contains { $0.follow != nil }
        ask =
            isAsked
            ? ReleaseReasons.Ask(
                token: FormToken.make(for: session.id, keys: visit.site.environment.keys),
                path: visit.path("/releases/\(card.release.rawValue)/whose"),
                doubts: doubts.isEmpty ? nil : DecisionWords.doubts(doubts), canDeny: explanation.word != .notTheirs,
                canConfirm: explanation.word == .notTheirs || state == "held") : nil
        said = ReleaseReasons.said(explanation)
        sightings = explanation.sightings.map { sighting in
            ReleaseReasons.Sighting(sighting, told: explanation.told, word: explanation.word, visit)
        }
        versions = explanation.versions.map { ReleaseReasons.Version($0, this: card.release, visit) }
        hasVersions = versions.count > 1
        editionOf = explanation.editionOf.map { ReleaseReasons.Version($0, this: card.release, visit) }
    }
}

extension ReleaseReasons {
    /// `Album · 20 November 2026 · 10 tracks`.
    static func facts(of card: ReleaseCard) -> String {
        var facts = [ReleaseWords.type(card.type) ?? "Release", DateWords.release(card.date)]
        if let count = card.trackCount { facts.append(CountWords.of(count, "track")) }
        return facts.joined(separator: " \u{00B7} ")
    }

    /// The whole answer in a sentence or two.
    static func answer(_ explanation: ReleaseExplanation, now: Timestamp) -> String {
        if let told = explanation.told {
            let when = DateWords.moment(told.at, now: now)
            let name =
                told.release == explanation.card.release
                ? "" : " as \u{201C}\(ReleaseWords.title(told))\u{201D}, of which this is a version"
            switch told.reach {
            case .held: return "Held as unconfirmed since \(when)\(name): it may be somebody else's."
            case .none: return "Taken off your page: you said that it is not theirs."
            default: return "You were told \(when)\(name). It went to \(DecisionWords.reach(told.reach))."
            }
        }
        guard let sighting = explanation.sightings.first else {
            return "It stands in no list of an artist whom anybody here follows."
        }
        guard sighting.follow != nil else {
            return "You follow none of the artists in whose lists it stands."
        }
        guard let decision = sighting.stored ?? sighting.replayed else {
            return "It was stored before reasons were kept, and you were not told."
        }
        let line = DecisionWords.line(decision, form: sighting.sighting?.form, traits: sighting.sighting?.traits ?? [])
        return decision.reach == .none
            ? "You were not told. \(line)." : "You were not told yet: it is being announced to its followers."
    }

    /// What people have said about whose it is.
    static func said(_ explanation: ReleaseExplanation) -> String? {
        guard explanation.theirs + explanation.notTheirs > 0 else { return nil }
        let own =
            switch explanation.word {
            case .theirs?: " You said that it is theirs."
            case .notTheirs?: " You said that it is not theirs."
            case nil: ""
            }
        return "\(CountWords.of(explanation.notTheirs, "person", "people")) here said that it is not by this artist, "
            + "\(CountWords.of(explanation.theirs, "person", "people")) that it is.\(own)"
    }
}

extension ReleaseReasons.Sighting {
    init(_ explained: ExplainedSighting, told: ReleaseCard?, word: Attribution?, _ visit: Visit) {
        let now = visit.now
        id = explained.artist.rawValue
        artist = explained.artistName.isEmpty ? "Unknown artist" : explained.artistName
        path = visit.path("/artists/\(explained.artist.rawValue)")
        list = ArtistPage.name(explained.group)
        isFollowed = explained.follow != nil
        let decided = explained.stored ?? explained.replayed
        // One announcement a family: what would be told here was told for another list or version.
        let isToldElsewhere = explained.stored == nil && decided.map { $0.reach != .none } ?? false && told != nil
        decision =
            isToldElsewhere
            ? "Told once already"
            : decided.map {
                DecisionWords.line(
                    $0, form: explained.sighting?.form, traits: explained.sighting?.traits ?? [])
            }
        reach = isToldElsewhere ? nil : decided.map { DecisionWords.reach($0.reach) }
        seen = Moment(explained.seenAt, seenAt: now)
        baseline = explained.list?.baselineAt.map { Moment($0, seenAt: now) }
        followed = explained.follow.map { Moment($0.since, seenAt: now) }
        tier = explained.follow.map { DecisionWords.name($0.tier) }
        releaseClass = explained.sighting.map { ReleaseWords.label($0.releaseClass) ?? "Out" }
        form = explained.sighting.map { sighting in
            let traits = sighting.traits.map { DecisionWords.name($0) }.sorted()
            let form = DecisionWords.plural(sighting.form)
            return traits.isEmpty ? form : "\(form); \(DecisionWords.list(traits))"
        }
        checked = explained.list?.completeAt.map { Moment($0, seenAt: now) }
        next = explained.list?.dueAt.map { Moment(dueAt: $0, now: now) }
        failure = explained.list?.failure
        steps = DecisionSteps(explained: explained, word: word, now: now).steps
        hasSteps = !steps.isEmpty
        switch (explained.stored, explained.replayed, explained.storedAt) {
        case (let stored?, let replayed?, let at?):
            let when = DateWords.moment(at, now: now)
            replay =
                stored == replayed
                ? "Decided \(when). Decided once more from the same facts just now: the same."
                : "Decided \(when). Decided once more from the same facts just now: "
                    + "\(DecisionWords.line(replayed, form: explained.sighting?.form, traits: explained.sighting?.traits ?? []))."
        case (_?, nil, let at?):
            replay = "Decided \(DateWords.moment(at, now: now)), before reasons were kept."
        case (nil, _?, _): replay = "Decided just now, from what is stored: for this no row was needed."
        default: replay = nil
        }
    }
}

extension ReleaseReasons.Version {
    init(_ card: ReleaseCard, this: ReleaseID, _ visit: Visit) {
        title = ReleaseWords.title(card)
        path = visit.path("/releases/\(card.release.rawValue)")
        facts = ReleaseReasons.facts(of: card)
        isThis = card.release == this
    }
}
