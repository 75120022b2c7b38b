import Support
import Testing

@Suite(.serialized) struct `The bare server keeps` {
    static let rules =
        RawRule.requestLines + RawRule.targets + RawRule.hosts + RawRule.fieldLines + RawRule.connections
        + RawRule.framing
        + RawRule.chunks + RawRule.files

    private static let probe = "GET /tiny HTTP/1.1\r\nHost: probe\r\nConnection: close\r\n\r\n"

    @Test(arguments: rules)
    func `the rule`(_ rule: RawRule) async throws {
        let process = try ServerProcess(try ServerProcess.product("fanfare-bench"), ["peer"])
        let line = try await process.waitForLine(containing: "Peer is at http://127.0.0.1:")
        let port = try #require(UInt16(line.split(separator: ":").last ?? ""))
        for message in rule.messages {
            let client = RawClient(port: port)
            client.send(message + Self.probe)
            let answer = await client.receiveAll()
            let statuses = RawReplies.statuses(in: answer, to: message)
            #expect(
                statuses == rule.statuses + (rule.ends ? [] : [200]), "\(message.prefix(300)): \(answer.prefix(600))")
            Self.checkForm(of: answer)
        }
        #expect(try await process.terminate() == 0)
    }

    /// What every answer must have, whatever it says.
    private static func checkForm(of answer: String) {
        for text in answer.split(separator: "HTTP/1.1 ") {
            let head = "HTTP/1.1 " + (text.firstRange(of: "\r\n\r\n").map { text[..<$0.lowerBound] } ?? text)
            let lines = head.split(separator: "\r\n").map(String.init)
            let code = Int(lines[0].split(separator: " ")[1]) ?? 0
            guard code != 100 else { continue }
            let names = lines.dropFirst().map { $0.prefix { $0 != ":" } }
            // RFC 9110 §6.6.1, §8.6; RFC 9112 §6.1.
            #expect(names.filter { $0 == "date" }.count == 1, "\(head)")
            let hasLength = names.contains("content-length")
            #expect(hasLength != (code == 204 || code == 304), "\(head)")
            #expect(!names.contains("transfer-encoding"), "\(head)")
            // RFC 9110 §15.5.6, §15.5.17.
            if code == 405 { #expect(names.contains("allow"), "\(head)") }
            if code == 416 { #expect(names.contains("content-range"), "\(head)") }
        }
    }
}
