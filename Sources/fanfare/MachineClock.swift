import Domain
import Glibc

/// The machine's wall clock.
struct MachineClock: WallClock {
    func now() -> Timestamp {
        var time = timespec()
        // SAFETY: the call fills a local variable.
        _ = unsafe clock_gettime(CLOCK_REALTIME, &time)
        return Timestamp(milliseconds: Int64(time.tv_sec) * 1000 + Int64(time.tv_nsec) / 1_000_000)
    }
}
