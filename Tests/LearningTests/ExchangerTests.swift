import Foundation
import Testing
import Threads

@Test("each side gets, turn by turn, what the other has handed over, whoever is late", arguments: [1, 7, 1_000])
func exchangedValues(late: Int) {
    let exchanger = Exchanger<Int>()
    let turns = 3_000
    let found = Lock<[Int?]>([])
    Parallel.both {
        let own = (0..<turns).map { turn in
            if turn % (2 * late) == 0 { sched_yield() }
            return exchanger.exchange(turn, from: .first)
        }
        #expect(own == (0..<turns).map { -$0 })
    } _: {
        let all = (0..<turns).map { turn in
            if turn % (2 * late) == late { sched_yield() }
            return exchanger.exchange(-turn, from: .second)
        }
        found.withLock { $0 = all }
    }
    #expect(found.withLock { $0 } == (0..<turns).map { $0 })
    // Who leaves behind his last turn has kept nobody from it.
    exchanger.leave()
    #expect(exchanger.exchange(1, from: .first) == nil && exchanger.exchange(1, from: .first) == nil)
}

@Test("who has to wait for long sleeps, wakes up for the other's value, and is counted")
func sleepingSide() {
    let exchanger = Exchanger<Int>()
    // A turn is enough, but for a waiting thread that has no processor of its own.
    let most = 200
    Parallel.both {
        for turn in 0..<most {
            let isAsleep = exchanger.sleepCount > 0
            if !isAsleep { Thread.sleep(forTimeInterval: 0.02) }
            #expect(exchanger.exchange(isAsleep ? -1 : turn, from: .first) == turn)
            if isAsleep { return }
        }
        exchanger.leave()
    } _: {
        for turn in 0..<most {
            guard let other = exchanger.exchange(turn, from: .second), other >= 0 else { return }
            #expect(other == turn)
        }
    }
    #expect(exchanger.sleepCount > 0)
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
