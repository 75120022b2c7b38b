import Glibc

/// Makes sure that the three standard streams are there and that nobody can end the program by not listening.
enum StandardStreams {
    /// To be called before anything is opened.
    static func secure() {
        // Whoever has read the one line they waited for, or a log reader that starts anew, closes the pipe: what is
        // written then is lost, and nothing else.
        _ = signal(SIGPIPE, SIG_IGN)
        // The next descriptor is the lowest free one: without this a connection could become standard error, and get
        // the log.
        for stream in STDIN_FILENO...STDERR_FILENO where fcntl(stream, F_GETFD) < 0 {
            // SAFETY: the text lives through the call.
            _ = unsafe open("/dev/null", O_RDWR)
        }
    }
}
