import HTTP

/// Media types by file name extension, as registered with IANA: a fixed table, never guessed from content.
enum MediaTypes {
    static func type(ofFile name: String) -> FieldValue {
        guard let dot = name.lastIndex(of: ".") else { return "application/octet-stream" }
        return switch ASCII.lowercased(name[name.index(after: dot)...]) {
        case "css": "text/css; charset=utf-8"
        case "js", "mjs": "text/javascript; charset=utf-8"
        case "html", "htm": "text/html; charset=utf-8"
        case "txt": "text/plain; charset=utf-8"
        case "json": "application/json"
        case "webmanifest": "application/manifest+json"
        case "xml": "application/xml"
        case "atom": "application/atom+xml"
        case "svg": "image/svg+xml"
        case "png": "image/png"
        case "jpg", "jpeg": "image/jpeg"
        case "gif": "image/gif"
        case "webp": "image/webp"
        case "avif": "image/avif"
        case "ico": "image/vnd.microsoft.icon"
        case "woff": "font/woff"
        case "woff2": "font/woff2"
        case "ttf": "font/ttf"
        case "pdf": "application/pdf"
        case "wasm": "application/wasm"
        case "mp4": "video/mp4"
        case "mp3": "audio/mpeg"
        default: "application/octet-stream"
        }
    }

    /// Whether content of that type is text, which compresses well.
    static func isText(_ type: String) -> Bool {
        // What pages are, without a copy.
        if type.utf8.starts(with: "text/".utf8) { return true }
        let name = ASCII.lowercased(type.prefix { $0 != ";" && $0 != " " })
        return name.hasPrefix("text/") || name.hasSuffix("+xml") || name.hasSuffix("+json")
            || name == "application/json"
            || name == "application/xml" || name == "application/javascript"
    }
}
