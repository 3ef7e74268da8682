/// What a terminal has to say.
public enum TerminalEvent: Sendable, Hashable {
    case input(Input)
    /// Another thread called ``Waker/wake()``.
    case woken
    /// The program is to end, or the terminal is gone: put things in order and leave.
    case terminate
}
