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
