import Glibc

/// Milliseconds that only go forward, for deadlines; and the wall clock's seconds, for `Date`.
enum MonotonicClock {
    static func milliseconds() -> Int64 {
        var time = timespec()
        // SAFETY: the call fills a local variable.
        _ = unsafe clock_gettime(CLOCK_MONOTONIC, &time)
        return Int64(time.tv_sec) * 1000 + Int64(time.tv_nsec) / 1_000_000
    }

    static func microseconds() -> Int64 {
        var time = timespec()
        // SAFETY: the call fills a local variable.
        _ = unsafe clock_gettime(CLOCK_MONOTONIC, &time)
        return Int64(time.tv_sec) * 1_000_000 + Int64(time.tv_nsec) / 1000
    }

    static func wallSeconds() -> Int64 {
        var time = timespec()
        // SAFETY: the call fills a local variable.
        _ = unsafe clock_gettime(CLOCK_REALTIME, &time)
        return Int64(time.tv_sec)
    }
}
