import Templating
import Testing

struct StencilTests {
    struct Card: StencilValue {
        var title = ""
        var link: String?
        var cover: String?
        var note: String?

        static let names = ["title", "link", "cover", "note"]
        var texts: [String?] { [title, link, cover, note] }
    }

    /// Sections, sections within sections, what is missing, and a text that is not escaped.
    private static let template = """
        <li title="{{title}}">
        {{#cover}}
        <a href="{{link}}"><img src="{{.}}"></a>
        {{/cover}}
        {{^cover}}
        <b></b>
        {{/cover}}
        {{#link}}<a href="{{.}}">{{title}}</a>{{#note}}, {{.}}{{/note}}{{/link}}{{^link}}{{title}}{{/link}}{{{note}}}
        </li>

        """

    private static let texts = [
        "", "plain", "<i>&\"'", "Ж\u{301} 🎺 &amp;", "\u{E000}&Mark 0\u{E001}", "\u{1}\u{FFFE}{{title}}",
    ]

    private static let cards = texts.flatMap { title in
        (0..<8).flatMap { shape in
            texts.map { text in
                Card(
                    title: title, link: shape & 1 == 0 ? nil : text, cover: shape & 2 == 0 ? nil : text + title,
                    note: shape & 4 == 0 ? nil : title + text)
            }
        }
    }

    @Test func `makes of every value what the library makes of it`() throws {
        let library = try TemplateLibrary([("card", StencilTests.template)])
        let stencil = Stencil<Card>(library, "card")
        for card in StencilTests.cards {
            var bytes: [UInt8] = []
            stencil.render(card, to: &bytes)
            #expect(String(decoding: bytes, as: UTF8.self) == library.render("card", card))
        }
    }

    struct Framed: StencilValue {
        var title: String?
        var name: String?
        var mark: String?

        static let names = ["title", "shell.visitor.name", "shell.visitor.mark"]
        var texts: [String?] { [title, name, mark] }
    }

    @Test(arguments: [
        (Framed(title: "&"), "[&amp;]"), (Framed(name: "<"), "[](&lt;)"), (Framed(title: "a", mark: ""), "[a]()!"),
        (Framed(title: "a", name: "b", mark: ""), "[a](b)!"), (Framed(), "[]"),
    ])
    func `finds a record within when one of its texts is there`(_ value: Framed, _ expected: String) throws {
        let template = "[{{title}}]{{#shell.visitor}}({{name}}){{#mark}}!{{/mark}}{{/shell.visitor}}"
        let stencil = Stencil<Framed>(try TemplateLibrary([("page", template)]), "page")
        var bytes: [UInt8] = []
        stencil.render(value, to: &bytes)
        #expect(String(decoding: bytes, as: UTF8.self) == expected)
    }

    @Test func `adds to what is there`() throws {
        let stencil = Stencil<Card>(try TemplateLibrary([("card", "[{{title}}]")]), "card")
        var bytes = Array(">".utf8)
        for title in ["a", "b", "<"] { stencil.render(Card(title: title), to: &bytes) }
        #expect(String(decoding: bytes, as: UTF8.self) == ">[a][b][&lt;]")
    }

    @Test func `may be asked from everywhere at once`() async throws {
        let stencil = Stencil<Card>(try TemplateLibrary([("card", StencilTests.template)]), "card")
        let texts = await withTaskGroup(of: [UInt8].self) { group in
            for _ in 0..<4 {
                group.addTask {
                    var bytes: [UInt8] = []
                    for card in StencilTests.cards { stencil.render(card, to: &bytes) }
                    return bytes
                }
            }
            return await group.reduce(into: Set<[UInt8]>()) { $0.insert($1) }
        }
        #expect(texts.count == 1)
    }
}
