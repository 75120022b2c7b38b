import Domain
import Glibc

/// A file of fixed size for grants that the database does not take: on a full disk its room is there already.
///
/// An entry is sealed before it comes here and is on the disk when `write` returns. Octets that are no whole entry,
/// such as a crash leaves in the midst of writing, are nothing. Nothing here knows what an entry says.
actor GrantJournal {
    /// One entry and where it lies.
    struct Entry: Sendable {
        var slot: Int
        var text: String
    }

    /// The file.
    nonisolated let path: String
    private let executor = SerialQueueExecutor(label: "fanfare.journal")
    private let digest: @Sendable ([UInt8]) -> [UInt8]
    /// Open from the first use on.
    private var file: Int32?
    private var used: Set<Int> = []

    /// More exchanges than are ever under way when a disk fills up: no new one begins on a full disk.
    static let slots = 64
    /// Octets of a slot: tokens are a few hundred octets each, of some providers a few thousand.
    static let slotBytes = 16_384
    private static let mark = Array("FFGRANT1".utf8)
    /// The mark, the length in four octets, the digest.
    private static let headBytes = 8 + 4 + 32

    /// On a queue of its own: the disk is waited for here.
    nonisolated var unownedExecutor: UnownedSerialExecutor {
        // SAFETY: the executor lives as long as the actor.
        unsafe executor.asUnownedSerialExecutor()
    }

    /// A journal in a file that need not be there yet. `digest` has 32 octets.
    init(path: String, digest: @escaping @Sendable ([UInt8]) -> [UInt8]) {
        self.path = path
        self.digest = digest
    }

    isolated deinit { if let file { close(file) } }

    /// Takes the room, if it is not taken yet, and says what is there.
    func open() throws(StoreFailure) -> [Entry] {
        let file: Int32
        if let known = self.file { file = known } else { file = try make() }
        self.file = file
        var entries: [Entry] = []
        used = []
        for slot in 0..<GrantJournal.slots {
            guard let text = try read(slot, of: file) else { continue }
            used.insert(slot)
            entries.append(Entry(slot: slot, text: text))
        }
        return entries
    }

    /// Puts an entry where it survives the process and the power; returns where.
    func write(_ text: String) throws(StoreFailure) -> Int {
        if file == nil { _ = try open() }
        guard let file, let slot = (0..<GrantJournal.slots).first(where: { !used.contains($0) }) else { throw .full }
        let bytes = Array(text.utf8)
        guard bytes.count <= GrantJournal.slotBytes - GrantJournal.headBytes else { throw .full }
        let length = (0..<4).map { UInt8(truncatingIfNeeded: bytes.count >> (8 * $0)) }
        try put(GrantJournal.mark + length + digest(bytes) + bytes, in: slot, of: file)
        used.insert(slot)
        return slot
    }

    /// Wipes an entry that has been dealt with.
    func erase(_ slot: Int) throws(StoreFailure) {
        guard let file else { return }
        try put([UInt8](repeating: 0, count: GrantJournal.slotBytes), in: slot, of: file)
        used.remove(slot)
    }

    private func make() throws(StoreFailure) -> Int32 {
        // SAFETY: the path lives through the call.
        let file = unsafe Glibc.open(path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0o600)
        guard file >= 0 else { throw failure }
        do throws(StoreFailure) {
            let size = lseek(file, 0, SEEK_END)
            var end = Int(max(size, 0))
            // Written, not only reserved: turning reserved blocks into used ones may itself take room.
            while end < GrantJournal.slots * GrantJournal.slotBytes {
                let count = min(GrantJournal.slotBytes, GrantJournal.slots * GrantJournal.slotBytes - end)
                try write([UInt8](repeating: 0, count: count), at: end, of: file)
                end += count
            }
            guard fsync(file) == 0 else { throw failure }
        } catch {
            close(file)
            throw error
        }
        return file
    }

    private func read(_ slot: Int, of file: Int32) throws(StoreFailure) -> String? {
        var bytes = [UInt8](repeating: 0, count: GrantJournal.slotBytes)
        // SAFETY: the octets live through the call.
        let count = unsafe bytes.withUnsafeMutableBytes {
            unsafe pread(file, $0.baseAddress, $0.count, slot * GrantJournal.slotBytes)
        }
        guard count >= 0 else { throw failure }
        guard count == bytes.count, bytes.starts(with: GrantJournal.mark) else { return nil }
        let length = (0..<4).reduce(0) { $0 | Int(bytes[8 + $1]) << (8 * $1) }
        guard length <= GrantJournal.slotBytes - GrantJournal.headBytes else { return nil }
        let text = Array(bytes[GrantJournal.headBytes..<GrantJournal.headBytes + length])
        guard digest(text) == Array(bytes[12..<GrantJournal.headBytes]) else { return nil }
        return String(validating: text, as: UTF8.self)
    }

    private func put(_ bytes: [UInt8], in slot: Int, of file: Int32) throws(StoreFailure) {
        try write(bytes, at: slot * GrantJournal.slotBytes, of: file)
        guard fdatasync(file) == 0 else { throw failure }
    }

    private func write(_ bytes: [UInt8], at offset: Int, of file: Int32) throws(StoreFailure) {
        var done = 0
        while done < bytes.count {
            // SAFETY: the octets live through the call.
            let count = unsafe bytes[done...].withUnsafeBytes {
                unsafe pwrite(file, $0.baseAddress, $0.count, offset + done)
            }
            if count < 0 && errno == EINTR { continue }
            guard count > 0 else { throw failure }
            done += count
        }
    }

    private var failure: StoreFailure {
        errno == ENOSPC || errno == EDQUOT
            ? .full : .broken("the file \(path) cannot be written (error \(errno)): see to its folder and its disk")
    }
}
