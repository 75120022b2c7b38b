import Glibc
import HTTP

/// Reads a folder of assets into memory, following no links.
enum AssetReader {
    /// One file as it was read.
    struct Asset: Sendable {
        var bytes: [UInt8]
        var type: FieldValue
        /// Changes with the content.
        var fingerprint: String
        var lastModified: Int64
        /// The same content coded, where that is smaller: from a file `.br` or `.gz` beside it, or compressed at the
        /// start.
        var coded: [ContentCoding: [UInt8]] = [:]
    }

    /// Octets of one file.
    private static let fileBytesMax = 16 << 20

    static func read(_ folder: String) throws(SystemCallError) -> [String: Asset] {
        var assets: [String: Asset] = [:]
        try read(folder, below: "", into: &assets)
        for name in assets.keys.sorted() {
            guard var asset = assets[name], asset.coded.isEmpty else { continue }
            for coding in ContentCoding.allCases {
                // A sibling that is older than its file belongs to an older one.
                if let sibling = assets[name + coding.fileEnding], sibling.lastModified >= asset.lastModified {
                    asset.coded[coding] = sibling.bytes
                }
            }
            if asset.coded[.gzip] == nil { asset.coded[.gzip] = Gzip.gainful(asset.bytes, of: asset.type, level: 9) }
            assets[name] = asset
        }
        // What stands beside the file it was made of has no address of its own.
        return assets.filter { name, _ in
            !ContentCoding.allCases.contains { coding in
                name.hasSuffix(coding.fileEnding) && assets[String(name.dropLast(coding.fileEnding.count))] != nil
            }
        }
    }

    private static func read(
        _ folder: String, below prefix: String, into assets: inout [String: Asset]
    ) throws(SystemCallError) {
        for name in try names(in: folder) where !name.hasPrefix(".") {
            let path = "\(folder)/\(name)"
            var status = stat()
            // SAFETY: the path lives for the call, which fills a local variable. lstat: a link is not followed.
            guard unsafe lstat(path, &status) == 0 else { throw .last("lstat", path) }
            switch status.st_mode & S_IFMT {
            case S_IFDIR: try read(path, below: "\(prefix)\(name)/", into: &assets)
            case S_IFREG:
                let bytes = try contents(of: path, size: Int(status.st_size))
                assets[prefix + name] = Asset(
                    bytes: bytes, type: MediaTypes.type(ofFile: name), fingerprint: fingerprint(bytes),
                    lastModified: Int64(status.st_mtim.tv_sec))
            default: continue
            }
        }
    }

    private static func names(in folder: String) throws(SystemCallError) -> [String] {
        // SAFETY: the stream is closed below; each entry is copied before the next is read.
        guard let stream = unsafe opendir(folder) else { throw .last("opendir", folder) }
        defer { unsafe closedir(stream) }
        var names: [String] = []
        while let entry = unsafe readdir(stream) {
            let name = unsafe withUnsafeBytes(of: &entry.pointee.d_name) { octets in
                unsafe String(decoding: octets.prefix { $0 != 0 }, as: UTF8.self)
            }
            names.append(name)
        }
        return names.sorted()
    }

    private static func contents(of path: String, size: Int) throws(SystemCallError) -> [UInt8] {
        guard size <= fileBytesMax else { throw SystemCallError(call: "read", code: EFBIG, subject: path) }
        // SAFETY: the path lives for the call. O_NOFOLLOW: what became a link meanwhile is refused.
        let fd = unsafe open(path, O_RDONLY | O_NOFOLLOW | O_CLOEXEC)
        guard fd >= 0 else { throw .last("open", path) }
        defer { Socket.close(fd) }
        var bytes = [UInt8](repeating: 0, count: size)
        var filled = 0
        while filled < size {
            // SAFETY: the pointer covers the octets not yet filled for the duration of the call.
            let got = unsafe bytes.withUnsafeMutableBytes { octets in
                unsafe Glibc.read(fd, octets.baseAddress.map { unsafe $0 + filled }, octets.count - filled)
            }
            guard got > 0 else { throw .last("read", path) }
            filled += got
        }
        return bytes
    }

    /// 128 bits in hexadecimal, by two FNV-1a runs: tells contents apart, promises nothing against an enemy, who has no
    /// say in the operator's files.
    private static func fingerprint(_ bytes: [UInt8]) -> String {
        func run(_ seed: UInt64) -> String {
            let hash = bytes.reduce(seed) { ($0 ^ UInt64($1)) &* 0x0000_0100_0000_01B3 }
            let text = String(hash, radix: 16)
            return String(repeating: "0", count: 16 - text.count) + text
        }
        return run(0xCBF2_9CE4_8422_2325) + run(0x9AE1_6A3B_2F90_404F)
    }
}
