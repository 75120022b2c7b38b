import HTTP

/// Paths as a log may show them.
enum SecretPath {
    /// A secret of 128 bits takes at least so many octets in a path; a word of ours never does.
    private static let secretBytesMin = 20

    /// The path, with `<secret>` for every part of it that is long enough to be one, however it is encoded: what stands
    /// between slashes and dots. Routes need not say which of theirs hold secrets, so none can be forgotten.
    static func masked(_ path: String) -> String {
        let parts = path.utf8.split(omittingEmptySubsequences: false) { isBetween($0) }
        guard parts.contains(where: { $0.count >= secretBytesMin }) else { return path }
        var output = ""
        for part in parts {
            if part.startIndex != path.startIndex { output += String(path[path.utf8.index(before: part.startIndex)]) }
            output += part.count >= secretBytesMin ? "<secret>" : String(Substring(part))
        }
        return output
    }

    private static func isBetween(_ byte: UInt8) -> Bool { byte == ASCII.slash || byte == 0x2E }
}
