import Templating

/// The page of 20 rows that the peers render: each row is rendered once and kept, the page around them with each
/// request.
struct PeerPage: Sendable {
    private struct Values: Sendable {
        let title = "Peer"
        let link: String
        let rows: String
    }

    private struct Row: Sendable {
        let name: String
        let date: String
    }

    private let templates: TemplateLibrary
    private let rows: String
    private let link =
        "https://accounts.spotify.com/authorize?client_id=abc&response_type=code"
        + "&redirect_uri=http%3A%2F%2F127.0.0.1%3A3000%2Fcallback&scope=user-follow-read&state=xyz"

    init() throws {
        let templates = try TemplateLibrary([
            (name: "row", text: "<li>{{name}} - {{date}}</li>"),
            (
                name: "page",
                text:
                    "<html><head><title>{{title}}</title></head><body><a href=\"{{link}}\">Click here to authorize</a>"
                    + "{{{rows}}}</body></html>"
            ),
        ])
        self.templates = templates
        rows = (0..<20).map { templates.render("row", Row(name: "Artist \($0) & co", date: "2026-11-\($0)")) }.joined()
    }

    func render() -> [UInt8] {
        Array(templates.render("page", Values(link: link, rows: rows)).utf8)
    }
}
