import HTTP

/// Which part of a list is asked for.
struct PageRequest {
    let limit: Int
    let offset: Int

    /// Reads `limit` and `offset`; refuses what Spotify refuses.
    init(_ query: FormFields, default standard: Int, max: Int, offsetMax: Int = 100_000) throws(APIError) {
        limit = try Self.limit(query, default: standard, max: max)
        guard let text = query["offset"] else {
            offset = 0
            return
        }
        guard let number = Int(text), (0...offsetMax).contains(number) else { throw .badRequest("Invalid offset") }
        offset = number
    }

    /// Reads `limit` alone.
    static func limit(_ query: FormFields, default standard: Int, max: Int) throws(APIError) -> Int {
        guard let text = query["limit"] else { return standard }
        guard let number = Int(text), (1...max).contains(number) else { throw .badRequest("Invalid limit") }
        return number
    }

    /// The part of the list, empty past its end.
    func part<Element>(of list: [Element]) -> ArraySlice<Element> {
        list[min(offset, list.count)..<min(offset + limit, list.count)]
    }
}

extension SandboxState {
    /// The answer with JSON of this content.
    func json(_ status: Status = .ok, _ content: (inout JSONWriter) -> Void) -> Response {
        Response(status, fields: APIFields.json, body: .bytes(JSONWriter.pretty(content)))
    }

    /// The URL of the Web API.
    var apiURL: String { publicURL + "/v1" }

    /// Writes an offset page as an object. Links carry all other parameters of the request along.
    func page<Item>(
        _ page: PageRequest, of list: [Item], path: String, query: FormFields, to json: inout JSONWriter,
        item: (inout JSONWriter, Item) -> Void
    ) {
        let others = FormFields(query.pairs.filter { $0.name != "limit" && $0.name != "offset" }).encoded
        let link = { (offset: Int) in
            "\(publicURL)\(path)?\(others.isEmpty ? "" : others + "&")offset=\(offset)&limit=\(page.limit)"
        }
        json.object { json in
            json.member("href", link(page.offset))
            json.member("limit", page.limit)
            json.member("next", page.offset + page.limit < list.count ? link(page.offset + page.limit) : nil)
            json.member("offset", page.offset)
            json.member("previous", page.offset > 0 ? link(max(0, page.offset - page.limit)) : nil)
            json.member("total", list.count)
            json.array("items", page.part(of: list), item)
        }
    }
}
