import Answers
import Notation

/// Writes what a model says of messages, a line for each.
public struct ScoreWriter: Sendable {
    /// How a line is written.
    public enum Format: String, Sendable, CaseIterable {
        /// An object.
        case jsonl
        /// A row; line ends within a field become spaces, so that it stays on its line.
        case csv, tsv
    }

    /// What a strategy has found of a message, for a ranked one.
    public struct Rank: Sendable {
        public let score: Double

        public init(score: Double) { self.score = score }
    }

    public let format: Format
    private let labels: [String]
    /// Whether a message can have several labels: its line has a list.
    private let isSeveral: Bool
    private let list: LabelList
    /// By label, its name as JSON and as a cell.
    private let quoted: [[UInt8]]
    private let cells: [[UInt8]]
    /// Whether lines have a score and a text as well.
    private let isRanked: Bool

    /// - Parameters:
    ///   - isSeveral: whether a message can have several labels.
    ///   - isRanked: whether messages come with their score and text.
    public init(format: Format, labels: [String], isSeveral: Bool = false, isRanked: Bool) {
        self.isSeveral = isSeveral
        list = LabelList(spellings: labels)
        self.format = format
        self.labels = labels
        self.isRanked = isRanked
        let separator: UInt8 = format == .tsv ? 0x09 : 0x2C
        quoted = labels.map { Array(JSONText.quoted($0).utf8) }
        cells = labels.map { Self.cell(Array($0.utf8)[...], separator: separator) }
    }

    /// The line that names the columns; nothing for JSON.
    public var header: [UInt8] {
        guard format != .jsonl else { return [] }
        let names =
            ["id"] + (isRanked ? ["score", "text"] : []) + [labelName] + labels.map { "probability_" + $0 }
            + (isRanked ? [] : ["error"])
        var line: [UInt8] = []
        for name in names {
            if !line.isEmpty { line.append(separator) }
            line += Self.cell(Array(name.utf8)[...], separator: separator)
        }
        return line + [0x0A]
    }

    private var labelName: String { isSeveral ? ColumnRole.listName : ColumnRole.label.rawValue }

    private var separator: UInt8 { format == .tsv ? 0x09 : 0x2C }

    /// Appends the line of a message.
    ///
    /// - Parameters:
    ///   - answer: what is predicted.
    ///   - rank: for a writer of ranked messages.
    public func append(
        _ message: MessageLine, answer: Answer, probabilities: [Float], rank: Rank? = nil, to line: inout [UInt8]
    ) {
        guard format == .jsonl else {
            appendCell(message.id.text, to: &line)
            if let rank {
                line.append(separator)
                line += "\(rank.score)".utf8
                line.append(separator)
                line += Self.cell(message.written, separator: separator)
            }
            line.append(separator)
            appendLabels(of: answer, to: &line)
            for probability in probabilities {
                line.append(separator)
                line += Self.digits(probability).utf8
            }
            if !isRanked { line.append(separator) }
            line.append(0x0A)
            return
        }
        line += "{\"id\":".utf8
        append(message.id, to: &line)
        if let rank {
            line += ",\"score\":\(rank.score),\"text\":".utf8
            line += JSONText.quoted(String(decoding: message.written, as: UTF8.self)).utf8
        }
        line += ",\"\(labelName)\":".utf8
        appendMember(answer, to: &line)
        line += ",\"probabilities\":{".utf8
        for (place, probability) in probabilities.enumerated() {
            if place > 0 { line.append(0x2C) }
            line += quoted[place]
            line.append(0x3A)
            line += Self.digits(probability).utf8
        }
        line += "}}\n".utf8
    }

    private func appendLabels(of answer: Answer, to line: inout [UInt8]) {
        switch answer {
        case .one(let label): line += cells[label]
        case .several(let some): appendCell(list.text(some.map { labels[$0] }), to: &line)
        }
    }

    private func appendMember(_ answer: Answer, to line: inout [UInt8]) {
        switch answer {
        case .one(let label): line += quoted[label]
        case .several(let some):
            line.append(0x5B)
            for (place, label) in some.enumerated() {
                if place > 0 { line.append(0x2C) }
                line += quoted[label]
            }
            line.append(0x5D)
        }
    }

    /// Appends the line of one that is no message.
    public func append(_ fault: LineFault, to line: inout [UInt8]) {
        guard format == .jsonl else {
            appendCell(fault.id.text, to: &line)
            for _ in 0...labels.count { line.append(separator) }
            line.append(separator)
            appendCell(fault.reason, to: &line)
            line.append(0x0A)
            return
        }
        line += "{\"id\":".utf8
        append(fault.id, to: &line)
        line += ",\"error\":\(JSONText.quoted(fault.reason))}\n".utf8
    }

    /// In as many digits as tell it from other numbers of its kind; nothing that a probability can be has none.
    private static func digits(_ probability: Float) -> String { probability.isFinite ? "\(probability)" : "0" }

    private func append(_ id: MessageLine.ID, to line: inout [UInt8]) {
        switch id {
        case .line(let number): line += String(number).utf8
        case .number(let digits): line += digits.utf8
        case .text(let text):
            let isPlain = text.utf8.allSatisfy { $0 >= 0x20 && $0 < 0x7F && $0 != 0x22 && $0 != 0x5C }
            guard isPlain else {
                line += JSONText.quoted(text).utf8
                return
            }
            line.append(0x22)
            line += text.utf8
            line.append(0x22)
        }
    }

    private func appendCell(_ text: String, to line: inout [UInt8]) {
        line += Self.cell(Array(text.utf8)[...], separator: separator)
    }

    /// A field of RFC 4180, on one line.
    private static func cell(_ text: ArraySlice<UInt8>, separator: UInt8) -> [UInt8] {
        let isPlain = text.allSatisfy { $0 != 0x22 && $0 != separator && $0 != 0x0A && $0 != 0x0D }
        guard !isPlain else { return Array(text) }
        var cell: [UInt8] = [0x22]
        for byte in text {
            if byte == 0x22 { cell.append(byte) }
            cell.append(byte == 0x0A || byte == 0x0D ? 0x20 : byte)
        }
        return cell + [0x22]
    }
}
