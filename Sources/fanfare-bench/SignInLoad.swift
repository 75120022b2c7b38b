import HTTP
import HTTPClient

/// People who sign in: each asks for the front page, agrees, and comes back to the callback.
struct SignInLoad: Sendable {
    let site: SignInSite
    let atOnce: Int
    private let client: CurlClient

    struct Result: Sendable {
        var callbacksPerSecond = 0.0
        var wholePerSecond = 0.0
        var median = Duration.zero
        var p99 = Duration.zero
        var refused = 0
    }

    /// Somebody who has agreed and not come back yet.
    private struct Return: Sendable {
        var url: String
        var fields: Fields
    }

    struct Refused: Error, CustomStringConvertible {
        let description: String
    }

    init(site: SignInSite, atOnce: Int) {
        self.site = site
        self.atOnce = atOnce
        client = CurlClient(
            CurlClient.Configuration(
                transfersMax: atOnce, transfersPerHostMax: atOnce, idleConnectionsMax: atOnce))
    }

    /// Signs so many in. The first two steps of everybody come before the first third step, so that what is measured is
    /// the callback alone: one code exchanged, one profile read, two commits.
    func run(_ count: Int) async throws -> Result {
        let clock = ContinuousClock()
        let begin = clock.now
        let returns = try await all(count) { try await agree($0) }
        let middle = clock.now
        let times = try await all(count) { number -> Duration? in
            let start = clock.now
            let answer = try await client.send(ClientRequest(.get, returns[number].url, fields: returns[number].fields))
            return answer.status == .seeOther ? clock.now - start : nil
        }
        let end = clock.now
        let sorted = times.compactMap { $0 }.sorted()
        var result = Result()
        result.refused = count - sorted.count
        result.callbacksPerSecond = Double(sorted.count) / (end - middle).inSeconds
        result.wholePerSecond = Double(sorted.count) / (end - begin).inSeconds
        if !sorted.isEmpty {
            result.median = sorted[sorted.count / 2]
            result.p99 = sorted[min(sorted.count - 1, sorted.count * 99 / 100)]
        }
        return result
    }

    private func all<T: Sendable>(
        _ count: Int, _ body: @escaping @Sendable (_ number: Int) async throws -> T
    ) async throws -> [T] {
        try await withThrowingTaskGroup(of: [(Int, T)].self) { group in
            for lane in 0..<atOnce {
                group.addTask {
                    var done: [(Int, T)] = []
                    for number in stride(from: lane, to: count, by: atOnce) {
                        done.append((number, try await body(number)))
                    }
                    return done
                }
            }
            var all: [(Int, T)] = []
            for try await done in group { all += done }
            return all.sorted { $0.0 < $1.0 }.map(\.1)
        }
    }

    private func agree(_ number: Int) async throws -> Return {
        let network = "10.\(number >> 16 & 255).\(number >> 8 & 255).\(number & 255)"
        var fields: Fields = [:]
        if let value = FieldValue(network) { fields.append("x-forwarded-for", value) }
        let front = try await client.send(ClientRequest(.get, "\(site.url)/", fields: fields))
        let page = String(decoding: front.body, as: UTF8.self)
        guard let link = SignInLoad.authorizeLink(in: page), let question = link.firstIndex(of: "?") else {
            throw Refused(description: "the front page has no link to sign in: status \(front.status)")
        }
        let cookies = front.fields.values(of: .setCookie).compactMap { $0.split(separator: ";").first }
        if let value = FieldValue(cookies.joined(separator: "; ")) { fields.append(.cookie, value) }
        var form = FormFields(query: String(link[link.index(after: question)...])) ?? FormFields()
        form.append("user", "listener-\(number % 5 + 1)")
        form.append("action", "agree")
        let consent = try await site.provider.send(
            ClientRequest(
                .post, String(link[..<question]), fields: [.contentType: "application/x-www-form-urlencoded"],
                body: Array(form.encoded.utf8)))
        guard let url = consent.fields[.location] else {
            throw Refused(description: "the stand-in does not send back: status \(consent.status)")
        }
        return Return(url: url, fields: fields)
    }

    private static func authorizeLink(in page: String) -> String? {
        guard let mark = page.firstRange(of: "id=\"authorize\"") else { return nil }
        let start = page[..<mark.lowerBound].lastIndex(of: "<") ?? page.startIndex
        let tag = page[start...].prefix { $0 != ">" }
        guard let href = tag.firstRange(of: "href=\"") else { return nil }
        return String(tag[href.upperBound...].prefix { $0 != "\"" }).replacing("&amp;", with: "&")
    }
}
