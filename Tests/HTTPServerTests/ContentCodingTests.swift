import Glibc
import HTTP
import Support
import Testing

@testable import HTTPServer

@Suite struct `Content codings` {
    /// `Accept-Encoding`, the coding chosen of br and gzip, and of gzip alone.
    static let negotiations: [(String?, String?, String?)] = [
        (nil, nil, nil), ("", nil, nil), ("gzip", "gzip", "gzip"), ("GZIP", "gzip", "gzip"), ("br", "br", nil),
        ("gzip, deflate, br", "br", "gzip"), ("gzip;q=1.0, br;q=0.5", "gzip", "gzip"), ("*", "br", "gzip"),
        ("*;q=0", nil, nil), ("gzip;q=0", nil, nil), ("gzip;q=0, *", "br", nil), ("gzip;q=0.000", nil, nil),
        ("identity", nil, nil), ("identity, gzip;q=0.5", nil, nil), ("identity;q=0.5, gzip", "gzip", "gzip"),
        ("identity;q=0, gzip;q=0.001", "gzip", "gzip"), ("identity;q=0", nil, nil), ("deflate", nil, nil),
        ("gzip;q=2", nil, nil), ("gzip;q=1.001", nil, nil), ("gzip;q=0.1234", nil, nil),
        ("gzip ; q=0.5", "gzip", "gzip"),
        ("gzip;x=1", nil, nil), ("x-gzip", nil, nil), ("gzip;q=", nil, nil), ("gzip;q=.5", nil, nil),
    ]

    @Test(arguments: negotiations)
    func `are chosen as the client weighs them`(text: String?, ofBoth: String?, ofGzip: String?) throws {
        var fields = Fields()
        if let text { fields.append(.acceptEncoding, try #require(FieldValue(text))) }
        #expect(AcceptEncoding(fields).preferred(of: [.brotli, .gzip])?.rawValue == ofBoth)
        #expect(AcceptEncoding(fields).preferred(of: [.gzip])?.rawValue == ofGzip)
    }

    @Test func `are undone by the system's own tool`() async throws {
        let text = String(repeating: "what is written twice is written shorter. ", count: 200)
        let coded = try #require(Gzip.compress(Array(text.utf8), level: 1))
        #expect(coded.count < text.utf8.count / 4)
        let folder = try ScratchFolder()
        let path = folder.file("text.gz")
        try write(coded, to: path)
        let process = try ServerProcess("/bin/sh", ["-c", "gzip -dc '\(path)'"])
        #expect(try await process.waitForExit() == 0)
        #expect(process.output.joined(separator: "\n") == text)
        withExtendedLifetime(folder) {}
    }

    private func write(_ bytes: [UInt8], to path: String) throws {
        // SAFETY: the texts live for the calls, the stream is closed before it is forgotten.
        guard let file = unsafe fopen(path, "w") else { throw SystemCallError.last("fopen", path) }
        _ = unsafe fwrite(bytes, 1, bytes.count, file)
        _ = unsafe fclose(file)
    }

    /// They are read at once, so the folder goes with the end of this.
    private func madeFiles() throws -> StaticFiles {
        let folder = try ScratchFolder()
        let path = folder.path
        try write(Array(String(repeating: "a { b: c }\n", count: 500).utf8), to: path + "/app.css")
        try write(Array("short".utf8), to: path + "/short.txt")
        try write(Array(String(repeating: "x", count: 5000).utf8), to: path + "/image.png")
        try write(Array("made before".utf8), to: path + "/ready.js")
        try write(Array("BROTLI".utf8), to: path + "/ready.js.br")
        try write(Array("GZIP".utf8), to: path + "/ready.js.gz")
        try write(Array("archive".utf8), to: path + "/alone.gz")
        return try withExtendedLifetime(folder) { try StaticFiles(folder: path, below: ["static"]) }
    }

    private func get(_ files: StaticFiles, _ name: String, _ fields: Fields) async -> Response {
        await files.respond(
            to: Request(
                head: RequestHead(method: .get, target: .origin(path: "/static/\(name)", query: nil), fields: fields)))
    }

    /// File, `Accept-Encoding`, the coding it comes in, whether it varies.
    static let files: [(String, FieldValue, String?, Bool)] = [
        ("app.css", "gzip", "gzip", true), ("app.css", "br", nil, true), ("app.css", "identity", nil, true),
        ("short.txt", "gzip", nil, false), ("image.png", "gzip", nil, false), ("ready.js", "gzip", "gzip", true),
        ("ready.js", "gzip, br", "br", true), ("alone.gz", "gzip", nil, false),
    ]

    @Test(arguments: files)
    func `of files are made beforehand`(name: String, accept: FieldValue, coding: String?, varies: Bool) async throws {
        let files = try madeFiles()
        let plain = await get(files, name, [:])
        let response = await get(files, name, [.acceptEncoding: accept])
        #expect(response.status == .ok)
        #expect(response.fields[.contentEncoding] == coding)
        #expect((response.fields[.vary] == "Accept-Encoding") == varies)
        #expect((plain.fields[.vary] == "Accept-Encoding") == varies)
        #expect(response.fields[.contentType] == plain.fields[.contentType])
        #expect((response.fields[.eTag] == plain.fields[.eTag]) == (coding == nil))
        // The tag of one representation does not stand for another.
        let tag = try #require(response.fields[.eTag].flatMap { FieldValue($0) })
        #expect(await get(files, name, [.acceptEncoding: accept, .ifNoneMatch: tag]).status == .notModified)
        #expect((await get(files, name, [.ifNoneMatch: tag]).status == .notModified) == (coding == nil))
        let part = await get(files, name, [.acceptEncoding: accept, .range: "bytes=0-1"])
        #expect(part.status == .partialContent)
        #expect(part.fields[.contentEncoding] == nil)
        #expect(!files.names.contains("ready.js.br"))
    }

    /// A request and whether its answer is coded.
    static let answers: [(String, Bool)] = [
        ("GET /long HTTP/1.1\r\nHost: a\r\nAccept-Encoding: gzip\r\n", true),
        ("HEAD /long HTTP/1.1\r\nHost: a\r\nAccept-Encoding: gzip\r\n", true),
        ("GET /long HTTP/1.1\r\nHost: a\r\n", false),
        ("GET /short HTTP/1.1\r\nHost: a\r\nAccept-Encoding: gzip\r\n", false),
        ("GET /image HTTP/1.1\r\nHost: a\r\nAccept-Encoding: gzip\r\n", false),
        ("GET /fixed HTTP/1.1\r\nHost: a\r\nAccept-Encoding: gzip\r\n", false),
        ("GET /stream HTTP/1.1\r\nHost: a\r\nAccept-Encoding: gzip\r\n", false),
    ]

    @Test(arguments: answers)
    func `of answers come by negotiation`(request: String, isCoded: Bool) async throws {
        let long = [UInt8](repeating: 0x78, count: 5000)
        let (server, port) = try startServer(
            FunctionHandler { request in
                switch request.path {
                case "/short": .text(.ok, "short")
                case "/image": Response(.ok, fields: [.contentType: "image/png"], body: .bytes(long))
                case "/fixed":
                    Response(
                        .ok, fields: [.contentType: "text/plain", .cacheControl: "no-transform"], body: .bytes(long))
                case "/stream":
                    Response(.ok, fields: [.contentType: "text/plain"], body: .stream { try await $0.write(long) })
                default: Response(.ok, fields: [.contentType: "text/plain", .eTag: "\"x\""], body: .bytes(long))
                }
            }
        ) { $0.gzipLevel = 1 }
        let client = RawClient(port: port)
        client.send(request + "Connection: close\r\n\r\n")
        let answer = await client.receiveAll()
        #expect(answer.contains("content-encoding: gzip\r\n") == isCoded)
        if request.contains("/long") {
            #expect(answer.contains("vary: Accept-Encoding\r\n"))
            #expect(answer.contains(isCoded ? "etag: W/\"x\"\r\n" : "etag: \"x\"\r\n"))
            #expect(answer.contains("content-length: 5000\r\n") != isCoded)
        }
        await server.stop()
    }
}
