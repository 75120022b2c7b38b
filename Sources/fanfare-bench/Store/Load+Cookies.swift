import FoundationEssentials

extension Load {
    /// Asks one URL in the name of all these sessions in turn.
    static func run(_ url: String, cookies: [String], connections: Int, seconds: Int) -> Result? {
        let script =
            "\(FileManager.default.temporaryDirectory.path)/fanfare-bench-\(UInt32.random(in: 0...UInt32.max)).lua"
        let text = """
            local cookies = { \(cookies.map { "\"\($0)\"" }.joined(separator: ", ")) }
            local requests, turn = {}, 0
            init = function()
                for i, cookie in ipairs(cookies) do requests[i] = wrk.format("GET", nil, { ["Cookie"] = cookie }) end
            end
            request = function()
                turn = turn % #requests + 1
                return requests[turn]
            end
            """
        guard FileManager.default.createFile(atPath: script, contents: Data(text.utf8)) else { return nil }
        defer { try? FileManager.default.removeItem(atPath: script) }
        return run(url, cookie: nil, script: script, connections: connections, seconds: seconds)
    }
}
