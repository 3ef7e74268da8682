import Foundation
import Journal
import Learning
import Sampling
import Threads

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// The ranking in use in a file, so that who resumes need not wait until it has been learnt again: a copy of what can be made
/// again, safe to delete at any time.
///
/// The file begins with the line `tocsin queue 1 ALGORITHMS KEY`: how rankings are computed, and what this one was computed from
/// (``RankingKey``). Little-endian whole numbers of 4 bytes follow: the length of the selections, how many messages remain behind
/// them, and whether those have scores (1) or not (0). Then the selections, the remainder's strategy and the threshold, or those of several labels, as JSON;
/// a row (4 bytes) for each message that remains; likewise its score, a 32-bit floating-point number; a probability of each label for
/// each text; and the CRC-32C of all that. What does not fit in any way is not used. It decides nothing that the journal does
/// not: the ranking is learnt again all the same, and takes its place.
public final class QueueCache: Sendable {
    private let corpus: Corpus
    private let settings: SessionSettings
    private let modelSettings: ModelSettings
    private let transfer: TransferSource?
    private let vectors: String?
    private let path: @Sendable () -> String?

    /// The cache of a session, whose ranker has the same corpus, settings and transfer source.
    ///
    /// - Parameters:
    ///   - vectors: identity of the vectors that there are or will be; nil for none.
    ///   - path: where it is now, as it goes along when the journal moves; nil while nothing may be kept.
    public init(
        corpus: Corpus, settings: SessionSettings, modelSettings: ModelSettings = .standard,
        transfer: TransferSource? = nil, vectors: String? = nil, path: @escaping @Sendable () -> String?
    ) {
        self.corpus = corpus
        self.settings = settings
        self.modelSettings = modelSettings
        self.transfer = transfer
        self.vectors = vectors
        self.path = path
    }

    /// What all such files begin with.
    private static let beginning = "tocsin queue "

    /// What those begin with that this program can use.
    private static let mark = Array("\(beginning)1 \(RankingKey.algorithms) ".utf8)

    /// What is neither a row nor a number of a text.
    private struct Choice: Codable {
        let selections: [Selection]
        let strategy: String
        let threshold: Double
        /// One of each label, where a message can have several.
        let thresholds: [Double]?
    }

    private func header(_ request: RankingRequest, _ vectors: String?) -> [UInt8] {
        let key = RankingKey(
            of: request, corpus: corpus, settings: settings, modelSettings: modelSettings, transfer: transfer,
            vectors: vectors)
        return Self.mark + Array("\(key.digits)\n".utf8)
    }

    // MARK: Reading

    /// The ranking that a session asks for at its start, with a model of which only the answers are there; nil where it was not
    /// kept, or not undamaged.
    ///
    /// - Complexity: O(pool + labels log labels), and a pass over the file.
    public func ranking(for request: RankingRequest) -> Ranking? {
        var identity: String?
        switch request.vectors {
        case .none: break
        case .whereComplete: return nil
        case .required(let required):
            // Without them it is lost; see ``VectorsMissing``.
            guard required == vectors else { return nil }
            identity = required
        }
        guard let file = path().flatMap(ReadFile.init) else { return nil }
        let headerLength = Self.mark.count + 17
        let start = headerLength + 12
        guard file.size > start, let fixed = file.bytes(start, at: 0), fixed.starts(with: Self.mark) else { return nil }
        let (length, rest) = (Self.number(fixed, headerLength), Self.number(fixed, headerLength + 4))
        let hasScores = Self.number(fixed, headerLength + 8)
        let answers = corpus.rowCount * corpus.scheme.names.count
        let size = start + length + rest * (hasScores == 1 ? 8 : 4) + answers * 4 + 4
        // A selection takes less than 1,024 bytes.
        guard hasScores <= 1, rest <= corpus.pool.count, length <= 65_536 + 1_024 * corpus.pool.count,
            file.size == size, let bytes = file.bytes(size, at: 0), Self.isSound(bytes),
            bytes.starts(with: header(request, identity))
        else { return nil }
        var place = start + length
        let choice = try? Self.decoder.decode(Choice.self, from: Data(bytes[start..<place]))
        let rows = Self.numbers(bytes, at: &place, count: rest).map { Int32(bitPattern: $0) }
        let scores =
            hasScores == 1 ? Self.numbers(bytes, at: &place, count: rest).map { Float(bitPattern: $0) } : nil
        let probabilities = Self.numbers(bytes, at: &place, count: answers).map { Float(bitPattern: $0) }
        guard let choice, choice.threshold.isFinite, probabilities.allSatisfy({ $0 >= 0 && $0 <= 1 }) else {
            return nil
        }
        return ranking(
            request, identity, choice, Remainder(strategy: choice.strategy, rows: rows, scores: scores), probabilities)
    }

    private func ranking(
        _ request: RankingRequest, _ identity: String?, _ choice: Choice, _ remainder: Remainder,
        _ probabilities: [Float]
    ) -> Ranking? {
        let candidates = request.openRows(in: corpus)
        let rows = choice.selections.map(\.row) + remainder.rows.map(Int.init)
        guard rows.count == candidates.count, rows.sorted() == candidates,
            choice.selections.allSatisfy({ $0.score?.isFinite != false })
        else { return nil }
        let labels = corpus.scheme.names.count
        let answers = Matrix(rowCount: corpus.rowCount, columnCount: labels, elements: probabilities)
        let positive = corpus.scheme.positiveIndex
        guard choice.thresholds?.count == (corpus.scheme.isSeveral ? labels : nil) else { return nil }
        let decision =
            choice.thresholds.map {
                Decision(positive: positive, thresholds: $0, implications: corpus.scheme.implications)
            } ?? Decision(positive: positive, threshold: choice.threshold)
        let learntFrom = request.learntFrom
        let measured = corpus.evaluationExamples(learntFrom)
        let evaluation =
            measured.isEmpty
            ? nil
            : Evaluation(
                probabilities: Matrix(
                    rowCount: measured.count, columnCount: labels,
                    elements: measured.flatMap { answers.row($0.row) }),
                answers: measured.map(\.answer), positive: positive, isSeveral: corpus.scheme.isSeveral,
                implications: corpus.scheme.implications, seed: settings.seed)
        let model = LearntModel(
            training: corpus.trainingExamples(learntFrom), probabilities: answers,
            decision: decision, parts: nil)
        return Ranking(
            request: request, selections: choice.selections, remainder: remainder, model: model, vectors: identity,
            candidateCount: candidates.count, evaluation: evaluation, evaluationCount: measured.count, doubts: [],
            change: nil, seconds: 0)
    }

    // MARK: Writing

    /// Puts a ranking in the place of the one that was kept. Where that cannot be, nothing is kept, and nothing is said: the
    /// next resume waits as it would have.
    ///
    /// For the one who writes the journal, while nobody else can: another program with it open would be refused.
    /// - Complexity: that of ``ranking(for:)``.
    public func keep(_ ranking: Ranking) {
        guard let place = path(), Self.mayReplace(place), let bytes = bytes(of: ranking) else { return }
        let fresh = place + ".new"
        if Self.mayReplace(fresh) { unlink(fresh) }
        let descriptor = open(fresh, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { return }
        let isWritten = DescriptorBytes.write(bytes[...], to: descriptor, at: 0)
        close(descriptor)
        if !isWritten || rename(fresh, place) != 0 { unlink(fresh) }
    }

    private func bytes(of ranking: Ranking) -> [UInt8]? {
        let model = ranking.model
        let remainder = ranking.remainder
        let choice = Choice(
            selections: ranking.selections, strategy: remainder.strategy, threshold: model.decision.threshold,
            thresholds: model.decision.thresholds)
        guard let text = try? Self.encoder.encode(choice) else { return nil }
        var bytes = header(ranking.request, ranking.vectors)
        bytes.reserveCapacity(
            bytes.count + text.count + remainder.count * 8 + model.probabilities.elements.count * 4 + 16)
        func add(_ number: UInt32) { withUnsafeBytes(of: number.littleEndian) { bytes.append(contentsOf: $0) } }
        add(UInt32(truncatingIfNeeded: text.count))
        add(UInt32(truncatingIfNeeded: remainder.count))
        add(remainder.scores == nil ? 0 : 1)
        bytes.append(contentsOf: text)
        for row in remainder.rows { add(UInt32(bitPattern: row)) }
        for score in remainder.scores ?? [] { add(score.bitPattern) }
        for probability in model.probabilities.elements { add(probability.bitPattern) }
        add(Self.checksum(bytes[...]))
        return bytes
    }

    /// Whether there is nothing at a path, or a file of this kind, or an empty one; no link.
    private static func mayReplace(_ path: String) -> Bool {
        var status = stat()
        guard lstat(path, &status) == 0 else { return errno == ENOENT }
        guard let file = ReadFile(path) else { return false }
        return file.size == 0 || file.bytes(beginning.utf8.count, at: 0) == Array(beginning.utf8)
    }

    // MARK: Bytes

    /// A regular file that no link leads to, open until it is let go.
    private final class ReadFile {
        private let descriptor: Int32
        let size: Int

        init?(_ path: String) {
            let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOFOLLOW)
            guard descriptor >= 0 else { return nil }
            guard let size = DescriptorBytes.length(descriptor) else {
                close(descriptor)
                return nil
            }
            self.descriptor = descriptor
            self.size = size
        }

        deinit { close(descriptor) }

        /// So many bytes; nil where there are fewer.
        func bytes(_ count: Int, at offset: Int) -> [UInt8]? {
            var bytes = [UInt8](repeating: 0, count: count)
            let done = bytes.withUnsafeMutableBytes { DescriptorBytes.read(descriptor, $0, at: offset) }
            return done == count ? bytes : nil
        }
    }

    private static var encoder: JSONEncoder {
        let encoder = JSONEncoder()
        encoder.outputFormatting = .sortedKeys
        encoder.nonConformingFloatEncodingStrategy = .convertToString(
            positiveInfinity: "inf", negativeInfinity: "-inf", nan: "nan")
        return encoder
    }

    private static var decoder: JSONDecoder {
        let decoder = JSONDecoder()
        decoder.nonConformingFloatDecodingStrategy = .convertFromString(
            positiveInfinity: "inf", negativeInfinity: "-inf", nan: "nan")
        return decoder
    }

    private static func number(_ bytes: [UInt8], _ place: Int) -> Int {
        Int(UInt32(littleEndian: bytes.withUnsafeBytes { $0.loadUnaligned(fromByteOffset: place, as: UInt32.self) }))
    }

    private static func numbers(_ bytes: [UInt8], at place: inout Int, count: Int) -> [UInt32] {
        let start = place
        place += 4 * count
        return bytes.withUnsafeBytes { raw in
            (0..<count).map {
                UInt32(littleEndian: raw.loadUnaligned(fromByteOffset: start + 4 * $0, as: UInt32.self))
            }
        }
    }

    private static func checksum(_ bytes: ArraySlice<UInt8>) -> UInt32 {
        bytes.withUnsafeBufferPointer { CRC32C.checksum($0) }
    }

    private static func isSound(_ bytes: [UInt8]) -> Bool {
        checksum(bytes.dropLast(4)) == UInt32(truncatingIfNeeded: number(bytes, bytes.count - 4))
    }
}
