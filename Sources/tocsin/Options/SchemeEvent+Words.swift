import Journal
import Notation

extension SchemeEvent {
    /// What became of the labels, in words, a sentence each.
    var words: [String] { changes.map(\.words) }
}

extension SchemeEvent.Change {
    /// What became of one label, in words.
    var words: String {
        switch self {
        case .add(let label): "\(label) is new"
        case .rename(let label, let name): "\(label) is now \(name)"
        case .merge(let labels, let name): "\(Self.list(labels)) \(labels.count == 1 ? "is" : "are") now \(name)"
        case .split(let label, let parts): "\(label) is split into \(Self.list(parts))"
        case .retire(let label): "\(label) is retired"
        case .key(let label, let key): "the key of \(label) is now \(key)"
        case .color(let label, let color):
            color.isEmpty ? "\(label) has no colour any more" : "the colour of \(label) is now \(color)"
        }
    }

    private static func list(_ names: [String]) -> String {
        guard let last = names.last, names.count > 1 else { return names.first ?? "" }
        return names.dropLast().joined(separator: ", ") + " and " + last
    }
}
