/// The forms that other programs for labelling and learning have for a labelled text.
extension ExportWriter {
    /// What goes beside text and label, which have places of their own.
    private func metadata(_ row: ExportRow) -> [(name: String, value: ExportCell)] {
        members(fields.filter { $0 != .text && $0 != .label }, of: row)
    }

    // MARK: fastText

    private static let fastTextPrefix = "__label__"
    /// What fastText writes for a line's end, and takes for one.
    private static let fastTextEnd = "</s>"

    /// Labels as a word each.
    ///
    /// - Throws: ``LabelsAlike``.
    static func fastTextLabels(_ names: [String]) throws(LabelsAlike) -> [String] {
        let words = names.map { name in String(name.map { $0.isWhitespace || $0 == "\0" ? "_" : $0 }) }
        for (index, word) in words.enumerated() {
            if let first = words.firstIndex(of: word), first != index {
                throw LabelsAlike(labels: [names[first], names[index]], word: fastTextPrefix + word)
            }
        }
        return words
    }

    /// `__label__NAME text`, with a word for each label. Line ends and NUL become spaces; words of the text that fastText would take for a label or a
    /// line's end get a backslash before them.
    func fastTextLine(_ row: ExportRow) -> String {
        let label = (row.labels ?? []).map { Self.fastTextPrefix + labels[$0] + " " }.joined()
        let text = String(row.text.map { $0.isNewline || $0 == "\0" ? " " : $0 })
        var escaped = ""
        var word = ""
        for scalar in text.unicodeScalars {
            if scalar == " " || scalar == "\t" {
                escaped += Self.escaped(word)
                escaped.unicodeScalars.append(scalar)
                word = ""
            } else {
                word.unicodeScalars.append(scalar)
            }
        }
        return label + escaped + Self.escaped(word)
    }

    private static func escaped(_ word: String) -> String {
        word.utf8.starts(with: fastTextPrefix.utf8) || word.utf8.elementsEqual(fastTextEnd.utf8) ? "\\" + word : word
    }

    // MARK: spaCy

    /// `cats` has each label, 1.0 or 0.0; none where there is no label, which spaCy takes for a missing annotation.
    func spaCyObject(_ row: ExportRow) -> ExportCell {
        let cats = row.labels.map { holding in
            labels.enumerated().map { (name: $1, value: ExportCell.number(holding.contains($0) ? "1.0" : "0.0")) }
        }
        return .members([
            ("text", .text(row.text)), ("cats", .members(cats ?? [])),
            ("meta", .members(metadata(row) + predictionMembers(of: row))),
        ])
    }

    // MARK: Label Studio

    /// A task with what a labelling interface with a `Text` named `text` and `Choices` named `label` would have made of it. A
    /// skipped message has an annotation that was cancelled.
    func labelStudioTask(_ row: ExportRow) -> ExportCell {
        var annotations: [ExportCell] = []
        if row.labels != nil || row.isSkipped {
            var members: [(name: String, value: ExportCell)] = [
                ("result", .list(choices(row.labels ?? []))), ("was_cancelled", .truth(row.labels == nil)),
            ]
            if row.seconds != nil { members.append(("lead_time", .number(row.seconds))) }
            if let time = row.time { members.append(("created_at", .text(time))) }
            annotations.append(.members(members))
        }
        var members: [(name: String, value: ExportCell)] = [
            ("data", .members([("text", .text(row.text))] + metadata(row))), ("annotations", .list(annotations)),
        ]
        if hasPredictions {
            let predictions = row.prediction.map { prediction in
                ExportCell.members([
                    // Of several labels that of which the model is least sure.
                    ("model_version", .text(tool)),
                    (
                        "score",
                        prediction.labels.map { prediction.probabilities[$0] }.min().map { .number($0) } ?? .none
                    ),
                    ("result", .list(choices(prediction.labels))),
                ])
            }
            members.append(("predictions", .list(predictions.map { [$0] } ?? [])))
        }
        return .members(members)
    }

    /// The choices of one annotator; nothing for no label.
    private func choices(_ chosen: [Int]) -> [ExportCell] {
        guard !chosen.isEmpty else { return [] }
        return [
            .members([
                ("from_name", .text("label")), ("to_name", .text("text")), ("type", .text("choices")),
                ("value", .members([("choices", .list(chosen.map { .text(labels[$0]) }))])),
            ])
        ]
    }

    // MARK: doccano

    func doccanoObject(_ row: ExportRow) -> ExportCell {
        var members: [(name: String, value: ExportCell)] = [("text", .text(row.text))]
        // Where a message can have several labels an empty list is an answer.
        if row.labels != nil || !isSeveral {
            members.append(("label", .list((row.labels ?? []).map { .text(labels[$0]) })))
        }
        return .members(members + metadata(row) + predictionMembers(of: row))
    }

    // MARK: Prodigy

    /// A task of the `choice` interface. A skipped message was ignored; without any answer a task is still to be done.
    func prodigyTask(_ row: ExportRow) -> ExportCell {
        var members: [(name: String, value: ExportCell)] = [
            ("text", .text(row.text)),
            ("options", .list(labels.map { .members([("id", .text($0)), ("text", .text($0))]) })),
        ]
        if row.labels != nil || row.isSkipped {
            members.append(("accept", .list((row.labels ?? []).map { .text(labels[$0]) })))
            members.append(("answer", .text(row.labels == nil ? "ignore" : "accept")))
        }
        members.append(("meta", .members(metadata(row) + predictionMembers(of: row))))
        return .members(members)
    }
}

/// Two labels that fastText could not tell apart.
public struct LabelsAlike: Error, Hashable, CustomStringConvertible {
    /// Their names.
    public let labels: [String]
    /// What both would be written as.
    public let word: String

    public var description: String {
        "labels \(labels.map { "'\($0.shortened)'" }.joined(separator: " and ")) are both \(word.shortened) for fastText, "
            + "whose labels are words without spaces; write numbers with --codes, or take another --format"
    }
}
