import Domain
import HTTP

/// `/settings/rules`: what counts. Rules are tried on the last 90 days before they are saved.
enum RulesForm {
    struct Page: Sendable {
        let shell: Shell
        let pageTitle: String
        let token: String
        /// What the rules in the form would have made of the last 90 days.
        let trial: Trial
        let isPreview: Bool
        let isSaved: Bool
        let forms: [Choice]
        let recordings: [Choice]
        let classes: [Choice]
        let various: Bool
        let doubtful: Bool
        let market: String
        let problem: String?
    }

    struct Trial: Sendable {
        let sentence: String
        let details: [String]
        let hasDetails: Bool
        /// The same for the rules in force, beside a preview.
        let before: String?
    }

    struct Choice: Sendable {
        let value: String
        let name: String
        let hint: String?
        let isChosen: Bool
    }

    @Sendable static func show(_ visit: Visit, _ session: Session) async throws(Refusal) -> Response {
        do throws(StoreFailure) {
            let rules = try visit.site.environment.pages.rules(of: session.account)
            let isSaved = visit.request.query == "saved"
            return try page(visit, session, rules, isPreview: false, isSaved: isSaved, problem: nil)
        } catch {
            throw Refusal(error)
        }
    }

    /// Two buttons: `preview` shows what would be, `save` puts it in force.
    @Sendable static func carryOut(
        _ visit: Visit, _ session: Session, _ fields: FormFields
    ) async throws(Refusal) -> Response {
        var rules = read(fields)
        let problem = isCountry(rules.market) ? nil : "A country has two letters, such as SE or DE."
        if problem != nil { rules.market = nil }
        do throws(StoreFailure) {
            guard fields["act"] == "save", problem == nil else {
                return try page(visit, session, rules, isPreview: true, isSaved: false, problem: problem)
            }
            try await visit.site.environment.pages.setRules(rules, of: session.account, now: visit.now)
        } catch {
            throw Refusal(error)
        }
        return .redirect(to: visit.path("/settings/rules?saved"))
    }

    private static func read(_ fields: FormFields) -> TellingRules {
        let market = (fields["market"] ?? "").uppercased().split(separator: " ").joined()
        return TellingRules(
            forms: Set(fields.values(of: "form").compactMap(ReleaseForm.init)),
            leftOut: Set(fields.values(of: "leave_out").compactMap(TitleTrait.init)),
            pushed: Set(fields.values(of: "push").compactMap(ReleaseClass.init)),
            leavesOutVariousArtists: fields["various"] != "yes", market: market.isEmpty ? nil : market,
            holdsDoubtful: fields["doubtful"] != "yes")
    }

    /// ISO 3166-1 alpha-2, or nothing.
    private static func isCountry(_ market: String?) -> Bool {
        market.map { $0.utf8.count == 2 && $0.utf8.allSatisfy { (0x41...0x5A).contains($0) } } ?? true
    }

    private static func page(
        _ visit: Visit, _ session: Session, _ rules: TellingRules, isPreview: Bool, isSaved: Bool, problem: String?
    ) throws(StoreFailure) -> Response {
        let store = visit.site.environment.pages
        let trial = try store.dryRun(rules, of: session.account, now: visit.now)
        let before =
            isPreview ? try store.dryRun(store.rules(of: session.account), of: session.account, now: visit.now) : nil
        return visit.site.page(
            "rules",
            Page(
                shell: visit.site.shell(for: session, at: .settings), pageTitle: "What counts",
                token: FormToken.make(for: session.id, keys: visit.site.environment.keys),
                trial: Trial(trial, before: before), isPreview: isPreview, isSaved: isSaved,
                forms: ReleaseForm.allCases.map { form in
                    Choice(
                        value: form.rawValue, name: capitalised(DecisionWords.plural(form)),
                        hint: form.optionalGroup == nil ? nil : "another call for each of your artists",
                        isChosen: rules.forms.contains(form))
                },
                recordings: TitleTrait.filterable.map { trait in
                    Choice(
                        value: trait.rawValue, name: capitalised(DecisionWords.name(trait)), hint: nil,
                        isChosen: rules.leftOut.contains(trait))
                },
                classes: ReleaseClass.allCases.map { releaseClass in
                    Choice(
                        value: releaseClass.rawValue, name: capitalised(DecisionWords.name(releaseClass)), hint: nil,
                        isChosen: rules.pushed.contains(releaseClass))
                },
                various: !rules.leavesOutVariousArtists, doubtful: !rules.holdsDoubtful, market: rules.market ?? "",
                problem: problem))
    }

    private static func capitalised(_ text: String) -> String {
        text.prefix(1).uppercased() + text.dropFirst()
    }
}

extension RulesForm.Trial {
    init(_ run: DryRun, before: DryRun?) {
        sentence =
            "With these rules the last \(DryRun.days) days would have sent \(CountWords.of(run.alerts, "alert"))."
        var details: [String] = []
        if let count = run.reached[.digest] { details.append("\(CountWords.of(count, "release")) for a digest") }
        if let count = run.reached[.page] {
            details.append("\(CountWords.of(count, "release")) on the page and in feeds only")
        }
        if let count = run.reached[.held] { details.append("\(CountWords.of(count, "release")) held as unconfirmed") }
        for (rule, count) in run.leftOut.sorted(by: { ($1.value, $0.key.rawValue) < ($0.value, $1.key.rawValue) }) {
            details.append("\(CountWords.of(count, "release")) left out: \(Self.reason(rule))")
        }
        self.details = details
        hasDetails = !details.isEmpty
        self.before = before.map { before in
            before == run
                ? "That is what the rules in force would have done."
                : "The rules in force would have sent \(CountWords.of(before.alerts, "alert"))."
        }
    }

    private static func reason(_ rule: DecidingRule) -> String {
        switch rule {
        case .notMuted: "muted artists"
        case .form: "their form does not count"
        case .trait: "the kind of recording"
        case .variousArtists: "various artists"
        case .market: "not out in your country"
        case .attribution: "not theirs, in your word"
        default: "other reasons"
        }
    }
}
