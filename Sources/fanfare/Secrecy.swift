import CProcess
import Glibc

/// What keeps the memory and the files of a process that holds tokens from others.
enum Secrecy {
    /// To be called before anything secret is read. No core dump holds a token: by its size, and since one that is
    /// piped to a program has no size, by the mark that the process is not to be dumped, which keeps debuggers of the
    /// same user out as well. Files are their owner's alone. Nothing of it can fail in a way that would be better met
    /// by not starting.
    static func begin() {
        umask(0o077)
        var none = rlimit(rlim_cur: 0, rlim_max: 0)
        // SAFETY: a local variable, read during the call.
        _ = unsafe setrlimit(__rlimit_resource_t(RLIMIT_CORE.rawValue), &none)
        _ = fanfare_forbid_dumps()
        dieAtOnce()
    }

    /// Swift's runtime answers a crash with a look at registers and the memory they point to, written to the log, for
    /// as long as that takes. Here a crash is the end at once: what started this starts it again. Whoever sets
    /// `SWIFT_BACKTRACE` has asked for the look.
    private static func dieAtOnce() {
        // SAFETY: the text lives through the call, and nothing is kept of the answer.
        guard unsafe getenv("SWIFT_BACKTRACE") == nil else { return }
        for number in [SIGABRT, SIGBUS, SIGFPE, SIGILL, SIGQUIT, SIGSEGV, SIGTRAP] {
            _ = signal(number, SIG_DFL)
        }
    }
}
