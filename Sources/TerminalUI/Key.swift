/// A key as a terminal reports it.
public enum Key: Sendable, Hashable {
    case character(Character)
    case enter, escape, backspace, tab
    case up, down, pageUp, pageDown, home, end
    case control(Character)
}

/// What happens to a screen from outside.
public enum Input: Sendable, Hashable {
    case key(Key)
    case resized(columns: Int, rows: Int)
    /// A piece of text was pasted; it is no key and labels nothing.
    case pasted
}
