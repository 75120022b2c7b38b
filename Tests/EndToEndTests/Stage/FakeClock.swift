import FoundationEssentials
import Glibc
import Support
import Synchronization
import Testing

/// The wall clock of one process: it differs from the machine's by as many seconds as a file says, which the process
/// has mapped, and may stand. Everything else that tells time goes truly, so that what is waited for is waited for.
///
/// A few lines of C stand before the C library's own functions (`LD_PRELOAD`). libfaketime does more than is wanted
/// here: it moves the clocks that timers go by as well.
final class FakeClock: Sendable {
    private let folder: ScratchFolder
    private let library: String
    private let offset = Mutex<Int64>(0)

    private static let source = """
        #define _GNU_SOURCE
        #include <fcntl.h>
        #include <stdlib.h>
        #include <sys/mman.h>
        #include <sys/syscall.h>
        #include <sys/time.h>
        #include <time.h>
        #include <unistd.h>

        /* Seconds to add, and, while the clock stands, the second at which it does. */
        static volatile long long *words;

        __attribute__((constructor)) static void begin(void) {
            const char *path = getenv("FAKE_CLOCK");
            int file = path ? open(path, O_RDONLY | O_CLOEXEC) : -1;
            if (file < 0) return;
            void *memory = mmap(0, 16, PROT_READ, MAP_SHARED, file, 0);
            if (memory != MAP_FAILED) words = memory;
            close(file);
        }

        int clock_gettime(clockid_t clock, struct timespec *time) {
            int code = syscall(SYS_clock_gettime, clock, time);
            if (code || clock != CLOCK_REALTIME || !words) return code;
            long long second = words[1];
            if (second) {
                time->tv_sec = second;
                time->tv_nsec = 0;
            }
            time->tv_sec += words[0];
            return 0;
        }

        int gettimeofday(struct timeval *restrict value, void *restrict zone) {
            struct timespec now;
            clock_gettime(CLOCK_REALTIME, &now);
            value->tv_sec = now.tv_sec;
            value->tv_usec = now.tv_nsec / 1000;
            return 0;
        }

        time_t time(time_t *value) {
            struct timespec now;
            clock_gettime(CLOCK_REALTIME, &now);
            if (value) *value = now.tv_sec;
            return now.tv_sec;
        }

        """

    /// A clock that goes with the machine's. Compiles the few lines with the compiler that builds this package's C.
    static func start() async throws -> FakeClock {
        let folder = try ScratchFolder()
        let source = folder.file("clock.c")
        let library = folder.file("clock.so")
        try Data(FakeClock.source.utf8).write(to: URL(filePath: source))
        guard let compiler = ["clang", "cc"].lazy.compactMap({ ServerProcess.find($0) }).first else {
            throw WaitedInVain("a C compiler")
        }
        let process = try ServerProcess(compiler, ["-shared", "-fPIC", "-O1", "-o", library, source])
        guard try await process.waitForExit() == 0 else {
            throw WaitedInVain("a clock: \(process.lines)")
        }
        return try FakeClock(folder, library)
    }

    private init(_ folder: ScratchFolder, _ library: String) throws {
        self.folder = folder
        self.library = library
        try Data(repeating: 0, count: 16).write(to: URL(filePath: folder.file("offset")))
    }

    /// What the process needs in its environment.
    var variables: [String: String] { ["LD_PRELOAD": library, "FAKE_CLOCK": folder.file("offset")] }

    /// Moves it; back, too.
    func advance(by duration: Duration) throws {
        try offset.withLock { offset in
            offset += duration.components.seconds
            try write(offset, at: 0)
        }
    }

    /// Has it stand from now on: until `resume` it moves as the test moves it, however slow the machine is.
    func stand() throws {
        var now = timespec()
        // SAFETY: the call fills a local variable.
        _ = unsafe clock_gettime(CLOCK_REALTIME, &now)
        try write(Int64(now.tv_sec), at: 8)
    }

    /// Has it go again; it leaps forward by as long as it stood.
    func resume() throws { try write(0, at: 8) }

    private func write(_ word: Int64, at place: off_t) throws {
        var word = word
        // In place: another file under the name would not be the one that is mapped.
        // SAFETY: the path and the number live through the calls.
        let file = unsafe open(folder.file("offset"), O_WRONLY | O_CLOEXEC)
        defer { close(file) }
        guard unsafe pwrite(file, &word, 8, place) == 8 else { throw WaitedInVain("a clock that can be set") }
    }
}
