import Domain
import Testing

@testable import Web

struct WordsTests {
    @Test(arguments: [
        (0, "now"), (-9, "now"), (30, "in 30 seconds"), (-89, "89 seconds ago"), (120, "in 2 minutes"),
        (3600, "in 60 minutes"), (-7200, "2 hours ago"), (10_800, "in 3 hours"), (86_400, "in 24 hours"),
        (-259_200, "3 days ago"),
    ])
    func `says how far away something is`(_ seconds: Int64, _ words: String) {
        #expect(RelativeWords.from(TestSite.noon, to: TestSite.noon + .seconds(seconds)) == words)
    }

    @Test(arguments: [
        (0, "today 12:00 UTC"), (-86_400, "yesterday 12:00 UTC"), (86_400, "tomorrow 12:00 UTC"),
        (-2 * 86_400 + 39_600, "Thursday 23:00 UTC"), (-7 * 86_400, "14 November 2026, 12:00 UTC"),
        (30 * 86_400, "21 December 2026, 12:00 UTC"),
    ])
    func `names a moment by the calendar`(_ seconds: Int, _ words: String) {
        #expect(DateWords.moment(TestSite.noon + .seconds(seconds), now: TestSite.noon) == words)
    }

    @Test(arguments: [(-7200, "due now"), (0, "due now"), (9, "now"), (7200, "in 2 hours")])
    func `names no turn that lies in the past`(_ seconds: Int64, _ words: String) {
        let due = Moment(dueAt: TestSite.noon + .seconds(seconds), now: TestSite.noon)
        #expect(due.words == words)
        #expect(due.machine == DateWords.rfc3339(TestSite.noon + .seconds(max(0, seconds))))
    }

    @Test(arguments: [
        (84, 0, 1, "84 lists of releases have their turn, two or more for each artist; 1 is due now."),
        (
            1, 3, 0,
            "4 lists of releases have their turn, two or more for each artist; 3 wait for their first check; "
                + "none is due now."
        ),
        (
            0, 1, 0,
            "1 list of releases has its turn, two or more for each artist; 1 waits for its first check; "
                + "none is due now."
        ),
    ])
    func `says how many lists have their turn`(_ planned: Int, _ first: Int, _ due: Int, _ words: String) {
        let forecast = CheckForecast(mean: .zero, longest: .zero, planned: planned, due: due, first: first)
        #expect(CheckStatus.lists(forecast) == words)
    }

    @Test(arguments: [
        (0, "0 artists"), (1, "1 artist"), (999, "999 artists"), (1204, "1,204 artists"),
        (1_000_000, "1,000,000 artists"),
    ])
    func `counts`(_ count: Int, _ words: String) {
        #expect(CountWords.of(count, "artist") == words)
    }

    @Test(arguments: [
        ("Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0", "Firefox on Linux"),
        (
            "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0 "
                + "Safari/537.36 Edg/140.0",
            "Edge on Windows"
        ),
        (
            "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 Version/18.0 "
                + "Mobile/15E148 Safari/604.1",
            "Safari on iPhone"
        ),
        ("curl/8.5.0", "curl"), ("", "Another program"),
    ])
    func `recognises a browser`(_ userAgent: String, _ words: String) {
        #expect(SessionDevice(userAgent: userAgent, network: "").words == words)
    }

    @Test(arguments: [
        ("https://fanfare.example", "fanfare.example"), ("http://127.0.0.1:3000", "127.0.0.1"),
        ("http://[::1]:3000", "[::1]"),
    ])
    func `knows its host`(_ origin: String, _ host: String) {
        #expect(SiteAddress(origin: origin, path: "").host == host)
    }
}
