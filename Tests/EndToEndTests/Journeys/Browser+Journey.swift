import Support
import Testing

extension Browser {
    /// Agrees on the consent page that is shown.
    func agree(as listener: String) async throws {
        try await waitFor("option[value=\(listener)]").click()
        try await find("#agree").click()
    }

    /// From the front page through consent to the first page signed in.
    func signIn(at baseURL: String, as listener: String) async throws {
        try await open("\(baseURL)/")
        try await find("#authorize").click()
        try await agree(as: listener)
        try await waitUntil("a page of Fanfare") { try await url.hasPrefix(baseURL) }
    }

    /// Clicks a link or a button as soon as it can be: a page may be changed by its script between the look and the
    /// click.
    func click(_ control: String) async throws {
        try await waitUntil("a click on \(control)") {
            do {
                try await find(control: control).click()
                return true
            } catch let failure as BrowserFailure where !failure.isBeforeClick {
                throw WaitedInVain("a click on \(control): \(failure)")
            }
        }
    }

    /// Clicks a link or a button, and waits for the page it leads to: the driver does so only where a navigation begins
    /// at once, and never without scripts.
    func follow(_ control: String, to url: String) async throws {
        try await click(control)
        try await waitUntil("\(url) behind \(control)") { try await self.url == url }
    }

    /// Waits for an element, as `follow` does for a page.
    @discardableResult
    func waitFor(_ css: String) async throws -> BrowserElement {
        var found: BrowserElement?
        try await waitUntil(css) {
            found = try await findAll(css).first
            return found != nil
        }
        guard let found else { throw WaitedInVain(css) }
        return found
    }

    /// Waits until so many elements match.
    func waitFor(_ count: Int, _ css: String) async throws {
        try await waitUntil("\(count) × \(css)") { try await findAll(css).count == count }
    }

    /// Waits for the end of the first reading of all artists, on whatever page shows it.
    func waitForImport(at baseURL: String) async throws {
        try await waitUntil("the end of the import") {
            guard try await url == "\(baseURL)/" else { return false }
            return try await findAll(".progress").isEmpty
        }
    }

    /// How many elements have exactly this text as their own.
    func count(ofElementsWithText text: String) async throws -> Int? {
        try await execute(
            """
            return [...document.querySelectorAll("body *")].filter((element) =>
                [...element.childNodes].some((node) => node.nodeType === 3 && node.data.trim() === arguments[0])).length
            """, [.string(text)]
        ).int
    }

    /// The texts of all elements that the selector matches.
    func texts(_ css: String) async throws -> [String] {
        try await execute(
            "return [...document.querySelectorAll(arguments[0])].map((element) => element.textContent.trim())",
            [.string(css)]
        ).array.compactMap(\.string)
    }

    /// Leaves a mark that a reload would wipe off.
    func mark() async throws { try await execute("window.isMarked = true") }

    /// Whether the page is still the one that was marked.
    var isMarked: Bool {
        get async throws { try await execute("return window.isMarked === true").bool ?? false }
    }

    /// Expects that the page fits into its width, and that nothing went wrong on a page of Fanfare so far.
    func expectGoodPage(of baseURL: String, sourceLocation: SourceLocation = #_sourceLocation) async throws {
        let address = try await url
        let excess = try await execute(
            "return document.documentElement.scrollWidth - document.documentElement.clientWidth")
        #expect(excess.int == 0, "\(address) scrolls sideways", sourceLocation: sourceLocation)
        // Chromium reports it when a site asks for its data to be cleared, as signing out does, and that the stand-in
        // for Spotify has its covers on plain http.
        let expected = ["Clear-Site-Data", "Mixed Content"]
        let messages = try await consoleMessages().filter { message in
            message.contains(baseURL) && !expected.contains { message.contains($0) }
        }
        #expect(messages.isEmpty, "at \(address)", sourceLocation: sourceLocation)
    }
}
