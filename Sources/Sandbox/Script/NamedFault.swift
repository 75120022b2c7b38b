import HTTP

/// What the real service was seen to do wrong, by name: answers of its own, or the true answer made untrue.
enum NamedFault: String, CaseIterable, Sendable {
    // Answers in place of the true one.
    case rateLimitWithoutHeader = "rate-limit-without-header"
    case rateLimitAsText = "rate-limit-as-text"
    case spuriousUnauthorized = "spurious-401"
    case spuriousForbidden = "spurious-403"
    case removedRouteAsRateLimit = "removed-route-as-429"
    case notRegisteredInDashboard = "not-registered-in-dashboard"
    case notRegisteredForApplication = "not-registered-for-application"
    case badGatewayAsJSON = "502-as-json"
    case badGatewayAsPage = "502-as-page"
    case unavailableAsText = "503-as-text"
    case emptyServerError = "empty-500"
    case gatewayTimeout = "empty-504"
    // Lists that are not as they are.
    case staleTotal = "stale-total"
    case doubleTotal = "double-total"
    case emptyList = "empty-list"
    case repeatedPage = "repeated-page"
    case nullItems = "null-items"
    case nullList = "null-list"
    case duplicateItems = "duplicate-items"
    // Items that are not as they are.
    case nullDates = "null-dates"
    case zeroDates = "zero-dates"
    case yearDates = "year-dates"
    case monthDates = "month-dates"
    case unknownTypes = "unknown-types"
    case missingFields = "missing-fields"
    case emptyImages = "empty-images"
    case emptyNames = "empty-names"

    /// What is answered without asking; nil where the true answer is altered.
    var response: Response? {
        switch self {
        case .rateLimitWithoutHeader:
            APIError(status: .tooManyRequests, message: "API rate limit exceeded").response
        case .rateLimitAsText: .text(.tooManyRequests, "Too many requests")
        case .spuriousUnauthorized: APIError(status: .unauthorized, message: "Access token missing").response
        case .spuriousForbidden:
            APIError(
                status: .forbidden, message: "Player command failed: Premium required", reason: "PREMIUM_REQUIRED"
            ).response
        case .removedRouteAsRateLimit:
            APIError(
                status: .tooManyRequests, message: "API rate limit exceeded", fields: [.retryAfter: FieldValue(86_400)]
            ).response
        case .notRegisteredInDashboard: .text(.forbidden, "User not registered in the Developer Dashboard")
        case .notRegisteredForApplication:
            .text(
                .forbidden,
                "The user is not registered for this application. Please check your settings on "
                    + "https://developer.spotify.com/dashboard")
        case .badGatewayAsJSON: APIError(status: .badGateway, message: "Failed to get followed artists").response
        case .badGatewayAsPage:
            .html(
                .badGateway,
                Array("<html><head><title>502</title></head><body><h1>502 Bad Gateway</h1></body></html>".utf8))
        case .unavailableAsText:
            .text(
                .serviceUnavailable,
                "upstream connect error or disconnect/reset before headers. reset reason: connection failure")
        case .emptyServerError: Response(.internalServerError)
        case .gatewayTimeout: Response(.gatewayTimeout)
        default: nil
        }
    }

    /// The answer made untrue; as it was where it is no successful JSON.
    func altered(_ response: Response) -> Response {
        guard self.response == nil, response.status.isSuccess, case .bytes(let bytes) = response.body, !bytes.isEmpty,
            let value = try? JSONParser.parse(bytes)
        else { return response }
        var altered = response
        altered.body = .bytes(JSONWriter.pretty { $0.value(self.altered(value)) })
        return altered
    }

    private func altered(_ value: JSONValue) -> JSONValue {
        switch value {
        case .array(let elements): .array(elements.map(altered))
        case .object(let members): .object(alteredMembers(members))
        default: value
        }
    }

    private func alteredMembers(_ members: [JSONValue.Member]) -> [JSONValue.Member] {
        // A list is what has items and their number.
        let isList = members.contains { $0.name == "items" } && members.contains { $0.name == "total" }
        return members.compactMap { member in
            let inner = altered(member.value)
            let outer = isList ? listMember(member.name, inner) : itemMember(member.name, inner)
            return outer.map { JSONValue.Member(name: member.name, value: $0) }
        }
    }

    private func listMember(_ name: String, _ value: JSONValue) -> JSONValue? {
        switch (self, name, value) {
        case (.staleTotal, "total", .number(let total)): .number(max(0, total - 1))
        case (.doubleTotal, "total", .number(let total)): .number(total * 2)
        case (.emptyList, "total", _): .number(0)
        case (.emptyList, "items", _): .array([])
        case (.emptyList, "next", _): .null
        case (.emptyList, "cursors", _): .object([JSONValue.Member(name: "after", value: .null)])
        case (.nullList, "items", _): .null
        case (.nullItems, "items", .array(let items)):
            .array(items.enumerated().map { $0.offset.isMultiple(of: 2) ? .null : $0.element })
        case (.duplicateItems, "items", .array(let items)): .array(items.flatMap { [$0, $0] })
        default: value
        }
    }

    private static let optionalFields: Set<String> = [
        "images", "genres", "followers", "popularity", "external_urls", "available_markets", "album_group", "label",
        "external_ids", "preview_url", "total_tracks", "release_date_precision",
    ]

    private func itemMember(_ name: String, _ value: JSONValue) -> JSONValue? {
        switch (self, name, value) {
        case (.nullDates, "release_date", _): .null
        case (.zeroDates, "release_date", _): .string("0000")
        case (.yearDates, "release_date", .string(let date)): .string(String(date.prefix(4)))
        case (.monthDates, "release_date", .string(let date)): .string(String(date.prefix(7)))
        case (.zeroDates, "release_date_precision", _), (.yearDates, "release_date_precision", _): .string("year")
        case (.monthDates, "release_date_precision", _): .string("month")
        case (.unknownTypes, "album_type", _), (.unknownTypes, "album_group", _): .string("mixtape")
        case (.missingFields, _, _) where Self.optionalFields.contains(name): nil
        case (.emptyImages, "images", _): .array([])
        case (.emptyNames, "name", _): .string("")
        default: value
        }
    }
}
