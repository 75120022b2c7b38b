import Templating
import Testing

struct TemplateLibraryTests {
    struct Page: Sendable {
        let title: String
        var note: String?
        var items: [Item] = []
    }

    struct Item: Sendable { let name: String }

    @Test func `escapes what it is given and nothing else`() throws {
        let library = try TemplateLibrary([("page", "<b title=\"{{title}}\">{{title}}</b>{{{title}}}")])
        let text = library.render("page", Page(title: "<i>\"&'"))
        #expect(text == "<b title=\"&lt;i&gt;&quot;&amp;&#39;\">&lt;i&gt;&quot;&amp;&#39;</b><i>\"&'")
    }

    @Test func `escapes inside partials, blocks and lists alike`() throws {
        let library = try TemplateLibrary([
            ("layout", "<main>\n{{$main}}nothing{{/main}}\n</main>\n"),
            ("item", "<li>{{name}}</li>\n"),
            ("page", "{{<layout}}\n{{$main}}\n{{#items}}\n{{>item}}\n{{/items}}\n{{title}}\n{{/main}}\n{{/layout}}\n"),
        ])
        let text = library.render("page", Page(title: "a&b", items: [Item(name: "<\u{1}x>")]))
        #expect(text.contains("<li>&lt;x&gt;</li>"))
        #expect(text.contains("a&amp;b"))
        #expect(!text.contains("nothing"))
    }

    @Test func `leaves out what is nil`() throws {
        let library = try TemplateLibrary([("page", "{{#note}}[{{.}}]{{/note}}{{^note}}none{{/note}}")])
        #expect(library.render("page", Page(title: "")) == "none")
        #expect(library.render("page", Page(title: "", note: "x")) == "[x]")
    }

    @Test(arguments: [
        ("first\nsecond {{#open}}\n", 3), ("{{#a}}\n{{/b}}\n", 2), ("one\ntwo\n{{never\n", 3),
    ])
    func `names template and place of a mistake`(_ text: String, _ line: Int) {
        do {
            _ = try TemplateLibrary([("good", "x"), ("bad", text)])
            Issue.record("was taken")
        } catch {
            guard case .malformed("bad", let found, _, let reason) = error else {
                Issue.record("\(error)")
                return
            }
            #expect(abs(found - line) <= 1, "\(error)")
            #expect(!reason.isEmpty)
        }
    }

    @Test(arguments: ["{{>other}}", "{{> other }}", "a {{<other}}{{/other}}"])
    func `misses a template that another one uses`(_ text: String) {
        #expect(throws: TemplateError.missing(template: "other", usedBy: "page")) {
            _ = try TemplateLibrary([("page", text)])
        }
    }

    @Test func `misses a template that the program needs`() throws {
        let library = try TemplateLibrary([("page", "x")])
        try library.require(["page"], for: "the test")
        #expect(throws: TemplateError.missing(template: "other", usedBy: "the test")) {
            try library.require(["page", "other"], for: "the test")
        }
    }
}
