/// For each of many messages a label's index, or none.
public struct OptionalLabels: Sendable, Hashable, RandomAccessCollection, ExpressibleByArrayLiteral {
    /// A quarter of the memory that optional integers take; −1 is none.
    private var stored: [Int32] = []

    public init() {}

    public init(_ labels: some Sequence<Int?>) {
        for label in labels { append(label) }
    }

    public init(arrayLiteral labels: Int?...) {
        self.init(labels)
    }

    public var startIndex: Int { 0 }
    public var endIndex: Int { stored.count }

    /// A message's label; nil for none.
    public subscript(position: Int) -> Int? {
        stored[position] < 0 ? nil : Int(stored[position])
    }

    /// Adds the label of the next message.
    public mutating func append(_ label: Int?) {
        stored.append(Int32(clamping: label ?? -1))
    }
}
