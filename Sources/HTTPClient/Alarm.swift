import CCurl

/// What wakes the client's thread.
///
/// `@unchecked Sendable`: of a multi handle's calls, `curl_multi_wakeup` alone may be made on any thread; this is all
/// that is done with the pointer here, and only under the mailbox's lock, which the handle's owner takes to withdraw
/// it.
@safe struct Alarm: @unchecked Sendable {
    private let multi: UnsafeMutableRawPointer

    /// The handle lives until the alarm has been withdrawn.
    init(_ multi: UnsafeMutableRawPointer) { unsafe self.multi = unsafe multi }

    func ring() {
        // SAFETY: the handle lives until the alarm has been withdrawn. The result can only say that no memory was left
        // for the pipe at the start, and then the thread wakes by its time limit.
        _ = unsafe curl_multi_wakeup(multi)
    }
}
