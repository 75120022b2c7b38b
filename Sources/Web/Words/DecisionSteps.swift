import Domain

/// One rule that was asked, and its answer.
struct DecisionStep: Sendable {
    let question: String
    let answer: String
    /// `passed` or `decided`, for the style sheet.
    let state: String
}

/// The rules in the order in which they were asked, up to the one that decided.
struct DecisionSteps {
    let explained: ExplainedSighting
    let word: Attribution?
    let now: Timestamp

    /// None for what cannot be replayed.
    var steps: [DecisionStep] {
        guard let sighting = explained.sighting, let follow = explained.follow, let decision = explained.replayed else {
            return []
        }
        var steps: [DecisionStep] = []
        for rule in DecidingRule.allCases {
            let isLast = rule == decision.rule
            if let (question, answer) = words(rule, sighting, follow, isObjecting: isLast) {
                steps.append(DecisionStep(question: question, answer: answer, state: isLast ? "decided" : "passed"))
            }
            if isLast { break }
        }
        return steps
    }

    private func words(
        _ rule: DecidingRule, _ sighting: Sighting, _ follow: FollowFacts, isObjecting: Bool
    ) -> (String, String)? {
        let rules = explained.rules
        switch rule {
        case .followedBefore:
            let facts =
                "followed since \(DateWords.moment(follow.since, now: now)), first seen "
                + DateWords.moment(sighting.seenAt, now: now)
            let question = "Did you follow before it was first seen?"
            guard isObjecting || follow.since <= sighting.seenAt else {
                return (question, "No: \(facts); but what was still to come then is told all the same")
            }
            return (question, "\(isObjecting ? "No" : "Yes"): \(facts)")
        case .afterBaseline: return ("Is it newer than the artist's first check?", baseline(sighting, isObjecting))
        case .notMoved:
            guard sighting.isMoved else { return nil }
            return (
                "Is it new, and not another artist's from before?",
                "No: Spotify made one of two artists, and it was the other one's before"
            )
        case .notACopy:
            let more =
                sighting.isCopy
                ? "Yes: this edition was not out in your country before"
                : "Yes: the list did not show this edition before"
            return ("Is it more than a copy?", isObjecting ? "No: the list showed this edition already" : more)
        case .attribution:
            switch word {
            case .theirs?: return ("Is it theirs, in your word?", "Yes, you said so")
            case .notTheirs?: return ("Is it theirs, in your word?", "No, you said that it is not")
            case nil: return nil
            }
        case .notMuted:
            return (
                "Do you want to hear of the artist?",
                isObjecting ? "No: muted" : "Yes: \(DecisionWords.name(follow.tier).lowercased())"
            )
        case .form:
            let form = DecisionWords.plural(sighting.form)
            return ("Does its form count?", isObjecting ? "No: \(form) do not" : "Yes: \(form) do")
        case .trait:
            let traits = sighting.traits.map { DecisionWords.name($0) }.sorted()
            if traits.isEmpty { return ("Is its kind of recording wanted?", "Yes: the title says nothing special") }
            let left = sighting.traits.intersection(rules.leftOut).map { DecisionWords.name($0) }.sorted()
            return (
                "Is its kind of recording wanted?",
                isObjecting ? "No: you leave out \(DecisionWords.list(left))" : "Yes: \(DecisionWords.list(traits))"
            )
        case .variousArtists:
            guard sighting.isByVariousArtists else { return nil }
            return ("Are various artists wanted?", isObjecting ? "No" : "Yes")
        case .market:
            guard let market = rules.market else { return nil }
            let known = sighting.markets == nil ? "nobody tells where it is out" : "it is out in \(market)"
            return ("Is it out in your country?", isObjecting ? "No: not in \(market)" : "Yes: \(known)")
        case .confirmed:
            guard !sighting.doubts.isEmpty else { return ("Is it surely theirs?", "Yes: nothing speaks against it") }
            return (
                "Is it surely theirs?",
                "\(isObjecting ? "Not sure" : "Sure enough"): \(DecisionWords.doubts(sighting.doubts))"
            )
        case .tier:
            switch follow.tier {
            case .important:
                return ("Does the artist matter more than others?", "Yes: told at once, whatever the class")
            case .digestOnly: return ("Is the artist told at once?", "No: for digests only")
            case .normal, .muted: return nil
            }
        case .releaseClass:
            let name = DecisionWords.name(sighting.releaseClass)
            return ("Is its class told at once?", isObjecting ? "No: not \(name)" : "Yes: \(name)")
        case .told: return nil
        }
    }

    private func baseline(_ sighting: Sighting, _ isObjecting: Bool) -> String {
        guard sighting.isBaseline else { return "Yes: the first check did not show it" }
        let date = DateWords.release(sighting.date)
        return isObjecting
            ? "No: the first check showed it, dated \(date), before the day you followed"
            : "Yes: the first check showed it, but it is dated \(date), the day you followed or later"
    }
}
