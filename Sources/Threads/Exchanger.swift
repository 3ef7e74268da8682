import Foundation
import Synchronization

/// Where two threads that work in step hand each other a value, again and again.
///
/// Who comes first waits without sleeping for a few hundred microseconds, because steps are short, and then asleep: where the other has
/// no processor, this one must not keep it from having one. How often it had to (``sleepCount``) says whether working in step is of any
/// use.
public final class Exchanger<Value: Sendable>: Sendable {
    /// One of the two.
    public enum Side: Int, Sendable {
        case first, second
    }

    /// What a side has handed over: how often, and the last two, of which the other may still be about to take the one before.
    private final class Hand: Sendable {
        let count = Atomic(0)
        let values = Lock<[Value?]>([nil, nil])
    }

    private let hands = [Hand(), Hand()]
    private let hasOneLeft = Atomic(false)

    private let sleeps = Atomic(0)

    private static var spins: Int { 200_000 }
    private static var nap: TimeInterval { 50e-6 }

    /// How many turns have had somebody wait asleep.
    public var sleepCount: Int { sleeps.load(ordering: .relaxed) }

    public init() {}

    /// Hands a value over and waits for the other side's of the same turn.
    ///
    /// - Returns: nil where the other has left instead.
    public func exchange(_ value: Value, from side: Side) -> Value? {
        let (own, other) = (hands[side.rawValue], hands[1 - side.rawValue])
        let turn = own.count.load(ordering: .relaxed)
        own.values.withLock { $0[turn & 1] = value }
        own.count.store(turn + 1, ordering: .releasing)
        var waits = 0
        while other.count.load(ordering: .acquiring) <= turn {
            if hasOneLeft.load(ordering: .acquiring) {
                // It may have come before it left.
                guard other.count.load(ordering: .acquiring) > turn else { return nil }
                break
            }
            waits += 1
            if waits == Self.spins { sleeps.add(1, ordering: .relaxed) }
            if waits >= Self.spins { Thread.sleep(forTimeInterval: Self.nap) }
        }
        return other.values.withLock { $0[turn & 1] }
    }

    /// Says that this side hands nothing over any more: who waits for it, now or later, waits no longer.
    public func leave() { hasOneLeft.store(true, ordering: .releasing) }
}
