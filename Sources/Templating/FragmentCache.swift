import Synchronization

/// Keeps rendered text for as long as it is asked for and room lasts. A fragment's key holds everything the text
/// depends on, so nothing in here is ever wrong, only unused.
///
/// Two generations stand in for a list ordered by use: what is asked for moves into the young one; when that has half
/// of the room, the old one is dropped and the young one grows old.
public final class FragmentCache<Key: Hashable & Sendable, Fragment: Sendable>: Sendable {
    private struct Generations: Sendable {
        var young: [Key: Fragment] = [:]
        var old: [Key: Fragment] = [:]
        var youngBytes = 0
    }

    private let generations = Mutex(Generations())
    private let bytesMax: Int
    private let size: @Sendable (Fragment) -> Int

    /// A cache for at most `bytesMax` octets of fragments, as `size` counts them.
    public init(bytesMax: Int, size: @escaping @Sendable (Fragment) -> Int) {
        self.bytesMax = bytesMax
        self.size = size
    }

    /// The fragment of that key, if it is kept.
    public func fragment(for key: Key) -> Fragment? {
        generations.withLock { generations in
            if let fragment = generations.young[key] { return fragment }
            guard let fragment = generations.old.removeValue(forKey: key) else { return nil }
            insert(fragment, for: key, into: &generations)
            return fragment
        }
    }

    /// Keeps a fragment; one larger than half of the room is not kept.
    public func keep(_ fragment: Fragment, for key: Key) {
        generations.withLock { insert(fragment, for: key, into: &$0) }
    }

    /// Forgets the fragments whose key fulfils the condition.
    public func forget(where condition: (Key) -> Bool) {
        generations.withLock { generations in
            generations.old = generations.old.filter { !condition($0.key) }
            for (key, fragment) in generations.young where condition(key) {
                generations.young[key] = nil
                generations.youngBytes -= size(fragment)
            }
        }
    }

    private func insert(_ fragment: Fragment, for key: Key, into generations: inout Generations) {
        let bytes = size(fragment)
        guard bytes <= bytesMax / 2 else { return }
        if generations.youngBytes + bytes > bytesMax / 2 {
            generations.old = generations.young
            generations.young = [:]
            generations.youngBytes = 0
        }
        if let replaced = generations.young.updateValue(fragment, forKey: key) {
            generations.youngBytes -= size(replaced)
        }
        generations.youngBytes += bytes
    }
}
