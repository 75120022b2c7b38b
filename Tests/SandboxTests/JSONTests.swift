import Testing

@testable import Sandbox

struct JSONTests {
    static let read: [(text: String, value: JSONValue)] = [
        ("null", .null), (" true\n", .bool(true)), ("-12.5e1", .number(-125)), ("0", .number(0)), ("[]", .array([])),
        ("{}", .object([])), (#""\u00e9\n\ud83c\udfb5\/""#, .string("é\n🎵/")),
        ("[1, [2]]", .array([.number(1), .array([.number(2)])])),
        (#"{"a": {"b": null}}"#, .object([.init(name: "a", value: .object([.init(name: "b", value: .null)]))])),
    ]

    @Test(arguments: read.indices)
    func `reads JSON`(_ index: Int) throws {
        #expect(try JSONParser.parse(Array(Self.read[index].text.utf8)) == Self.read[index].value)
    }

    static let refused = [
        "", "nul", "[1,]", "{\"a\":1,}", "{a:1}", "\"", "\"\\x\"", "\"\\ud800\"", "\"\\u12\"", "\"\\u+123\"", "1 2",
        "0x1",
        "+1", "inf", "nan", "1e999", "\"\n\"", "{\"a\":1,\"a\":2}", "[", String(repeating: "[", count: 100),
    ]

    @Test(arguments: refused)
    func `refuses what is no JSON`(_ text: String) {
        #expect(throws: JSONProblem.self) { try JSONParser.parse(Array(text.utf8)) }
    }

    @Test func `writes indented and compact`() {
        let content: (inout JSONWriter) -> Void = { json in
            json.object { json in
                json.member("a", "\"\\\u{1}\né")
                json.array("b", [1, 2]) { $0.number($1) }
                json.object("c") { _ in }
                json.array("d", EmptyCollection<Int>()) { $0.number($1) }
                json.name("e")
                json.seconds(Moment(milliseconds: 1_007))
            }
        }
        #expect(
            String(decoding: JSONWriter.compact(content), as: UTF8.self)
                == #"{"a":"\"\\\u0001\né","b":[1,2],"c":{},"d":[],"e":1.007}"#)
        #expect(
            String(decoding: JSONWriter.pretty(content), as: UTF8.self) == """
                {
                  "a": "\\"\\\\\\u0001\\né",
                  "b": [
                    1,
                    2
                  ],
                  "c": {},
                  "d": [],
                  "e": 1.007
                }
                """)
    }
}
