/// Work for many, some at a time.
enum Parallel {
    /// What comes of each, in the order given.
    static func map<Item: Sendable, Value: Sendable>(
        _ items: [Item], atOnce width: Int = 24, _ body: @escaping @Sendable (Item) async -> Value
    ) async -> [Value] {
        await withTaskGroup(of: (Int, Value).self) { group in
            var values: [Int: Value] = [:]
            var started = 0
            while values.count < items.count {
                while started < items.count, started - values.count < width {
                    let (index, item) = (started, items[started])
                    group.addTask { (index, await body(item)) }
                    started += 1
                }
                if let (index, value) = await group.next() { values[index] = value }
            }
            return items.indices.compactMap { values[$0] }
        }
    }
}
