/// The labels of the task were changed: all that was accepted at once.
///
/// The changes of one line happen together, each from the labels before the line to those behind it: so two labels can take each
/// other's name, and no line says half of what was meant.
public struct SchemeEvent: Sendable, Hashable {
    /// What became of one label, or of several that became one.
    public enum Change: Sendable, Hashable {
        /// There is a new label.
        case add(String)
        /// A label has another name.
        case rename(String, to: String)
        /// Several labels are one now; its name may be that of one of them.
        case merge([String], to: String)
        /// A label is several now; its own name may be among theirs. Its labels stay as they are and wait for a second look.
        case split(String, into: [String])
        /// There is no such label any more.
        case retire(String)
        /// A label has another key.
        case key(String, key: String)
        /// A label has another colour; empty for none.
        case color(String, color: String)
    }

    /// What changed, in the order in which it is told.
    public var changes: [Change]

    public init(changes: [Change]) {
        self.changes = changes
    }
}

extension SchemeEvent {
    /// What labels of before are called now: those alone that have another name.
    public var newNames: [String: String] {
        var names: [String: String] = [:]
        for change in changes {
            switch change {
            case .rename(let label, let name): names[label] = name
            case .merge(let labels, let name): for label in labels where label != name { names[label] = name }
            case .add, .split, .retire, .key, .color: break
            }
        }
        return names
    }

    /// The names of all labels behind the change.
    public func names(after names: [String]) -> [String] {
        var gone: Set<String> = []
        var new: [String] = []
        for change in changes {
            switch change {
            case .add(let label): new.append(label)
            case .rename(let label, let name):
                gone.insert(label)
                new.append(name)
            case .merge(let labels, let name):
                gone.formUnion(labels)
                new.append(name)
            case .split(let label, let parts):
                gone.insert(label)
                new += parts
            case .retire(let label): gone.insert(label)
            case .key, .color: break
            }
        }
        var known = Set(names).subtracting(gone)
        return names.filter { !gone.contains($0) } + new.filter { known.insert($0).inserted }
    }

    /// How labels of before are read behind the change.
    struct Reading {
        /// Other names.
        let names: [String: String]
        /// Labels, as they were called, that wait for a second look: those that were split, and those without a place in the
        /// scheme whose name another label has taken.
        let doubted: Set<String>

        var isEmpty: Bool { names.isEmpty && doubted.isEmpty }
    }

    /// - Parameter before: the names of all labels before the change; nil where nobody knows.
    func reading(after before: [String]?) -> Reading {
        let names = newNames
        var doubted: Set<String> = []
        for case .split(let label, _) in changes { doubted.insert(label) }
        if let before {
            let targets = names.values.map { $0 } + changes.flatMap { $0.parts }
            doubted.formUnion(targets.filter { !before.contains($0) && names[$0] == nil })
        }
        return Reading(names: names, doubted: doubted)
    }
}

extension SchemeEvent.Change {
    /// The labels that a label was split into.
    fileprivate var parts: [String] { if case .split(_, let parts) = self { parts } else { [] } }
}

extension SchemeEvent: EventPayload {
    static let kind = EventKind.scheme

    var members: MemberList {
        var list = MemberList()
        list.add("changes", changes.map(\.members))
        return list
    }

    init(_ members: JSONMembers) throws(LineDamage) {
        self.init(changes: [])
        for change in try members.objects("changes") { changes.append(try Change(change)) }
    }
}

extension SchemeEvent.Change {
    fileprivate var members: MemberList {
        var list = MemberList()
        switch self {
        case .add(let label):
            list.add("op", "add")
            list.add("label", label)
        case .rename(let label, let name):
            list.add("op", "rename")
            list.add("label", label)
            list.add("to", name)
        case .merge(let labels, let name):
            list.add("op", "merge")
            list.add("labels", labels)
            list.add("to", name)
        case .split(let label, let parts):
            list.add("op", "split")
            list.add("label", label)
            list.add("into", parts)
        case .retire(let label):
            list.add("op", "retire")
            list.add("label", label)
        case .key(let label, let key):
            list.add("op", "key")
            list.add("label", label)
            list.add("key", key)
        case .color(let label, let color):
            list.add("op", "color")
            list.add("label", label)
            list.add("color", color)
        }
        return list
    }

    fileprivate init(_ members: JSONMembers) throws(LineDamage) {
        let operation: String = try members.required("op")
        switch operation {
        case "add": self = .add(try members.required("label"))
        case "rename": self = .rename(try members.required("label"), to: try members.required("to"))
        case "merge": self = .merge(try members.required("labels"), to: try members.required("to"))
        case "split": self = .split(try members.required("label"), into: try members.required("into"))
        case "retire": self = .retire(try members.required("label"))
        case "key": self = .key(try members.required("label"), key: try members.required("key"))
        case "color": self = .color(try members.required("label"), color: try members.required("color"))
        default:
            throw LineDamage(
                "found a change of labels '\(operation)', which this program does not know; a newer tocsin wrote it: "
                    + "use that one")
        }
    }
}
