/// Counts calls in the stretch of time that ends now, up to a limit.
struct RollingWindow: Sendable {
    /// How long the stretch is.
    let length: Duration
    /// How many calls it admits; nil admits all, and counts none. Setting it forgets what was counted.
    var limit: Int? {
        didSet {
            calls = []
            oldest = 0
        }
    }
    private var calls: [Moment] = []
    private var oldest = 0

    /// A window that has seen nothing.
    init(length: Duration, limit: Int?) {
        self.length = length
        self.limit = limit
    }

    /// How long until another call is admitted; nil for now.
    mutating func wait(at time: Moment) -> Duration? {
        guard let limit else { return nil }
        guard limit > 0 else { return length }
        while oldest < calls.count, calls[oldest] + length <= time { oldest += 1 }
        if oldest > 1024, oldest > calls.count / 2 {
            calls.removeFirst(oldest)
            oldest = 0
        }
        return calls.count - oldest < limit ? nil : calls[oldest] + length - time
    }

    /// Counts a call.
    mutating func record(at time: Moment) {
        if limit != nil { calls.append(time) }
    }
}
