import FoundationEssentials
import Glibc

/// The file a keyring lies in.
public struct KeyringFile: Sendable {
    /// Where it is.
    public var path: String

    /// A file by its path.
    public init(path: String) { self.path = path }

    /// The longest file that is read: a keyring has a few lines.
    static let bytesMax = 65_536

    /// Reads the keys.
    public func read() throws(KeyringFailure) -> Keyring { try Keyring(parsing: try text()) }

    /// Puts a new random key before all others, and returns its id. What is sealed from the next start on is sealed
    /// with it.
    public func add() throws(KeyringFailure) -> String {
        let (text, id) = try Keyring.adding(to: try text())
        try replace(with: text)
        return id
    }

    /// Takes a key out. What it sealed cannot be opened any more: whoever calls this has seen that there is nothing
    /// left.
    public func retire(_ keyID: String) throws(KeyringFailure) {
        try replace(with: try Keyring.removing(keyID, from: try text()))
    }

    private func text() throws(KeyringFailure) -> String {
        guard let data = FileManager.default.contents(atPath: path) else {
            throw KeyringFailure(whyUnreadable)
        }
        guard data.count <= KeyringFile.bytesMax, let text = String(validating: data, as: UTF8.self) else {
            throw KeyringFailure("it is not a keyring but something else")
        }
        return text
    }

    /// What to do about a file whose content cannot be had: one that is there must not be taken for missing.
    private var whyUnreadable: String {
        // SAFETY: the path lives through the call.
        if unsafe access(path, R_OK) == 0 { return "\(path) cannot be read: it is no plain file" }
        return errno == ENOENT || errno == ENOTDIR
            ? "there is no file \(path): put it back, or make one with `fanfare keys init \(path)`"
            : "\(path) cannot be read (\(reason)): give it to the user that runs Fanfare"
    }

    /// Makes a keyring with one new key, for its owner's eyes only. Never writes over a file: a lost key is lost for
    /// good.
    public func make() throws(KeyringFailure) {
        // SAFETY: the path lives through the call, here and below.
        let file = unsafe open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0o600)
        guard file >= 0 else {
            throw KeyringFailure(
                errno == EEXIST ? "there is a file already, and it is left as it is" : "it cannot be made: \(reason)")
        }
        defer { close(file) }
        do throws(KeyringFailure) {
            try write(Array(Keyring.makeText().utf8), to: file)
            // Durable before anything is sealed with it: the name in its folder, too.
            guard fsync(file) == 0 else { throw KeyringFailure("it cannot be written: \(reason)") }
        } catch {
            _ = unsafe unlink(path)
            throw error
        }
        syncFolder()
    }

    /// Puts another text in the file's place, whole or not at all, with the mode and the owner of the old one.
    private func replace(with text: String) throws(KeyringFailure) {
        var status = stat()
        // SAFETY: paths and structure live through the calls, here and below.
        guard unsafe lstat(path, &status) == 0, status.st_mode & S_IFMT == S_IFREG else {
            throw KeyringFailure("it is no plain file, and is left as it is: change the file it stands for")
        }
        let fresh = path + ".new"
        // What an earlier attempt left behind holds keys that were never used.
        _ = unsafe unlink(fresh)
        let file = unsafe open(fresh, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0o600)
        guard file >= 0 else { throw KeyringFailure("no file can be made beside it: \(reason)") }
        defer { close(file) }
        do throws(KeyringFailure) {
            // Only root may give a file away; for others it is theirs already, or the mode below refuses them.
            if status.st_uid != geteuid() || status.st_gid != getegid() {
                guard fchown(file, status.st_uid, status.st_gid) == 0 else {
                    throw KeyringFailure("it belongs to another user: run this as its owner")
                }
            }
            guard fchmod(file, status.st_mode & 0o777) == 0 else {
                throw KeyringFailure("its mode cannot be kept: \(reason)")
            }
            try write(Array(text.utf8), to: file)
            guard fsync(file) == 0 else { throw KeyringFailure("it cannot be written: \(reason)") }
            guard unsafe rename(fresh, path) == 0 else { throw KeyringFailure("it cannot be replaced: \(reason)") }
        } catch {
            _ = unsafe unlink(fresh)
            throw error
        }
        syncFolder()
    }

    private func syncFolder() {
        let parent = URL(filePath: path).deletingLastPathComponent().path
        // SAFETY: the path lives through the call.
        let folder = unsafe open(parent, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard folder >= 0 else { return }
        fsync(folder)
        close(folder)
    }

    /// A sentence for the operator if others than the owner may read or write the file; nil if not, or if there is
    /// none.
    public var exposure: String? {
        var status = stat()
        // SAFETY: the structure lives through the call.
        guard unsafe stat(path, &status) == 0, status.st_mode & 0o077 != 0 else { return nil }
        let mode = String(status.st_mode & 0o777, radix: 8)
        return "the keyring \(path) has the mode \(mode): others than its owner may read it; chmod 600 mends that"
    }

    private func write(_ bytes: [UInt8], to file: Int32) throws(KeyringFailure) {
        var rest = bytes[...]
        while !rest.isEmpty {
            // SAFETY: the octets live through the call.
            let count = unsafe rest.withUnsafeBytes { unsafe Glibc.write(file, $0.baseAddress, $0.count) }
            if count < 0 && errno == EINTR { continue }
            guard count > 0 else { throw KeyringFailure("it cannot be written: \(reason)") }
            rest = rest.dropFirst(count)
        }
    }

    private var reason: String {
        // SAFETY: the message lives at least until the next call on this thread, and is copied here.
        unsafe String(cString: strerror(errno))
    }
}
