/// A value that is made when it is first asked for, once, whichever thread asks.
///
/// Each has a lock of its own: who asks for a model's guesses never waits for a rotation that is under way.
public final class Memo<Value: Sendable>: Sendable {
    private let kept: Lock<Value?>

    /// - Parameter value: what is known already; nil for nothing.
    public init(_ value: Value? = nil) {
        kept = Lock(value)
    }

    /// Puts an equal value in the place of one that has been made: one that takes less, say.
    public func replace(by value: Value) { kept.withLock { $0 = value } }

    /// The value, where it has been made; waits for it while it is being made.
    public var known: Value? { kept.withLock { $0 } }

    /// The value; made by `make` unless it is there already. A `make` that throws leaves nothing behind.
    public func value(_ make: () throws -> Value) rethrows -> Value {
        try kept.withLock { kept in
            if let value = kept { return value }
            let value = try make()
            kept = value
            return value
        }
    }
}

/// Values that are made when first asked for, one for each key.
public final class KeyedMemo<Key: Hashable & Sendable, Value: Sendable>: Sendable {
    private let memos: Lock<[Key: Memo<Value>]>

    /// - Parameter values: what is known already.
    public init(_ values: [Key: Value] = [:]) {
        memos = Lock(values.mapValues { Memo($0) })
    }

    /// The value of a key; made by `make` unless it is there already.
    public func value(_ key: Key, _ make: () throws -> Value) rethrows -> Value {
        let memo = memos.withLock { memos in
            let memo = memos[key] ?? Memo()
            memos[key] = memo
            return memo
        }
        return try memo.value(make)
    }
}
