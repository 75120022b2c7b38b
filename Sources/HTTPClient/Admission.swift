/// Which requests may be under way: so many in all, so many a host. Those that must wait are let in in the order of
/// their arrival, except that one whose host is full does not hold up those behind it. Decides only; does nothing.
struct Admission<Item> {
    private struct Host {
        var active = 0
        var waiting: [(number: UInt64, item: Item)] = []
        /// How many at the front of `waiting` have been let in.
        var taken = 0

        var next: (number: UInt64, item: Item)? { taken < waiting.count ? waiting[taken] : nil }

        mutating func take() {
            taken += 1
            if taken == waiting.count {
                waiting.removeAll(keepingCapacity: true)
                taken = 0
            } else if taken > 64, taken * 2 > waiting.count {
                waiting.removeFirst(taken)
                taken = 0
            }
        }
    }

    private let totalMax: Int
    private let perHostMax: Int
    private var hosts: [String: Host] = [:]
    private var arrivals: UInt64 = 0
    /// How many are under way.
    private(set) var active = 0
    /// How many wait.
    private(set) var waiting = 0

    init(totalMax: Int, perHostMax: Int) {
        self.totalMax = totalMax
        self.perHostMax = perHostMax
    }

    /// One more wants in.
    mutating func arrive(_ item: Item, host: String) {
        arrivals += 1
        waiting += 1
        hosts[host, default: Host()].waiting.append((arrivals, item))
    }

    /// Lets in the longest waiting whose host has a place; nil where nobody may come in.
    mutating func next() -> Item? {
        guard active < totalMax, waiting > 0 else { return nil }
        var best: (host: String, number: UInt64, item: Item)?
        for (name, host) in hosts where host.active < perHostMax {
            guard let next = host.next, next.number < best?.number ?? .max else { continue }
            best = (name, next.number, next.item)
        }
        guard let best else { return nil }
        hosts[best.host]?.take()
        hosts[best.host]?.active += 1
        waiting -= 1
        active += 1
        return best.item
    }

    /// One that was let in has left.
    mutating func leave(host: String) {
        active -= 1
        hosts[host]?.active -= 1
        forget(host)
    }

    /// Takes out those waiting for whom the condition holds.
    mutating func removeWaiting(where isOut: (Item) -> Bool) -> [Item] {
        var removed: [Item] = []
        for name in Array(hosts.keys) {
            guard var host = hosts[name], host.next != nil else { continue }
            host.waiting.removeFirst(host.taken)
            host.taken = 0
            host.waiting.removeAll { entry in
                guard isOut(entry.item) else { return false }
                removed.append(entry.item)
                return true
            }
            hosts[name] = host
            forget(name)
        }
        waiting -= removed.count
        return removed
    }

    // A host that nobody asks any more costs nothing: users' webhooks name many.
    private mutating func forget(_ name: String) {
        if let host = hosts[name], host.active == 0, host.next == nil { hosts[name] = nil }
    }
}
