/// What a key means.
public enum Action: Sendable, Hashable {
    case label(Int)
    case skip, undo, learnNow, toggleGuess
    case openStrategies, openGuidelines, openHelp, openProblems
    case chooseStrategy(String)
    case up, down, pageUp, pageDown, top, bottom
    case confirm, close, redraw, quit
}

/// What a screen asks of the session.
public enum Effect: Sendable, Hashable {
    case label(Int)
    case skip, undo, learnNow, redraw, quit
    case chooseRecipe(String)
}
