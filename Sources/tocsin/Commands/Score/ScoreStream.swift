import Annotation
import Foundation
import Learning
import Messages
import Notation
import Sampling
import Threads

/// The way of lines through a model: blocks are read, scored on several threads, and written in their order.
struct ScoreStream {
    /// Which lines are kept instead of all.
    struct Ranking {
        let score: MessageScore
        var best: HighestEntries<RankedMessage>

        init(score: MessageScore, limit: Int) {
            self.score = score
            best = HighestEntries(limit)
        }
    }

    private let scorer: BlockScorer
    private let decision: Decision
    private var reader: LineReader
    private let writer: ScoreWriter
    private let hasHeader: Bool
    private let threads: Int
    private var output = ScoreOutput()
    var ranking: Ranking?

    init(
        scorer: BlockScorer, decision: Decision, reader: LineReader, writer: ScoreWriter, hasHeader: Bool,
        threads: Int
    ) {
        self.scorer = scorer
        self.decision = decision
        self.reader = reader
        self.writer = writer
        self.hasHeader = hasHeader
        self.threads = threads
    }

    /// What became of some lines.
    private struct Outcome: Sendable {
        var lines: [UInt8] = []
        var count = 0
        var ranked: [RankedMessage] = []
        var faults: [Fault] = []

        struct Fault: Sendable {
            let line: Int
            let fault: LineFault
        }
    }

    /// Reads to the end.
    ///
    /// - Returns: lines that could not be scored; each was named on standard error.
    /// - Throws: `ReadingError`, ``ScoreOutputError``, and what the encoder throws.
    mutating func run(_ path: String) throws -> Int {
        var input = try LineInput(path: path, blockSize: scorer.blockSize(threads: threads))
        if reader.format.hasHeader {
            guard let header = try input.next(limit: 1) else { throw ReadingError.empty(path: input.path) }
            let line = header.bytes.last == 0x0A ? header.bytes.dropLast() : header.bytes[...]
            try reader.readHeader(line, path: input.path)
        }
        if hasHeader { try output.write(writer.header, lineCount: 0) }
        var (count, faults) = (0, 0)
        while let block = try input.next() {
            for outcome in try outcomes(of: block) {
                for fault in outcome.faults {
                    Self.complain("\(input.path): line \(fault.line): \(fault.fault.reason)")
                }
                faults += outcome.faults.count
                for entry in outcome.ranked { ranking?.best.insert(entry) }
                try output.write(outcome.lines, lineCount: outcome.count)
            }
            count += block.lineCount
        }
        if let best = ranking?.best { try write(best.descending()) }
        if faults > 0 { Self.complain("\(input.path): \(faults) of \(count) lines could not be scored") }
        return faults
    }

    /// Also where nobody reads it any more: the lines themselves are what matters.
    private static func complain(_ text: String) {
        try? FileHandle.standardError.write(contentsOf: Data((TerminalText.visible(text) + "\n").utf8))
    }

    private mutating func write(_ best: [RankedMessage]) throws {
        for entry in best {
            var line: [UInt8] = []
            writer.append(
                entry.message, answer: entry.answer, probabilities: entry.probabilities,
                rank: ScoreWriter.Rank(score: entry.score), to: &line)
            try output.write(line, lineCount: 1)
        }
    }

    // MARK: Blocks

    private func outcomes(of block: LineInput.Block) throws -> [Outcome] {
        switch scorer {
        case .words(let pool):
            let pieces = block.pieces(ofAbout: BlockScorer.pieceSize)
            let scoring = scoring
            return Parallel.map(pieces.count, threads: threads) { [reader] place in
                pool.withScorer { scorer in
                    scoring.outcome(of: pieces[place], reader) { scorer.probabilities(of: $0.text) }
                }
            }
        case .meaning(let model, let encoder):
            var texts: [String] = []
            reader.forEachMessage(in: block) { _, message in
                if case .success(let message) = message { texts.append(String(decoding: message.text, as: UTF8.self)) }
            }
            let vectors = Matrix(
                rowCount: texts.count, columnCount: encoder.width,
                elements: try encoder.vectors(of: texts, threads: threads, monitor: WorkMonitor()))
            let probabilities = try model.probabilities(for: texts, vectors: vectors, threads: threads)
            var row = 0
            return [
                scoring.outcome(of: block, reader) { _ in
                    row += 1
                    return Array(probabilities.row(row - 1))
                }
            ]
        }
    }

    private var scoring: Scoring {
        Scoring(decision: decision, writer: writer, score: ranking?.score, threshold: ranking?.best.threshold)
    }

    /// What threads need to know.
    private struct Scoring: Sendable {
        let decision: Decision
        let writer: ScoreWriter
        let score: MessageScore?
        let threshold: RankedMessage?

        func outcome(
            of block: LineInput.Block, _ reader: LineReader, _ probabilities: (MessageLine) -> [Float]
        ) -> Outcome {
            var outcome = Outcome()
            outcome.lines.reserveCapacity(block.bytes.count)
            outcome.count = score == nil ? block.lineCount : 0
            reader.forEachMessage(in: block) { line, message in
                switch message {
                case .success(let message): add(message, probabilities(message), to: &outcome)
                case .failure(let fault):
                    outcome.faults.append(Outcome.Fault(line: line, fault: fault))
                    if score == nil { writer.append(fault, to: &outcome.lines) }
                }
            }
            return outcome
        }

        private func add(_ message: MessageLine, _ probabilities: [Float], to outcome: inout Outcome) {
            let answer = decision.answer(probabilities[...])
            guard let score else {
                return writer.append(message, answer: answer, probabilities: probabilities, to: &outcome.lines)
            }
            let value = score(probabilities[...])
            if let threshold, value < threshold.score { return }
            let entry = RankedMessage(score: value, message: message, answer: answer, probabilities: probabilities)
            if let threshold, !(threshold < entry) { return }
            outcome.ranked.append(entry.detached)
        }
    }
}
