import Glibc
import HTTP
import HTTPServer
import Support
import Testing

private struct CannotWrite: Error {}

@Suite struct `Static files` {
    /// They are read at once, so the folder goes with the end of this.
    private func madeFiles() throws -> StaticFiles {
        let folder = try ScratchFolder()
        let path = folder.path
        _ = unsafe mkdir(path + "/sub", 0o755)
        try write("body { color: red }", to: path + "/app.css")
        try write("0123456789", to: path + "/sub/digits.txt")
        try write("secret", to: path + "/.hidden")
        _ = unsafe symlink("/etc/passwd", path + "/link.txt")
        return try withExtendedLifetime(folder) { try StaticFiles(folder: path, below: ["static"]) }
    }

    private func write(_ text: String, to path: String) throws {
        // SAFETY: the texts live for the calls, the stream is closed before it is forgotten.
        guard let file = unsafe fopen(path, "w") else { throw CannotWrite() }
        _ = unsafe fputs(text, file)
        _ = unsafe fclose(file)
    }

    private func get(_ files: StaticFiles, _ path: String, _ fields: Fields = [:], query: String? = nil) async
        -> Response
    {
        await files.respond(
            to: Request(head: RequestHead(method: .get, target: .origin(path: path, query: query), fields: fields)))
    }

    /// Path, status.
    static let requests: [(String, Int)] = [
        ("/static/app.css", 200), ("/static/sub/digits.txt", 200), ("/static/app%2Ecss", 200), ("/static/", 404),
        ("/static/sub", 404), ("/static/sub/", 404), ("/static/.hidden", 404), ("/static/%2ehidden", 404),
        ("/static/link.txt", 404), ("/static/../app.css", 404), ("/static/sub/../app.css", 404),
        ("/static/%2e%2e/app.css", 404), ("/static/sub%2Fdigits.txt", 404), ("/static//app.css", 404),
        ("/static/sub\\digits.txt", 404), ("/static/app.css%00", 404), ("/app.css", 404), ("/static/app.css/", 404),
    ]

    @Test(arguments: requests)
    func `are those of the folder and nothing else`(path: String, status: Int) async throws {
        let files = try madeFiles()
        #expect(await get(files, path).status.code == status)
    }

    /// A range, the status, the content or its description.
    static let ranges: [(String, Int, String)] = [
        ("bytes=0-3", 206, "0123"), ("bytes=7-", 206, "789"), ("bytes=-2", 206, "89"), ("bytes=5-99", 206, "56789"),
        ("bytes=10-", 416, "bytes */10"), ("bytes=-0", 416, "bytes */10"), ("bytes=3-1", 200, "0123456789"),
        ("bytes=0-1,3-4", 200, "0123456789"), ("bytes=0-1,99-", 206, "01"), ("BYTES=0-1", 206, "01"),
        ("lines=1-2", 200, "0123456789"), ("bytes=+1-2", 200, "0123456789"),
        ("bytes=0-9223372036854775807", 206, "0123456789"), ("bytes=0-99999999999999999999", 206, "0123456789"),
    ]

    @Test(arguments: ranges)
    func `come in parts where one range is asked`(range: String, status: Int, content: String) async throws {
        let files = try madeFiles()
        let value = try #require(FieldValue(range))
        let response = await get(files, "/static/sub/digits.txt", [.range: value])
        #expect(response.status.code == status)
        if status == 416 {
            #expect(response.fields[.contentRange] == content)
        } else if case .bytes(let bytes) = response.body {
            #expect(String(decoding: bytes, as: UTF8.self) == content)
        } else {
            Issue.record("no content")
        }
    }

    @Test func `are not sent again while their validators hold`() async throws {
        let files = try madeFiles()
        let first = await get(files, "/static/app.css")
        let tag = try #require(first.fields[.eTag])
        let weak = try #require(FieldValue("W/\(tag)"))
        let strong = try #require(FieldValue(tag))
        let date = try #require(first.fields[.lastModified].flatMap { FieldValue($0) })
        for fields: Fields in [
            [.ifNoneMatch: strong], [.ifNoneMatch: weak], [.ifNoneMatch: "*"], [.ifModifiedSince: date],
        ] {
            #expect(await get(files, "/static/app.css", fields).status == .notModified)
        }
        // RFC 9110 §13.1.3: If-None-Match decides alone.
        let both: Fields = [.ifNoneMatch: "\"other\"", .ifModifiedSince: date]
        #expect(await get(files, "/static/app.css", both).status == .ok)
    }

    @Test func `may be kept for ever under an address that carries their fingerprint`() async throws {
        let files = try madeFiles()
        let print = try #require(files.fingerprint(of: "app.css"))
        #expect(
            await get(files, "/static/app.css", query: "v=\(print)").fields[.cacheControl]?.contains("immutable")
                == true)
        #expect(
            await get(files, "/static/app.css", query: "v=old").fields[.cacheControl]?.contains("immutable") == false)
    }
}
