import Synchronization
import Templating
import Testing

struct FragmentCacheTests {
    private func cache(_ bytesMax: Int) -> FragmentCache<Int, String> {
        FragmentCache(bytesMax: bytesMax) { $0.utf8.count }
    }

    @Test func `has what was kept, and nothing else`() {
        let cache = cache(100)
        #expect(cache.fragment(for: 1) == nil)
        cache.keep("one", for: 1)
        for _ in 0..<3 { #expect(cache.fragment(for: 1) == "one") }
        cache.keep("another", for: 1)
        #expect(cache.fragment(for: 1) == "another")
        #expect(cache.fragment(for: 2) == nil)
    }

    @Test func `keeps within its room, and longest what is used`() {
        let cache = cache(100)
        cache.keep("always", for: -1)
        for number in 0..<1000 {
            cache.keep("0123456789", for: number)
            #expect(cache.fragment(for: -1) == "always", "after \(number)")
        }
        let kept = (0..<1000).count { cache.fragment(for: $0) != nil }
        #expect(kept <= 10)
        #expect(cache.fragment(for: 999) != nil)
    }

    @Test func `does not keep what would push out all else`() {
        let cache = cache(10)
        cache.keep("abc", for: 1)
        cache.keep("far too long for it", for: 2)
        #expect(cache.fragment(for: 1) == "abc")
        #expect(cache.fragment(for: 2) == nil)
    }

    @Test func `forgets what it is told to`() {
        let cache = cache(100)
        for number in 0..<6 { cache.keep("\(number)", for: number) }
        cache.forget { $0.isMultiple(of: 2) }
        #expect((0..<6).filter { cache.fragment(for: $0) != nil } == [1, 3, 5])
    }
}
