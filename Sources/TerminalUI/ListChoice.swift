/// What the menu of a list offers: some of its messages, or another order.
struct ListChoice: Hashable {
    /// What becomes of the list.
    enum Meaning: Hashable {
        case filter(ListState.Filter)
        case order(ListState.Order)
    }

    let meaning: Meaning
    /// What it is called in the menu.
    let title: String
    /// The key that takes it at once; nil where that key means something else.
    let key: Key?

    /// Whether the list is as it would be with it.
    func isInUse(in list: ListState) -> Bool {
        switch meaning {
        case .filter(let filter): list.filter == filter
        case .order(let order): list.order == order
        }
    }

    /// What the list is with it, from its beginning.
    func taken(by list: ListState) -> ListState {
        var list = list
        switch meaning {
        case .filter(let filter): list.filter = filter
        case .order(let order): list.order = order
        }
        (list.chosen, list.choosing) = (0, nil)
        return list
    }
}

extension ListState {
    /// All that there is to choose, filters first. Labels have their own keys.
    func choices(in content: ScreenContent, _ keyMap: KeyMap) -> [ListChoice] {
        let labels = content.labels.enumerated().map { index, label in
            ListChoice(meaning: .filter(.label(index)), title: label.title, key: .character(label.key))
        }
        func choice(_ key: Character, _ meaning: ListChoice.Meaning, _ title: String) -> ListChoice {
            let isFree = keyMap.action(for: .character(key), in: content).map { !ScreenState.movesInMenu($0) } ?? true
            let isTaken = content.labels.contains { $0.key == key }
            return ListChoice(meaning: meaning, title: title, key: isFree && !isTaken ? .character(key) : nil)
        }
        let all = choice("a", .filter(.everything), "all")
        if kind == .secondLook {
            return [all] + Filter.secondLooks.map { choice($0.key, .filter($0.filter), $0.filter.title) }
        }
        let orders: [(Character, Order)] = [("N", .newest), ("O", .oldest), ("L", .longest), ("D", .doubt)]
        return [all] + labels
            + Filter.others.map { choice($0.key, .filter($0.filter), $0.filter.title) }
            + orders.map { choice($0.0, .order($0.1), $0.1.title) }
    }
}

extension ListState.Filter {
    /// Those of the history that are about no label, with their keys.
    fileprivate static let others: [(key: Character, filter: ListState.Filter)] = [
        ("s", .skipped), ("f", .flagged), ("n", .noted), ("h", .byHand), ("r", .disagreement), ("m", .suspected),
    ]

    /// The reasons for a second look, with their keys.
    fileprivate static let secondLooks: [(key: Character, filter: ListState.Filter)] = [
        ("d", .doubted), ("t", .changed), ("m", .suspected), ("f", .flagged), ("n", .noted),
    ]

    /// What it shows; empty for a label.
    var title: String {
        switch self {
        case .everything: "labelled and skipped"
        case .label: ""
        case .skipped: "skipped"
        case .flagged: "flagged"
        case .noted: "with a note"
        case .byHand: "picked by hand"
        case .disagreement: "answered otherwise when asked again"
        case .suspected: "the model would say otherwise"
        case .doubted: "label split or retired"
        case .changed: "text changed"
        }
    }
}

extension ListState.Order {
    var title: String {
        switch self {
        case .newest: "newest first"
        case .oldest: "oldest first"
        case .longest: "longest on the screen first"
        case .doubt: "what the model doubts most first"
        }
    }
}
