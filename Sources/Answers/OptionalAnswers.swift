/// For each of many messages its answer, or none, in four bytes each: answers of several labels are kept once.
public struct OptionalAnswers: Sendable, Hashable, RandomAccessCollection, ExpressibleByArrayLiteral {
    /// −1 is none, other negative numbers stand for answers of several.
    private var stored: [Int32] = []
    private var severals: [LabelIndices] = []
    private var places: [LabelIndices: Int32] = [:]

    public init() {}

    public init(_ answers: some Sequence<Answer?>) {
        for answer in answers { append(answer) }
    }

    public init(arrayLiteral answers: Answer?...) {
        self.init(answers)
    }

    public var startIndex: Int { 0 }
    public var endIndex: Int { stored.count }

    /// A message's answer; nil for none.
    public subscript(position: Int) -> Answer? {
        let number = stored[position]
        if number >= 0 { return .one(Int(number)) }
        return number == -1 ? nil : .several(severals[Int(-2 - number)])
    }

    /// Adds the answer of the next message.
    public mutating func append(_ answer: Answer?) {
        switch answer {
        case nil: stored.append(-1)
        case .one(let label): stored.append(Int32(clamping: label))
        case .several(let labels):
            if let place = places[labels] {
                stored.append(place)
            } else {
                let place = Int32(clamping: -2 - severals.count)
                severals.append(labels)
                places[labels] = place
                stored.append(place)
            }
        }
    }

    public static func == (one: OptionalAnswers, other: OptionalAnswers) -> Bool { one.elementsEqual(other) }

    public func hash(into hasher: inout Hasher) {
        for answer in self { hasher.combine(answer) }
    }
}
