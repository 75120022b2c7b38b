import Domain
import Testing

@testable import Worker

struct BatchSizeTests {
    /// How long each batch takes, in milliseconds, and the sizes asked for.
    static let paces: [(taken: [Int64], sizes: [Int])] = [
        ([100, 100, 100, 100], [8, 16, 32, 40, 40]), ([499, 500, 2000], [8, 16, 16, 16]),
        ([100, 2001, 5000], [8, 16, 8, 8]), ([100, -60_000, 100], [8, 16, 16, 32]),
    ]

    @Test(arguments: paces)
    func `claims as many as are done in about a second`(taken: [Int64], sizes: [Int]) {
        var batch = BatchSize(8...40)
        var now = Timestamp(seconds: 1_795_000_000)
        batch.claimed(isFull: true, now: now)
        var asked = [8]
        for milliseconds in taken {
            now = now + .milliseconds(milliseconds)
            batch.claimed(isFull: true, now: now)
            asked.append(batch.value)
        }
        #expect(asked == sizes)
        // The time after a batch that was not full is rest.
        batch.claimed(isFull: false, now: now)
        let size = batch.value
        batch.claimed(isFull: true, now: now + .minutes(1))
        #expect(batch.value == size)
    }
}
