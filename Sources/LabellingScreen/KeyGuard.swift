import TerminalUI

/// Tells the keys that label what somebody has seen from those that come too fast for that: held down, or struck twice.
///
/// A message appears when it is drawn, in front or as a row of a list, and stays seen while it is drawn again: who walks
/// through a list labels at once. A label taken makes everything new, because whoever gave it has looked at that message.
struct KeyGuard {
    /// How long a message has to have been on the screen, and a key not to have come, for the key to label it.
    let pause: Duration
    /// What was drawn last; nil where that counts no more.
    private var drawn: MessagesOnScreen?
    /// When each message on the screen appeared.
    private var appeared: [Int: ContinuousClock.Instant] = [:]
    /// When each key came last, whether or not it labelled; none that rests long enough.
    private var last: [Input: ContinuousClock.Instant] = [:]

    /// - Parameter pause: zero takes every key for a message that was drawn.
    init(pause: Duration) { self.pause = pause }

    /// Whether the screen, as it is to be, has been drawn.
    func hasDrawn(_ messages: MessagesOnScreen) -> Bool { drawn == messages }

    /// Notes that the screen was drawn with these messages.
    mutating func draw(_ messages: MessagesOnScreen, at now: ContinuousClock.Instant) {
        let isNew = drawn == nil
        drawn = messages
        appeared = Dictionary(uniqueKeysWithValues: messages.rows.map { ($0, isNew ? now : appeared[$0] ?? now) })
    }

    /// Notes that what was drawn is not what stands there now.
    mutating func cover() { drawn = nil }

    /// Notes an input, and says whether it may label.
    ///
    /// - Parameters:
    ///   - rows: the messages that it would label; empty where it labels none.
    ///   - chosen: the messages that it would choose a label for, one of several, or take one away.
    mutating func takes(
        _ input: Input, labelling rows: [Int], choosingFor chosen: [Int] = [], at now: ContinuousClock.Instant
    ) -> Bool {
        last = last.filter { now - $0.value < pause }
        let isRepeated = last.updateValue(now, forKey: input) != nil
        guard !rows.isEmpty || !chosen.isEmpty else { return true }
        let since = drawn == nil ? nil : (rows + chosen).compactMap { appeared[$0] }.max()
        guard !isRepeated, let since, now - since >= pause else { return false }
        // What was chosen is on the same message as before.
        if !rows.isEmpty { cover() }
        return true
    }
}
