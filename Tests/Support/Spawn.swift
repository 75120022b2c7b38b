import FoundationEssentials
import Glibc
import Synchronization

/// A process just started, and the reading ends of its output.
struct Spawn {
    /// Why a process could not be started.
    struct Failure: Error, CustomStringConvertible {
        let description: String
        init(_ what: String, _ code: Int32) {
            // SAFETY: a text of the C library, copied at once.
            description = unsafe "\(what): \(String(cString: strerror(code)))"
        }
    }

    let processID: Int32
    let output: Int32
    let errors: Int32

    /// Starts it as the leader of a process group, with standard input from nowhere, no other descriptor of ours, and
    /// all signals as they are by default.
    init(_ executable: String, _ arguments: [String], environment: [String: String], folder: String?) throws {
        guard unsafe access(executable, X_OK) == 0 else { throw Failure(executable, errno) }
        if let folder, unsafe access(folder, X_OK) != 0 { throw Failure(folder, errno) }
        // One at a time: a process started between making a pipe and marking it would keep it open.
        self = try Spawn.lock.withLock { _ throws(Failure) in
            try Spawn(
                // env(1) changes the folder and becomes the program; the C library's own way is not in the Glibc
                // module.
                folder.map { ["/usr/bin/env", "-C", $0, executable] + arguments } ?? [executable] + arguments,
                environment: environment)
        }
    }

    private static let lock = Mutex(())

    private init(_ command: [String], environment: [String: String]) throws(Failure) {
        let (outputEnd, outputStart) = try Spawn.pipe()
        let (errorsEnd, errorsStart) = try Spawn.pipe()
        defer {
            close(outputStart)
            close(errorsStart)
        }
        // SAFETY: actions and attributes are locals, initialised before use and destroyed after the call.
        var actions = unsafe posix_spawn_file_actions_t()
        var attributes = posix_spawnattr_t()
        unsafe posix_spawn_file_actions_init(&actions)
        unsafe posix_spawnattr_init(&attributes)
        defer {
            unsafe posix_spawn_file_actions_destroy(&actions)
            unsafe posix_spawnattr_destroy(&attributes)
        }
        unsafe posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0)
        unsafe posix_spawn_file_actions_adddup2(&actions, outputStart, 1)
        unsafe posix_spawn_file_actions_adddup2(&actions, errorsStart, 2)
        // Those that other code forgot to mark, and with some margin those it opens while this runs. Closing one that
        // is not open does no harm.
        let open = (try? FileManager.default.contentsOfDirectory(atPath: "/proc/self/fd")) ?? []
        let highest = open.compactMap { Int32($0) }.max() ?? 2
        for descriptor in 3...max(3, highest) + 64 {
            unsafe posix_spawn_file_actions_addclose(&actions, descriptor)
        }
        var none = sigset_t()
        var all = sigset_t()
        unsafe sigemptyset(&none)
        unsafe sigfillset(&all)
        unsafe posix_spawnattr_setsigmask(&attributes, &none)
        unsafe posix_spawnattr_setsigdefault(&attributes, &all)
        unsafe posix_spawnattr_setpgroup(&attributes, 0)
        let flags = Int32(POSIX_SPAWN_SETSIGMASK) | Int32(POSIX_SPAWN_SETSIGDEF) | Int32(POSIX_SPAWN_SETPGROUP)
        unsafe posix_spawnattr_setflags(&attributes, Int16(flags))

        let words = CStrings(command)
        let variables = CStrings(environment.map { "\($0.key)=\($0.value)" })
        var id: pid_t = 0
        // SAFETY: the C strings live until the end of this scope; the new process has its own copy by then.
        let code = unsafe posix_spawn(&id, command[0], &actions, &attributes, words.pointers, variables.pointers)
        guard code == 0 else {
            close(outputEnd)
            close(errorsEnd)
            throw Failure(command[0], code)
        }
        processID = id
        output = outputEnd
        errors = errorsEnd
    }

    private static func pipe() throws(Failure) -> (end: Int32, start: Int32) {
        var ends: [Int32] = [0, 0]
        // SAFETY: room for two descriptors.
        guard unsafe Glibc.pipe(&ends) == 0 else { throw Failure("pipe", errno) }
        for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
        return (ends[0], ends[1])
    }
}

/// An array of C strings that ends with a null pointer, for as long as this object lives.
@safe private final class CStrings {
    let pointers: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>
    private let count: Int

    init(_ texts: [String]) {
        count = texts.count
        unsafe pointers = .allocate(capacity: texts.count + 1)
        for (index, text) in texts.enumerated() {
            unsafe (pointers + index).initialize(to: strdup(text))
        }
        unsafe (pointers + count).initialize(to: nil)
    }

    deinit {
        for index in 0..<count { unsafe free(pointers[index]) }
        unsafe pointers.deallocate()
    }
}
