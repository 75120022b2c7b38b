import Synchronization

/// One call's identity, shared by the caller and the client's thread.
final class Ticket: Sendable {
    private let cancelled = Atomic(false)

    /// Whether the caller has given up.
    var isCancelled: Bool { cancelled.load(ordering: .acquiring) }

    /// The caller gives up. Set before the mailbox is told: a ticket that is cancelled before its request arrives is
    /// then seen to be so on arrival, and one cancelled afterwards is found by the message.
    func cancel() { cancelled.store(true, ordering: .releasing) }
}
