import Domain
import Glibc

/// What a restoration does to files: copies, and names that change in one step.
enum RestoredFile {
    private static let parts = ["", "-wal", "-shm"]

    /// Removes a database file and what SQLite keeps beside it, as far as they are there.
    static func remove(_ path: String) {
        for part in parts {
            // SAFETY: the path lives through the call.
            _ = unsafe unlink(path + part)
        }
    }

    /// Copies a file's octets to a new one that is its owner's alone.
    static func copy(_ source: String, to target: String) throws(Restoration.Failure) {
        guard (size(source + "-wal") ?? 0) == 0 else {
            throw .file(
                "\(source) has a log beside it, so it is no copy but a database in use: make one with `fanfare backup`")
        }
        // SAFETY: the paths live through the calls.
        let input = unsafe open(source, O_RDONLY | O_CLOEXEC)
        guard input >= 0 else { throw .file("\(source) cannot be read (\(reason))") }
        defer { close(input) }
        let output = unsafe open(target, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
        guard output >= 0 else { throw .file("\(target) cannot be made (\(reason))") }
        defer { close(output) }
        var buffer = [UInt8](repeating: 0, count: 1 << 16)
        while true {
            // SAFETY: the buffer lives through the calls, of which none touches more than it holds.
            let count = unsafe Glibc.read(input, &buffer, buffer.count)
            if count < 0 && errno == EINTR { continue }
            guard count >= 0 else { throw .file("\(source) cannot be read (\(reason))") }
            if count == 0 { return }
            var done = 0
            while done < count {
                let written = unsafe buffer[done..<count].withUnsafeBytes {
                    unsafe Glibc.write(output, $0.baseAddress, $0.count)
                }
                if written < 0 && errno == EINTR { continue }
                guard written > 0 else { throw .file("\(target) cannot be written (\(reason))") }
                done += written
            }
        }
    }

    /// Gives a draft the name and the owner of the database, durably; returns the name that the one before has now, if
    /// there was one.
    static func takePlace(of path: String, _ draft: String, now: Timestamp) throws(Restoration.Failure) -> String? {
        let folder = folder(of: path)
        try handOver(draft, toOwnerOf: size(path) == nil ? folder : path)
        guard DurableFile.sync(draft) else { throw .file("\(draft) did not reach the disk (\(reason))") }
        var aside: String?
        if size(path) != nil {
            let name = freeName("\(path).replaced-\(now.seconds)")
            // The log first: a database without its log is an older one, and a log without its database is nothing.
            for part in parts.reversed() where size(path + part) != nil {
                // SAFETY: the paths live through the call, here and below.
                guard unsafe rename(path + part, name + part) == 0 else {
                    throw .file("\(path + part) cannot be put aside (\(reason))")
                }
            }
            aside = name
        }
        // A log that was left alone would be replayed into the new file.
        for part in parts.dropFirst() { _ = unsafe unlink(path + part) }
        guard unsafe rename(draft, path) == 0 else { throw .file("\(path) cannot be put in place (\(reason))") }
        _ = DurableFile.sync(folder)
        return aside
    }

    /// Restored by root, a database is still for the user that the program runs as.
    private static func handOver(_ draft: String, toOwnerOf model: String) throws(Restoration.Failure) {
        var status = stat()
        // SAFETY: the paths live through the calls, which fill a local variable or none.
        guard geteuid() == 0, unsafe stat(model, &status) == 0 else { return }
        guard unsafe chown(draft, status.st_uid, status.st_gid) == 0 else {
            throw .file("\(draft) cannot be given to the owner of \(model) (\(reason))")
        }
    }

    private static func folder(of path: String) -> String {
        let folder = path.split(separator: "/", omittingEmptySubsequences: false).dropLast().joined(separator: "/")
        return folder.isEmpty ? path.hasPrefix("/") ? "/" : "." : folder
    }

    /// The name, or with a number behind it: what an earlier restoration of the same second put aside stays. Nobody
    /// else makes such names meanwhile, since a restoration is alone.
    private static func freeName(_ wanted: String) -> String {
        var name = wanted
        var count = 1
        while parts.contains(where: { size(name + $0) != nil }) {
            count += 1
            name = "\(wanted)-\(count)"
        }
        return name
    }

    /// How long a file is; nil if there is none.
    private static func size(_ path: String) -> Int? {
        var status = stat()
        // SAFETY: the path lives through the call, which fills a local variable.
        guard unsafe stat(path, &status) == 0 else { return nil }
        return Int(status.st_size)
    }

    private static var reason: String {
        // SAFETY: a text of the C library, copied at once.
        unsafe String(cString: strerror(errno))
    }
}
