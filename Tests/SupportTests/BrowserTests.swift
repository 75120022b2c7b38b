import FoundationEssentials
import HTTP
import HTTPServer
import Synchronization
import Testing

@testable import Support

@Suite(.needsBrowser, .serialized)
struct BrowserTests {
    private let page =
        "data:text/html,<title>T</title><h1 id=a title='x y'>Hello <b>there</b></h1><p><input name=q><button "
        + "onclick=\"document.title=document.querySelector('input').value\">It's me</button></p>"

    @Test func `a page is read, clicked and photographed at the width of a phone`() async throws {
        let browser = try await Browser.start(width: 390, height: 844)
        try await browser.open(page)
        #expect(try await browser.execute("return [window.innerWidth, window.innerHeight]") == [390, 844])
        #expect(try await browser.execute("return document.documentElement.clientWidth").int == 390)
        #expect(try await browser.title == "T")
        #expect(try await browser.find("h1").text == "Hello there")
        #expect(try await browser.find("h1").attribute("title") == "x y")
        #expect(try await browser.findAll("p > *").count == 2)
        try await browser.find("input").type("typed")
        try await browser.find(control: "It's me").click()
        try await browser.waitUntil("the title") { try await browser.title == "typed" }
        let image = try await browser.screenshot()
        // PNG §11.2.2: width and height follow the signature and the name of the first chunk.
        #expect(image.starts(with: [0x89, 0x50, 0x4E, 0x47]) && Array(image[16..<24]) == [0, 0, 1, 134, 0, 0, 3, 76])
        try await browser.open("data:text/html,<p>Next")
        try await browser.resize(width: 1280, height: 800)
        #expect(try await browser.execute("return window.innerWidth").int == 1280)
        await #expect(throws: BrowserFailure.self) { try await browser.find("h6") }
        try await browser.close()
    }

    @Test func `an element that a script replaces is the one in its place`() async throws {
        let browser = try await Browser.start(width: 390, height: 844)
        try await browser.open("data:text/html,<p>A<p>B<button onclick=document.title='T'>Go</button>")
        let (second, button) = try await (browser.findAll("p")[1], browser.find(control: "Go"))
        try await browser.execute("document.body.innerHTML = document.body.innerHTML.replace('B', 'C')")
        #expect(try await second.text.hasPrefix("C"))
        try await button.click()
        #expect(try await browser.title == "T")
        try await browser.execute(
            "document.body.innerHTML = '<p>A'; setTimeout(() => document.body.innerHTML = '<p>A<p>D')")
        #expect(try await second.text == "D")
        try await browser.close()
    }

    @Test func `a phone lays a page out as its viewport declaration says`() async throws {
        let browser = try await Browser.start(width: 390, height: 844, isPhone: true)
        try await browser.open("data:text/html,<p>Old")
        #expect(try await browser.execute("return window.innerWidth").int == 980)
        try await browser.open("data:text/html,<meta name=viewport content='width=device-width'><p>New")
        #expect(try await browser.execute("return window.innerWidth").int == 390)
        try await browser.close()
    }

    @Test func `every page is shown before it is left, with the cookies that no script sees`() async throws {
        let server = try Server(
            listeningOn: [.tcp(host: "127.0.0.1", port: 0)],
            handler: FunctionHandler { request in
                var response = Response.html(.ok, Array("<p>Page \(request.path) <a href=/two>On</a>".utf8))
                response.fields.append(.setCookie, "secret=a-value; HttpOnly")
                return response
            })
        let left = Mutex<[Browser.LeftPage]>([])
        let port = server.addresses[0].description.split(separator: ":").last ?? ""
        let browser = try await Browser.start(width: 390, height: 844, localHosts: "*.example.test") { page in
            left.withLock { $0.append(page) }
        }
        try await browser.open("http://one.example.test:\(port)/one")
        try await browser.execute("document.querySelector('p').append(' and more')")
        try await browser.find("a").click()
        try await browser.waitUntil("the next page") { try await browser.url.hasSuffix("/two") }
        try await browser.close()
        let pages = left.withLock { $0 }.filter { $0.source.contains("Page") }
        #expect(pages.count == 2 && pages.allSatisfy { $0.cookies == ["a-value"] })
        #expect(pages[0].source.contains("Page /one") && pages[0].source.contains("and more"))
        #expect(pages[1].source.contains("Page /two"))
        await server.stop(grace: .seconds(1))
    }
}

struct BrowserDriverTests {
    /// How often the driver ends before it starts, and whether that is put up with.
    @Test(arguments: [(0, true), (1, true), (4, true), (5, false)])
    func `a driver whose port was taken meanwhile is started again, a few times`(ends: Int, isStarted: Bool)
        async throws
    {
        let folder = try ScratchFolder()
        let program = folder.file("driver")
        let script = """
            #!/bin/sh
            echo x >> "$0.starts"
            [ "$(wc -l < "$0.starts")" -gt \(ends) ] || { echo "port not available"; exit 1; }
            echo "started successfully on port 4711."
            exec sleep 600
            """
        try Data(script.utf8).write(to: URL(filePath: program))
        try FileManager.default.setAttributes([.posixPermissions: 0o700], ofItemAtPath: program)
        do {
            let (driver, port) = try await Browser.startDriver(program)
            #expect(isStarted && port == "4711")
            try await driver.kill()
        } catch let failure as WaitedInVain {
            #expect(!isStarted && failure.description.contains("port not available"))
        }
    }
}
