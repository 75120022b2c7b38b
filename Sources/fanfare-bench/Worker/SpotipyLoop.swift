import FoundationEssentials

/// The peer: a loop that asks for one artist's releases after the other with spotipy, as other tools do.
enum SpotipyLoop {
    /// Calls for a second of the processor, over ten seconds; nil if it does not run.
    static func run(python: String, site: WorkerSite) -> Double? {
        let path =
            "\(FileManager.default.temporaryDirectory.path)/fanfare-bench-\(UInt32.random(in: 0...UInt32.max)).py"
        defer { try? FileManager.default.removeItem(atPath: path) }
        _ = FileManager.default.createFile(atPath: path, contents: Data(script.utf8))
        let output = Shell.output("\(python) \(path) \(site.sandbox) \(site.admin) 2>&1")
        return output.split(whereSeparator: \.isWhitespace).last.flatMap { Double($0) }
    }

    private static let script = """
        import json, sys, time, urllib.request
        import spotipy
        from spotipy.cache_handler import MemoryCacheHandler
        from spotipy.oauth2 import SpotifyClientCredentials

        sandbox, admin = sys.argv[1:3]
        SpotifyClientCredentials.OAUTH_TOKEN_URL = sandbox + "/api/token"
        ids = [a["id"] for a in json.load(urllib.request.urlopen(admin + "/artists?limit=1000"))]
        manager = SpotifyClientCredentials("fanfare-demo", "fanfare-demo-secret", cache_handler=MemoryCacheHandler())
        api = spotipy.Spotify(auth_manager=manager)
        api.prefix = sandbox + "/v1/"
        calls, began, used = 0, time.monotonic(), time.process_time()
        while time.monotonic() - began < 10:
            group = "album" if calls % 2 else "single"
            api.artist_albums(ids[calls // 2 % len(ids)], include_groups=group, country="US", limit=10)
            calls += 1
        print(calls / (time.process_time() - used))
        """
}
