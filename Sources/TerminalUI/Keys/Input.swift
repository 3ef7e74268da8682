/// What happens to a screen from outside.
public enum Input: Sendable, Hashable {
    case key(Key)
    /// Characters that came together: a paste, or what an input method wrote, or a burst. They are no keys.
    case text(String, isPaste: Bool)
    case resized(columns: Int, rows: Int)
    /// The mouse's first button, at a cell.
    case click(column: Int, row: Int)
    /// The wheel, up (negative) or down.
    case wheel(Int)
}

extension [Input] {
    /// What came in one read, with its characters as text where there are two or more of them: nobody presses two keys
    /// at the same time, and each of two characters would mean something of its own.
    ///
    /// - Parameter exceptASCII: whether characters of ASCII stay keys all the same.
    public func gatheringCharacters(exceptASCII: Bool = false) -> [Input] {
        guard count(where: { $0.character != nil }) > 1 else { return self }
        if exceptASCII, allSatisfy({ $0.character?.isASCII ?? true }) { return self }
        var gathered: [Input] = []
        for input in self {
            guard let character = input.character else {
                gathered.append(input)
                continue
            }
            if case .text(let text, isPaste: false) = gathered.last {
                gathered[gathered.count - 1] = .text(text + String(character), isPaste: false)
            } else {
                gathered.append(.text(String(character), isPaste: false))
            }
        }
        return gathered
    }
}

extension Input {
    fileprivate var character: Character? {
        if case .key(.character(let character)) = self { character } else { nil }
    }
}
