import HTTP

/// The page for people: what is there, and forms for what one does most often. Works without scripts.
extension SandboxState {
    /// `GET /`
    func adminPage(_ call: ServiceCall, at machineTime: Moment) -> Response {
        let now = time(machineTime)
        let notice = call.query["said"].map { "<p class=\"notice\" role=\"status\">\(HTMLText.escape($0))</p>" } ?? ""
        return Self.adminPage(
            AdminPageFrame.html(
                title: "Sandbox", path: "/",
                content: """
                    <h1>\(now.day) <span class="number">\(Self.timeOfDay(now))</span> UTC</h1>
                    <p class="quiet">The sandbox's own time. Everything in it is made up.</p>
                    \(notice)
                    <div class="columns">
                    \(worldSection)
                    \(clockSection)
                    \(publishSection(at: now))
                    \(faultSection)
                    \(userSection)
                    \(releaseSection(at: now))
                    </div>
                    \(requestSection)
                    """))
    }

    /// A page of the admin side, which runs nothing and sends its forms nowhere else.
    static func adminPage(_ html: String) -> Response {
        var response = Response.html(.ok, Array(html.utf8))
        response.fields.append(.cacheControl, "no-store")
        response.fields.append(
            .contentSecurityPolicy,
            "default-src 'none'; style-src 'unsafe-inline'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'"
        )
        response.fields.append(.xContentTypeOptions, "nosniff")
        return response
    }

    private static func timeOfDay(_ moment: Moment) -> Substring { moment.description.dropFirst(11).prefix(8) }

    private static func section(_ title: String, _ content: String) -> String {
        "<section><h2>\(title)</h2>\(content)</section>"
    }

    private static func options(_ values: some Sequence<(value: String, name: String)>, chosen: String? = nil) -> String
    {
        values.map { value, name in
            "<option value=\"\(HTMLText.escape(value))\"\(value == chosen ? " selected" : "")>\(HTMLText.escape(name))</option>"
        }.joined()
    }

    private var worldSection: String {
        let facts = [
            ("Service", "<code>\(HTMLText.escape(publicURL))</code>"), ("Profile", options.profile.rawValue),
            ("Seed", String(world.catalogue.seed)), ("Artists", String(world.catalogue.places.count)),
            ("Client", "<code>\(options.clients.map { HTMLText.escape($0.id) }.joined(separator: ", "))</code>"),
            ("Releases", options.isStill ? "none by themselves (still)" : "as the clock goes on"),
        ]
        return Self.section(
            "World", "<dl>\(facts.map { "<dt>\($0)</dt><dd>\($1)</dd>" }.joined())</dl>")
    }

    private var clockSection: String {
        let steps = [
            ("3600", "1 hour"), ("86400", "1 day"), ("604800", "1 week"), ("2592000", "30 days"),
            ("15552000", "180 days"),
            ("31536000", "1 year"),
        ]
        let buttons = steps.map { "<button name=\"seconds\" value=\"\($0)\">\($1)</button>" }.joined()
        return Self.section(
            "Clock",
            """
            <p class="quiet">Tokens end, quotas refill and releases fall due with it. It goes forward only.</p>
            <form method="post" action="/page/advance" class="row" aria-label="Advance the clock">\(buttons)</form>
            """)
    }

    private func publishSection(at now: Moment) -> String {
        var choices: [(value: String, name: String)] = []
        for id in Set(world.listeners.flatMap(\.follows)) {
            if let place = world.catalogue.place(ofArtist: id) {
                choices.append((id, world.catalogue.name(ofArtist: place)))
            }
        }
        choices.sort { $0.name < $1.name }
        return Self.section(
            "Publish a release",
            """
            <form method="post" action="/page/release">
            <label for="artist">Artist somebody follows</label>
            <select id="artist" name="artist">\(Self.options(choices.prefix(500)))</select>
            <label for="name">Title</label><input id="name" name="name" required maxlength="200" autocomplete="off">
            <div class="row"><div class="field"><label for="type">Type</label>
            <select id="type" name="type">\(Self.options(ReleaseType.allCases.map { ($0.rawValue, $0.rawValue) }))</select></div>
            <div class="field"><label for="date">Date</label>
            <input id="date" name="date" type="date" required value="\(now.day)"></div></div>
            <button class="primary">Publish</button></form>
            """)
    }

    private var faultSection: String {
        let lines = faults.all.map { fault in
            let what = fault.name?.rawValue ?? fault.response.map { String($0.status.code) } ?? "the true answer"
            let how = [
                fault.delay.map { "after \($0)" }, fault.cutAfterBytes.map { "cut after \($0) bytes" },
                fault.remaining.map { "\($0) more times" } ?? "until cleared",
            ].compactMap(\.self).joined(separator: ", ")
            return """
                <li><span class="grow"><code>\(HTMLText.escape(fault.method ?? "*")) \(HTMLText.escape(fault.path))</code></span>\
                <span>\(HTMLText.escape(what)), \(how)</span></li>
                """
        }
        let clear =
            faults.all.isEmpty
            ? "<p class=\"quiet\">Nothing goes wrong.</p>"
            : "<ul class=\"plain\">\(lines.joined())</ul><form method=\"post\" action=\"/page/faults/clear\">"
                + "<button>Clear all faults</button></form>"
        let names = NamedFault.allCases.map { (value: $0.rawValue, name: $0.rawValue) }
        let incidents = TokenPolicy.Incident.allCases.map { (value: $0.rawValue, name: $0.rawValue) }
        return Self.section(
            "Faults",
            """
            \(clear)
            <form method="post" action="/page/fault">
            <label for="fault">What goes wrong</label>
            <select id="fault" name="name">\(Self.options(names))</select>
            <div class="row"><div class="field"><label for="path">Path, * for anything</label>
            <input id="path" name="path" required value="/v1/*" autocomplete="off"></div>
            <div class="field"><label for="times">Times, empty for always</label>
            <input id="times" name="times" inputmode="numeric" pattern="[0-9]*" autocomplete="off"></div></div>
            <button>Add the fault</button></form>
            <form method="post" action="/page/incident"><label for="incident">Incident at the token endpoint</label>
            <div class="row"><div class="field"><select id="incident" name="incident">\
            \(Self.options(incidents, chosen: policy.incident.rawValue))</select></div><button>Set</button></div></form>
            """)
    }

    private var userSection: String {
        let lines = world.listeners.enumerated().map { index, listener in
            let id = listener.id
            let name = HTMLText.escape(listener.displayName)
            return """
                <li><span class="grow"><strong>\(name)</strong> <span class="quiet">\(id), \(listener.country), \
                follows \(listener.follows.count), \(players[index].hasPremium ? "Premium" : "free")\
                \(listener.isAllowListed ? "" : ", <span class=\"bad\">not on the list</span>")</span></span>
                <form method="post" action="/page/user" class="row"><input type="hidden" name="user" value="\(id)">
                <button name="action" value="revoke" aria-label="Revoke the grants of \(name)">Revoke</button>
                <button name="action" value="\(listener.isAllowListed ? "disallow" : "allow")" \
                aria-label="\(listener.isAllowListed ? "Take \(name) off the list" : "Put \(name) on the list")">\
                \(listener.isAllowListed ? "Take off list" : "Put on list")</button></form></li>
                """
        }
        return Self.section("Users", "<ul class=\"plain\">\(lines.joined())</ul>")
    }

    private func releaseSection(at now: Moment) -> String {
        let newest = world.catalogue.searched(and: EmptyCollection()).map(\.release)
            .filter { $0.date.sortKey <= now.day.description && $0.date.sortNumber > 0 }
            .sorted { ($0.date.sortNumber, $0.key.number) > ($1.date.sortNumber, $1.key.number) }.prefix(12)
        let lines = newest.map { release in
            let names = release.artists.map(world.catalogue.name).joined(separator: ", ")
            return """
                <li><span class="grow"><strong>\(HTMLText.escape(release.name))</strong> \
                <span class="quiet">\(HTMLText.escape(names))</span></span>\
                <span class="number quiet">\(release.date.text ?? "") \(release.type.rawValue)</span></li>
                """
        }
        return Self.section("Newest releases", "<ul class=\"plain\">\(lines.joined())</ul>")
    }

    private var requestSection: String {
        let rows = log.rows(since: 0).suffix(40).reversed().map { row in
            let query = row.query.map { "?\($0)" } ?? ""
            return """
                <li><span class="number quiet">\(row.number)</span><span class="number quiet">\(Self.timeOfDay(row.time))</span>\
                <span class="grow"><code>\(HTMLText.escape(row.method)) \(HTMLText.escape(row.path + query))</code></span>\
                <span class="quiet">\(HTMLText.escape(row.note.user ?? row.note.clientID ?? ""))</span>\
                <span class="number\(row.status >= 400 ? " bad" : "")">\(row.status)</span></li>
                """
        }
        return Self.section(
            "Last requests",
            rows.isEmpty
                ? "<p class=\"quiet\">Nobody has asked for anything yet.</p>"
                : "<ul class=\"plain\">\(rows.joined())</ul>")
    }
}
