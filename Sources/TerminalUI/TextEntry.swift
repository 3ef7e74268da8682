/// A line of text in the making, with a place in it where text goes.
public struct TextEntry: Sendable, Hashable {
    /// Bytes that are enough for a line.
    private static let limit = 2_000

    /// What is written so far.
    public internal(set) var text: String
    /// Characters before the place where the next one goes.
    private(set) var cursor: Int
    /// How many lines back in what was written before; 0 for the line in the making.
    private var recalled = 0
    /// The line in the making, while an earlier one is looked at.
    private var draft = ""

    init(text: String) {
        self.text = text
        cursor = text.count
    }

    /// What stands before the place where the next character goes, and what stands behind it.
    var parts: (before: String, behind: String) { (String(text.prefix(cursor)), String(text.dropFirst(cursor))) }

    /// Takes text, with spaces for line ends and control characters.
    ///
    /// - Returns: whether there was room for all of it.
    mutating func take(_ text: String) -> Bool {
        var (before, behind) = parts
        var left = Self.limit - self.text.utf8.count
        defer { join(before, behind) }
        for character in text {
            guard left > 0 else { return false }
            left -= character.utf8.count
            let isWritten = character.unicodeScalars.allSatisfy { $0.properties.generalCategory != .control }
            before.append(isWritten && !character.isNewline ? character : " ")
        }
        return true
    }

    /// Takes a key; keys that write nothing and move nothing change nothing.
    ///
    /// - Parameter earlier: what was written in such a place before, the oldest first.
    mutating func take(_ key: Key, earlier: [String] = []) {
        var (before, behind) = parts
        switch key {
        case .character(let character): if text.utf8.count < Self.limit { before.append(character) }
        case .backspace: if !before.isEmpty { before.removeLast() }
        case EntryKey.clear.key: (before, behind) = ("", "")
        case .control("w"):
            while before.last == " " { before.removeLast() }
            while let last = before.last, last != " " { before.removeLast() }
        case .left:
            cursor = max(0, cursor - 1)
            return
        case .right:
            cursor = min(text.count, cursor + 1)
            return
        case .home:
            cursor = 0
            return
        case .end:
            cursor = text.count
            return
        case .up: return recall(recalled + 1, of: earlier)
        case .down: return recall(recalled - 1, of: earlier)
        default: return
        }
        join(before, behind)
    }

    /// Whether an earlier line is looked at, so that there is a later one.
    var isRecalled: Bool { recalled > 0 }

    private mutating func recall(_ place: Int, of earlier: [String]) {
        guard (0...earlier.count).contains(place), place != recalled else { return }
        if recalled == 0 { draft = text }
        recalled = place
        text = place == 0 ? draft : earlier[earlier.count - place]
        cursor = text.count
    }

    private mutating func join(_ before: String, _ behind: String) {
        text = before + behind
        // A mark may have joined the letter before it.
        cursor = min(before.count, text.count)
    }
}
