import Templating
import Testing

struct MarkupEscapingTests {
    @Test(arguments: [
        ("plain", "plain"), ("", ""), ("a & b", "a &amp; b"), ("<script>", "&lt;script&gt;"),
        ("\"quoted\" 'too'", "&quot;quoted&quot; &#39;too&#39;"), ("tab\tline\n", "tab\tline\n"),
        // What XML has no place for.
        ("a\u{0}b\u{8}c\u{1F}d\u{7F}e", "abcde"), ("a\u{FFFE}b\u{FFFF}c", "abc"),
        // Neighbours of these stay.
        ("\u{FFFD}\u{FB01}\u{EFFF}", "\u{FFFD}\u{FB01}\u{EFFF}"),
        ("Bj\u{F6}rk \u{1F3BA} \u{4E2D}", "Bj\u{F6}rk \u{1F3BA} \u{4E2D}"),
        // A letter and a combining mark behind a bracket are two scalars in one Character.
        ("<\u{301}>\u{301}", "&lt;\u{301}&gt;\u{301}"),
    ])
    func `keeps letters and makes markup harmless`(_ text: String, _ escaped: String) {
        #expect(MarkupEscaping.escape(text) == escaped)
    }
}
