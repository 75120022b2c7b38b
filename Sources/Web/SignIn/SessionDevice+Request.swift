import Domain
import HTTP

extension SessionDevice {
    /// What a request tells of the browser: enough to recognise it in a list, no more.
    init(of request: Request) {
        let agent = String((request.fields[.userAgent] ?? "").unicodeScalars.prefix(256))
        self.init(userAgent: agent, network: IPAddress(request.client.host)?.network ?? "")
    }

    /// The browser and system in a few words: the field itself is for programs.
    var words: String {
        let browsers = [
            ("Firefox/", "Firefox"), ("Edg/", "Edge"), ("OPR/", "Opera"), ("SamsungBrowser/", "Samsung Internet"),
            ("Chrome/", "Chrome"),
            ("Safari/", "Safari"), ("curl/", "curl"),
        ]
        let systems = [
            ("Android", "Android"), ("iPhone", "iPhone"), ("iPad", "iPad"), ("Windows", "Windows"), ("Mac OS X", "Mac"),
            ("CrOS", "ChromeOS"), ("Linux", "Linux"),
        ]
        let browser = browsers.first { userAgent.contains($0.0) }?.1 ?? "Another program"
        guard let system = systems.first(where: { userAgent.contains($0.0) })?.1 else { return browser }
        return "\(browser) on \(system)"
    }
}
