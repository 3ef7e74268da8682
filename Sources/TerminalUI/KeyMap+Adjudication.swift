extension KeyMap {
    /// The keys where somebody decides on what annotators label differently.
    ///
    /// All its characters are keys of ``standard`` as well: no label has one of them.
    public static let adjudication = KeyMap(
        bindings: [
            Binding(
                id: "skip", key: .character(" "), action: .skip, short: "later",
                sentence: "leave this message for later: it comes again behind all others", need: .messageToLabel),
            Binding(
                id: "undo", key: .character("u"), action: .undo, short: "undo",
                sentence:
                    "take back what was decided last, as far back as you like; in a list the chosen row's decision",
                need: .somethingDone,
                hints: [Hint("undo", in: [.decisions], rank: .list)]),
            Binding(
                id: "enter", key: .enter, action: .confirm, short: "as most",
                sentence: "decide as most annotators say; in a list: show the chosen message", need: .majority,
                hints: [Hint("show", in: [.decisions], rank: .show)]),
            Binding(
                id: "names", key: .character("@"), action: .toggleNames, short: "who",
                sentence: "show or hide who said what of this message, in how many seconds, and their notes",
                need: .message),
            Binding(
                id: "ambiguous", key: .character("m"), action: .reason(.ambiguous), short: "ambiguous",
                sentence: "reason: the message can be read in two ways; before a label key, or in a list",
                need: .message),
            Binding(
                id: "gap", key: .character("f"), action: .reason(.guidelineGap), short: "gap",
                sentence:
                    "reason: the guidelines do not say; before a label key, or in a list; {gaps} lists such messages",
                need: .message, hints: [Hint("gap", in: [.decisions], rank: .flag)]),
            Binding(
                id: "slip", key: .character("s"), action: .reason(.slip), short: "slip",
                sentence: "reason: somebody pressed a wrong key; before a label key, or in a list", need: .message),
            Binding(
                id: "last-reason", key: .character("r"), action: .lastReason, short: "reason of last",
                sentence:
                    "the reason of the decision made last: {last-reason} takes the next of ambiguous, guideline gap, slip, none",
                need: .decision),
            Binding(
                id: "decisions", key: .character("h"), action: .openDecisions, short: "decided",
                sentence:
                    "what was decided, newest first, whoever did; a label key decides otherwise, {undo} takes back"),
            Binding(
                id: "gaps", key: .character("l"), action: .openGaps, short: "gaps",
                sentence: "decisions on what the guidelines do not say: for who writes them"),
            Binding(
                id: "note", key: .character("n"), action: .note, short: "note",
                sentence: "write a note of your own on this message", need: .message,
                hints: [Hint("note", in: [.decisions], rank: .note)]),
            Binding(
                id: "long-note", key: .character("e"), action: .longNote,
                sentence: "write the note in $EDITOR", need: .message),
            Binding(
                id: "guidelines", key: .character("g"), action: .openGuidelines, short: "guidelines",
                sentence: "read how to decide"),
            Binding(
                id: "columns", key: .character("o"), action: .openColumns,
                sentence: "all columns of this message, and your note", need: .message),
            Binding(
                id: "filter", key: .tab, action: .nextFilter,
                sentence: "the message with lists, with its columns, alone"),
        ] + standard.bindings.filter { sharedIDs.contains($0.id) })

    /// Keys that mean here what they mean where messages are labelled.
    private static let sharedIDs: Set = [
        "problems", "save-elsewhere", "help", "quit", "up", "down", "up-too", "down-too", "page-up", "page-down",
        "home",
        "end", "back", "redraw",
    ]

    /// What the bindings of all tables are called, each once.
    public static let bindingNames: [String] = {
        let known = KeyMap.standard.bindings.map(\.id)
        return known + KeyMap.adjudication.bindings.map(\.id).filter { !known.contains($0) }
    }()
}
