import HTTP

extension SandboxState {
    /// The answer with JSON of this content.
    func json(_ status: Status = .ok, _ content: (inout JSONWriter) -> Void) -> Response {
        Response(status, fields: APIFields.json, body: .bytes(JSONWriter.pretty(content)))
    }

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
