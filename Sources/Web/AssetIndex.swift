/// The fingerprints of the files in `Public/`, so that a page links to the very version it was written for.
public struct AssetIndex: Sendable {
    private let fingerprints: [String: String]

    /// Fingerprints by file name, such as `app.css`; a fingerprint is of unreserved characters (RFC 3986 §2.3).
    public init(_ fingerprints: [String: String] = [:]) { self.fingerprints = fingerprints }

    /// Where a file is, below the base URL.
    func path(_ name: String) -> String {
        guard let fingerprint = fingerprints[name] else { return "/static/\(name)" }
        return "/static/\(name)?v=\(fingerprint)"
    }
}
