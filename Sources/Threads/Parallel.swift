import Foundation
import Synchronization

/// Work on index ranges by threads of its own.
///
/// Not those of a pool, Dispatch's or the cooperative one: a long task would fill it, and on Linux a thread inherits the
/// lower priority of the one that starts it, which pool threads would not.
public enum Parallel {
    /// Calls `body` once for every index, in any order, on at most `threads` threads including the caller's.
    public static func forEach(_ count: Int, threads: Int, _ body: @escaping @Sendable (Int) -> Void) {
        let helpers = min(threads, count) - 1
        guard helpers > 0 else {
            for index in 0..<count { body(index) }
            return
        }
        let next = Atomic(0)
        let box = Counter(next)
        let work: @Sendable () -> Void = {
            while true {
                let index = box.value.add(1, ordering: .relaxed).oldValue
                if index >= count { return }
                body(index)
            }
        }
        let done = DispatchSemaphore(value: 0)
        for _ in 0..<helpers {
            let thread = Thread {
                work()
                done.signal()
            }
            thread.stackSize = 4 << 20
            thread.start()
        }
        work()
        for _ in 0..<helpers { done.wait() }
    }

    /// Calls `there` on a thread of its own and `here` on this one, both at the same time, and waits for both.
    public static func both(_ here: () -> Void, _ there: @escaping @Sendable () -> Void) {
        let done = DispatchSemaphore(value: 0)
        let thread = Thread {
            there()
            done.signal()
        }
        thread.stackSize = 4 << 20
        thread.start()
        here()
        done.wait()
    }

    private final class Counter: Sendable {
        let value: Atomic<Int>
        init(_ value: consuming Atomic<Int>) { self.value = value }
    }

    /// The results of `body` for every index, in the order of the indices.
    public static func map<Result: Sendable>(
        _ count: Int, threads: Int, _ body: @escaping @Sendable (Int) -> Result
    ) -> [Result] {
        let results = Lock([Result?](repeating: nil, count: count))
        forEach(count, threads: threads) { index in
            let result = body(index)
            results.withLock { $0[index] = result }
        }
        return results.withLock { $0.compactMap { $0 } }
    }

    /// Calls `body` once for every range of about `chunk` indices; the split does not depend on the number of threads.
    public static func forEachRange(
        of count: Int, chunk: Int, threads: Int, _ body: @escaping @Sendable (Range<Int>) -> Void
    ) {
        let ranges = ranges(of: count, chunk: chunk)
        forEach(ranges.count, threads: threads) { body(ranges[$0]) }
    }

    /// The results of `body` for consecutive ranges of about `chunk` indices, joined in order.
    public static func flatMap<Element: Sendable>(
        rangesOf count: Int, chunk: Int = 1_024, threads: Int, _ body: @escaping @Sendable (Range<Int>) -> [Element]
    ) -> [Element] {
        let ranges = ranges(of: count, chunk: chunk)
        return map(ranges.count, threads: threads) { body(ranges[$0]) }.flatMap { $0 }
    }

    /// Ranges of about equal length that cover 0 ..< `count`; the split does not depend on the number of threads.
    public static func ranges(of count: Int, chunk: Int) -> [Range<Int>] {
        stride(from: 0, to: count, by: chunk).map { $0..<min($0 + chunk, count) }
    }
}
