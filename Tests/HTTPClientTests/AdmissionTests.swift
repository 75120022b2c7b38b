import Testing

@testable import HTTPClient

struct AdmissionTests {
    private func entering(_ admission: inout Admission<Int>) -> [Int] {
        var inside: [Int] = []
        while let item = admission.next() { inside.append(item) }
        return inside
    }

    @Test func `those who wait come in by turns, past hosts that are full`() {
        var admission = Admission<Int>(totalMax: 3, perHostMax: 2)
        for (number, host) in ["a", "a", "a", "b", "b"].enumerated() { admission.arrive(number, host: host) }
        #expect(entering(&admission) == [0, 1, 3])
        admission.leave(host: "b")
        #expect(entering(&admission) == [4])
        admission.leave(host: "a")
        #expect(entering(&admission) == [2])
        #expect(admission.active == 3 && admission.waiting == 0)
    }

    @Test func `who is taken out no longer waits`() {
        var admission = Admission<Int>(totalMax: 1, perHostMax: 1)
        for number in 0..<6 { admission.arrive(number, host: number.isMultiple(of: 2) ? "a" : "b") }
        #expect(entering(&admission) == [0])
        #expect(admission.removeWaiting { $0 < 4 }.sorted() == [1, 2, 3])
        admission.leave(host: "a")
        #expect(entering(&admission) == [4])
        #expect(admission.waiting == 1)
    }

    @Test func `a long queue keeps its order`() {
        var admission = Admission<Int>(totalMax: 1, perHostMax: 1)
        for number in 0..<1000 { admission.arrive(number, host: "a") }
        for number in 0..<1000 {
            #expect(admission.next() == number)
            admission.leave(host: "a")
        }
        #expect(admission.active == 0 && admission.waiting == 0)
    }
}
