/// What a line says a message was labelled as, by the names of labels.
public enum NamedAnswer: Sendable, Hashable {
    /// Of a task of one label a message.
    case one(String)
    /// Of a task of several labels a message: those that hold, also none.
    case several(NameSet)

    /// Different names in one order, so that equal answers are written alike.
    public struct NameSet: Sendable, Hashable {
        /// Rising by the bytes of their UTF-8.
        public let names: [String]

        /// - Parameter names: in any order; a name that comes twice stands there once.
        public init(_ names: some Sequence<String>) {
            self.names = Set(names).sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
        }
    }

    /// An answer of several labels.
    public init(several names: some Sequence<String>) { self = .several(NameSet(names)) }

    /// The names that hold.
    public var names: [String] {
        switch self {
        case .one(let name): [name]
        case .several(let set): set.names
        }
    }

    /// Whether it is of a task of several labels a message.
    public var isSeveral: Bool {
        if case .several = self { true } else { false }
    }

    /// The name of the one label; of several those that hold, parted by `;`, empty for none.
    public var text: String {
        switch self {
        case .one(let name): name
        case .several(let set): set.names.joined(separator: ";")
        }
    }

    /// The same with other names; names that become one stand there once.
    public func renamed(_ name: (String) -> String) -> NamedAnswer {
        switch self {
        case .one(let one): .one(name(one))
        case .several(let set): .several(NameSet(set.names.map(name)))
        }
    }
}

extension NamedAnswer: ExpressibleByStringLiteral {
    public init(stringLiteral name: String) { self = .one(name) }
}

extension MemberList {
    /// `"label"` with a name, or `"labels"` with those that hold.
    mutating func add(_ answer: NamedAnswer) {
        switch answer {
        case .one(let name): add("label", name)
        case .several(let set): add("labels", set.names)
        }
    }
}

extension JSONMembers {
    /// What the members of a line say that a message was labelled as.
    func answer() throws(LineDamage) -> NamedAnswer {
        let label: String? = self["label"]
        guard let label else { return NamedAnswer(several: try required("labels") as [String]) }
        guard value("labels") == nil else { throw LineDamage("found a line with both 'label' and 'labels'") }
        return .one(label)
    }
}
