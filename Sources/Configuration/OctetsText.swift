/// Numbers of octets as settings have them: `8192`, `8k`.
enum OctetsText {
    /// In units of 1024 where that leaves nothing over.
    static func words(for octets: Int) -> String { octets % 1024 == 0 ? "\(octets >> 10)k" : "\(octets)" }
}
