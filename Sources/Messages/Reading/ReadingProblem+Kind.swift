extension ReadingProblem.Kind {
    /// Whether its row is left out.
    ///
    /// - Parameter needsLabels: whether the file is read for its labels, so that rows without one are of no use.
    func isLoss(needsLabels: Bool) -> Bool {
        switch self {
        case .duplicateID, .emptyText, .emptyID, .badJSON, .missingField, .unclosedQuote: true
        case .wrongColumnCount(let found, let expected): found < expected
        case .labelOutsideScheme, .unacceptedLabel, .noLabel, .severalLabels, .strangeMark, .differingAnswers:
            needsLabels
        default: false
        }
    }

    /// What many rows have in common, where the sentence about one of them says more than that.
    func common(needsLabels: Bool) -> String? {
        switch self {
        case .duplicateID: "the id of an earlier row"
        case .emptyText: "no text"
        case .emptyID: "no id"
        case .wrongColumnCount(let found, let expected):
            found < expected
                ? "fewer columns than expected" : "more columns than expected, of which the rest is ignored"
        case .missingColumns: "fewer columns than expected, of which the last are taken as empty"
        case .unclosedQuote: "a quote that is not closed"
        case .badJSON: "no JSON object"
        case .missingField(let name): "no field '\(name)'"
        case .labelOutsideScheme:
            needsLabels ? "a label outside the scheme" : "a label outside the scheme, taken as unlabelled"
        case .severalLabels:
            needsLabels ? "several labels in a task of one" : "several labels in a task of one, taken as unlabelled"
        case .strangeMark(let column, _):
            "neither 1 nor 0 in column '\(column.shortened)'\(needsLabels ? "" : ", taken as unlabelled")"
        case .differingAnswers:
            "annotators who give different labels\(needsLabels ? "" : ", taken as unlabelled")"
        case .unacceptedLabel: "a label that was rejected or ignored"
        case .noLabel: "no label"
        case .roundedID: "an id that has lost digits, taken as it is written"
        default: nil
        }
    }

    /// What differs between such rows, and is worth counting.
    var value: String? {
        switch self {
        case .labelOutsideScheme(let label), .severalLabels(let label): label
        case .strangeMark(_, let found): found
        case .unacceptedLabel(let answer): answer
        default: nil
        }
    }
}
