import HTTP

/// What the forms of the page for people do. Each answers with the way back to the page.
extension SandboxState {
    /// `POST /page/…`
    mutating func submit(_ call: ServiceCall, at machineTime: Moment) -> Response {
        let said: String
        do throws(AdminProblem) {
            said = try act(on: call, at: machineTime)
        } catch {
            said = "Not done: \(error.message)."
        }
        return .redirect(to: "/?" + FormFields([("said", said)]).encoded)
    }

    private mutating func act(on call: ServiceCall, at machineTime: Moment) throws(AdminProblem) -> String {
        guard let form = call.form else { throw AdminProblem(message: "the content is no form") }
        switch call.segments.dropFirst().joined(separator: "/") {
        case "advance":
            guard let seconds = form["seconds"].flatMap({ Int64($0) }), (0...3_000_000_000).contains(seconds) else {
                throw AdminProblem(message: "\"seconds\" must be a whole number, not negative")
            }
            advanceClock(by: .seconds(seconds))
            moveCatalogue(to: machineTime)
            return "The clock has gone on."
        case "release": return "Published: \(try publish(form))."
        case "fault": return try addFault(form)
        case "faults/clear":
            faults.clear()
            return "Nothing goes wrong any more."
        case "incident":
            guard let incident = form["incident"].flatMap(TokenPolicy.Incident.init) else {
                throw AdminProblem(message: "\"incident\" is not known")
            }
            policy.incident = incident
            return incident == .none ? "The token endpoint is as it should be." : "Incident: \(incident.rawValue)."
        case "user": return try change(form)
        default: throw AdminProblem(status: .notFound, message: "there is no such form")
        }
    }

    private mutating func publish(_ form: FormFields) throws(AdminProblem) -> String {
        let places = try artists([form["artist"] ?? ""])
        guard let name = form["name"], let type = form["type"].flatMap(ReleaseType.init), let date = form["date"],
            ReleaseDate.isWellFormed(date)
        else { throw AdminProblem(message: "a release needs a name, a type and a date such as 2026-11-21") }
        world.catalogue.publish(
            ReleaseDraft(
                name: name, artists: places, type: type, group: type.usualGroup,
                date: ReleaseDate(text: date, precision: ReleaseDate.usualPrecision(of: date)),
                trackCount: type == .single ? 1 : 10))
        return name
    }

    private mutating func addFault(_ form: FormFields) throws(AdminProblem) -> String {
        guard let name = form["name"].flatMap(NamedFault.init), let path = form["path"],
            path.hasPrefix("/") || path.hasPrefix("*")
        else { throw AdminProblem(message: "a fault needs a name and a path such as /v1/*") }
        let times = form["times"].flatMap { $0.isEmpty ? nil : Int($0) }
        faults.add(
            Fault(
                method: nil, path: path, name: name, response: name.response, delay: nil, cutAfterBytes: nil,
                remaining: times.map { max(1, $0) }))
        return "Added: \(name.rawValue)."
    }

    private mutating func change(_ form: FormFields) throws(AdminProblem) -> String {
        let place = try listener(form["user"] ?? "")
        let name = world.listeners[place].displayName
        switch form["action"] {
        case "revoke": return "Revoked \(grants.revoke(listener: place)) of \(name)."
        case "allow", "disallow":
            world.listeners[place].isAllowListed = form["action"] == "allow"
            return "\(name) is \(form["action"] == "allow" ? "on" : "off") the list."
        default: throw AdminProblem(message: "\"action\" must be revoke, allow or disallow")
        }
    }
}
