import Glibc
import Support

/// Takes all the room there is.
enum DiskFiller {
    /// Writes a file until its file system is full; throws only where it cannot be made.
    static func fill(_ path: String) throws {
        // SAFETY: the path lives through the call.
        let descriptor = unsafe open(path, O_WRONLY | O_CREAT | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw WaitedInVain("a file to fill the disk with") }
        defer { close(descriptor) }
        for size in [65_536, 4096, 1] {
            let bytes = [UInt8](repeating: 0x2E, count: size)
            // SAFETY: the octets live through the call.
            while unsafe bytes.withUnsafeBytes({ unsafe write(descriptor, $0.baseAddress, $0.count) }) > 0 {}
        }
    }

    /// Shortens such a file by some octets.
    static func giveBack(_ count: Int, of path: String) throws {
        // SAFETY: the path lives through the call.
        let descriptor = unsafe open(path, O_WRONLY | O_CLOEXEC)
        defer { close(descriptor) }
        guard ftruncate(descriptor, lseek(descriptor, 0, SEEK_END) - count) == 0 else {
            throw WaitedInVain("some room on the disk")
        }
    }
}
