public import Domain
import Synchronization

/// Tells open pages that their account's data has changed. Who changes something calls `changed`; whoever holds a
/// stream open is woken.
public final class ChangeHub: ChangeListener {
    private struct Listeners: Sendable {
        var byAccount: [AccountID: [Int: ChangeSubscription]] = [:]
        var nextID = 0
    }

    private let listeners = Mutex(Listeners())

    /// A hub to which nobody listens yet.
    public init() {}

    /// Wakes the streams of these accounts.
    public func changed(_ accounts: [AccountID]) {
        let woken = listeners.withLock { listeners in
            accounts.flatMap { listeners.byAccount[$0].map { Array($0.values) } ?? [] }
        }
        for subscription in woken { subscription.signal(.change) }
    }

    /// How many streams are open.
    public var streamCount: Int {
        listeners.withLock { listeners in listeners.byAccount.values.reduce(0) { $0 + $1.count } }
    }

    func subscribe(to account: AccountID) -> ChangeSubscription {
        listeners.withLock { listeners in
            listeners.nextID += 1
            let subscription = ChangeSubscription(id: listeners.nextID, account: account)
            listeners.byAccount[account, default: [:]][subscription.id] = subscription
            return subscription
        }
    }

    func end(_ subscription: ChangeSubscription) {
        listeners.withLock { listeners in
            listeners.byAccount[subscription.account]?[subscription.id] = nil
            if listeners.byAccount[subscription.account]?.isEmpty == true {
                listeners.byAccount[subscription.account] = nil
            }
        }
        subscription.finish()
    }
}
