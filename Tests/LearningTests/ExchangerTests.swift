import Testing
import Threads

@Test("each side gets, turn by turn, what the other has handed over", arguments: [1, 2, 1_000])
func exchangedValues(pause: Int) {
    let exchanger = Exchanger<Int>()
    let turns = 3_000
    let found = Lock<[Int?]>([])
    Parallel.both {
        var own: [Int?] = []
        for turn in 0..<turns {
            // Now one side is late, now the other.
            if turn % pause == 0 { for _ in 0..<turn % 97 { own.reserveCapacity(turns) } }
            own.append(exchanger.exchange(turn, from: .first))
        }
        #expect(own == (0..<turns).map { -$0 })
    } _: {
        let all = (0..<turns).map { exchanger.exchange(-$0, from: .second) }
        found.withLock { $0 = all }
    }
    #expect(found.withLock { $0 } == (0..<turns).map { $0 })
    // Who leaves behind his last turn has kept nobody from it.
    exchanger.leave()
    #expect(exchanger.exchange(1, from: .first) == nil && exchanger.exchange(1, from: .first) == nil)
}

@Test("who waits for a side that leaves waits no longer, and has had all turns before", arguments: [0, 1, 500])
func leftAlone(turns: Int) {
    let exchanger = Exchanger<Int>()
    let count = Lock(0)
    Parallel.both {
        for turn in 0..<turns { _ = exchanger.exchange(turn, from: .first) }
        exchanger.leave()
    } _: {
        var own = 0
        while let other = exchanger.exchange(own, from: .second) {
            #expect(other == own)
            own += 1
        }
        let had = own
        count.withLock { $0 = had }
    }
    #expect(count.withLock { $0 } == turns)
}
