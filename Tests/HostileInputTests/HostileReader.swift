import Annotation
import Foundation
import Threads

@testable import Encoders
@testable import Journal
@testable import Learning
@testable import Messages
@testable import TensorFiles

/// A reader, sound inputs to begin with, and what must hold for every other input.
struct HostileReader: Sendable, CustomStringConvertible {
    let description: String
    let seeds: [[UInt8]]
    /// Throws when what must hold does not.
    let check: @Sendable ([UInt8]) throws -> Void

    init(description: String, seeds: [[UInt8]], check: @escaping @Sendable ([UInt8]) throws -> Void) {
        self.description = description
        self.seeds = seeds
        self.check = check
    }

    private init(description: String, seeds: [String], check: @escaping @Sendable ([UInt8]) throws -> Void) {
        self.init(description: description, seeds: seeds.map { Array($0.utf8) }, check: check)
    }

    /// All of them, in an order that saved inputs of the fuzzer rely on: new ones go to the end.
    static let all =
        messages + [labelScheme, journal, ownLines, model] + tokenizers + [tensors, arrays, vectors, features]

    static let messages = ["m.csv", "m.tsv", "m.jsonl", "m.txt", "m"].map { name in
        HostileReader(description: "messages-\(name)", seeds: tables.map { Array($0.utf8) } + packedTables) { bytes in
            let reader = MessageReader(scheme: .disaster)
            do {
                let read = try reader.read(bytes: bytes, path: name)
                try hold(
                    read.answers.count == read.pool.count && !read.pool.isEmpty, "a label or none for each message")
                for (index, message) in read.pool.enumerated() {
                    try hold(!message.id.isEmpty && !message.text.isEmpty, "an id and a text")
                    try hold(read.pool.index(ofID: message.id) == index, "\(message.id) is found")
                }
                for problem in read.problems {
                    try hold(problem.description.utf8.count < 2_000, "a short description of a problem")
                }
            } catch let error as ReadingError {
                try hold(error.description.utf8.count < 10_000, "a short description of an error")
            }
        }
    }

    static let labelScheme = HostileReader(description: "yaml", seeds: schemes) { bytes in
        do {
            let scheme = try LabelScheme(yaml: String(decoding: bytes, as: UTF8.self), path: "t.yaml")
            try hold(scheme.labels.count >= 2 && scheme.labels.indices.contains(scheme.positiveIndex), "two labels")
            try hold(Set(scheme.labels.map(\.key)).count == scheme.labels.count, "a key for each label")
        } catch let error as LabelSchemeError {
            try hold(error.description.utf8.count < 20_000, "a short description of an error")
        }
    }

    static let journal = HostileReader(description: "journal", seeds: journals) { bytes in
        let (contents, damage) = JournalContents.examine(bytes)
        try hold(contents.lines.count + damage.count >= bytes.count { $0 == 0x0A }, "each line is read or reported")
        var history = LabelHistory()
        for line in contents.lines { _ = try? history.apply(line) }
        _ = history.trainingLabelCount(after: -1)
        let repair = JournalRepair(of: bytes)
        let (again, left) = JournalContents.examine(repair.bytes)
        try hold(left.isEmpty, "a repaired journal is sound: \(left)")
        try hold(
            again.lines.isEmpty || again.hasBeginning, "a repaired journal begins as one")
        var replayed = LabelHistory()
        for line in again.lines { _ = try replayed.apply(line) }
        for line in again.lines {
            let back = try JournalLine(decoding: line.encoded.dropLast())
            try hold(
                back.event == line.event && back.sequence == line.sequence && back.at == line.at,
                "what is written again means the same: \(line)")
        }
        if again.format == .one, let identity = JournalIdentity(String(repeating: "0", count: 32)) {
            let carried = CarriedJournal(repair.bytes, again, identity)
            let (new, wrong) = JournalContents.examine(carried.bytes)
            try hold(
                wrong.isEmpty && new.lines == again.lines, "a journal that is carried over says the same: \(wrong)")
        }
        _ = try? JournalMerge([("a", bytes), ("b", bytes)])
        _ = try? JournalStatistics(contents)
    }

    static let ownLines = HostileReader(description: "own-lines", seeds: [journals[0]]) { bytes in
        for line in bytes.split(separator: 0x0A) where line.count > 18 {
            // With a right checksum, so that the quick reader is asked at all.
            let text = String(decoding: line.dropLast(18), as: UTF8.self)
            // Foundation drops a mark of byte order; this program writes it as an escape.
            guard !text.unicodeScalars.contains("\u{FEFF}") else { continue }
            let closed = JournalLine.closed(text).dropLast()
            let quick = closed.withUnsafeBufferPointer { buffer in
                var line = CanonicalLine(buffer, format: .one)
                return line.parsed()
            }
            guard let quick else { continue }
            guard let object = try JSONSerialization.jsonObject(with: Data(closed)) as? [String: Any] else {
                throw Broken(promise: "the general reader reads \(String(reflecting: text))")
            }
            let members = JSONMembers(object)
            try hold(members["seq"] == quick.sequence, "the same number: \(String(reflecting: text))")
            try hold(try members.event(version: 1) == quick.event, "the same event: \(String(reflecting: text))")
        }
    }

    static let model = HostileReader(description: "model", seeds: models) { bytes in
        do {
            let model = try TextModel(fileBytes: bytes, path: "m.safetensors")
            try hold(model.labels.count >= 2 && model.labels.indices.contains(model.positive), "a positive label")
            let vectors = model.meaning.map { meaning in
                Matrix(
                    rowCount: 2, columnCount: meaning.width,
                    elements: (0..<2 * meaning.width).map { Float($0 % 5) - 2 })
            }
            let probabilities = try model.probabilities(for: ["flood at the mill, flood", ""], vectors: vectors)
            try hold(probabilities.rowCount == 2 && probabilities.columnCount == model.labels.count, "a row for each")
            let again = try TextModel(fileBytes: model.fileBytes, path: "m.safetensors")
            try hold(again == model, "what is written again is the same")
        } catch let error as ModelFileError {
            try hold(error.description.utf8.count < 3_000, "a short description of an error")
            try hold(error.description.hasPrefix("m.safetensors: "), "an error that names its file")
        }
    }

    static let tokenizers = [
        ("sentencepiece.bpe.model", [SmallTokenizers.model]), ("sp.model", [SmallTokenizers.model]),
        ("tokenizer.json", [Array(SmallTokenizers.tokenizerFile.utf8)]),
        ("vocab.txt", [Array(SmallTokenizers.vocabulary.utf8)]),
    ].map { name, seeds in
        HostileReader(description: "encoder-\(name)", seeds: seeds) { bytes in
            do {
                let tokenizer = try SubwordTokenizer(folder: "e", maximumCount: 80) { $0 == name ? bytes : nil }
                for text in ["", "A ab  flooded! \u{6C34} </s>", String(repeating: "AB e\u{301} \u{1F30A}", count: 30)]
                {
                    let tokens = tokenizer.tokens(of: text)
                    try hold(tokens.count <= 80, "as many tokens as are allowed")
                    try hold(
                        tokens.allSatisfy { 0..<tokenizer.vocabularySize ~= Int($0) }, "tokens of the vocabulary")
                }
            } catch let error as EncoderError {
                try hold(error.description.utf8.count < 3_000, "a short description of an error")
                try hold(error.description.hasPrefix("e/\(name): "), "an error that names its file")
            }
        }
    }

    static let tensors = HostileReader(description: "tensors", seeds: models + [tensorFile]) { bytes in
        do {
            let file = try Safetensors(FileBytes(bytes), path: "e.safetensors")
            for tensor in file.tensors {
                try hold(
                    tensor.bytes.count == tensor.shape.reduce(tensor.type.byteCount, *),
                    "as many bytes as its shape says")
                _ = try? FloatRows(
                    count: 1, width: tensor.bytes.count / tensor.type.byteCount, type: tensor.type, bytes: tensor.bytes,
                    path: "e", place: .tensor(tensor.name)
                ).all()
            }
            try hold(
                file.tensors.reduce(0) { $0 + $1.bytes.count } <= bytes.count, "no byte that belongs to two tensors")
        } catch let error as TensorFileError {
            try hold(error.description.utf8.count < 3_000, "a short description of an error")
            try hold(error.description.hasPrefix("e.safetensors: "), "an error that names its file")
        }
    }

    static let arrays = HostileReader(description: "arrays", seeds: [array]) { bytes in
        do {
            let array = try NumPyArray(FileBytes(bytes), path: "a.npy")
            try hold(
                array.bytes.count == array.shape.reduce(array.type.byteCount, *), "as many bytes as its shape says")
            _ = try? array.floats(shape: array.shape)
            _ = try? array.doubles()
        } catch let error as TensorFileError {
            try hold(error.description.utf8.count < 3_000, "a short description of an error")
            try hold(error.description.hasPrefix("a.npy: "), "an error that names its file")
        }
    }

    // MARK: Seeds

    /// A tensor of each type.
    private static let tensorFile = Safetensors(
        metadata: [("format", "pt")],
        tensors: ElementType.allCases.map { type in
            Safetensors.Tensor(
                name: "layer." + type.rawValue, type: type, shape: [2, 1],
                bytes: FileBytes(Array(repeating: 1, count: 2 * type.byteCount)))
        }
    ).bytes

    private static let array: [UInt8] = {
        let header = "{'descr': '<f4', 'fortran_order': False, 'shape': (2, 1), }"
        return [0x93] + Array("NUMPY".utf8) + [1, 0, UInt8(header.utf8.count), 0] + Array(header.utf8)
            + Array(repeating: 1, count: 8)
    }()

    /// Small ones: of single words, of everything that is written, and of an encoder's vectors as well.
    private static let models: [[UInt8]] = [
        (FeatureSettings(wordGrams: 1, characterGrams: nil, minimumDocuments: 1, isWeighted: false), false),
        (FeatureSettings(wordGrams: 2, characterGrams: 3...5, minimumDocuments: 1, isWeighted: true), false),
        (FeatureSettings(wordGrams: 1, characterGrams: nil, minimumDocuments: 1, isWeighted: true), true),
    ].compactMap { settings, hasMeaning in
        let texts = ["flood at the mill", "concert"]
        var training = TrainingSettings.standard
        (training.hiddenUnits, training.epochs) = (2, 2)
        let extractor = FeatureExtractor(settings: settings)
        var vectors = QuantizedVectors(width: 3)
        for vector in [[1, 0, 0.5], [-1, 0.25, 0]] as [[Float]] { vectors.append(vector) }
        let dense = hasMeaning ? DenseRows(vectors, places: [0, 1], weight: 0.5) : nil
        guard
            let (vocabulary, rows) = try? extractor.extract(
                fromTexts: texts.count, text: { texts[$0] }, threads: 1),
            let classifier = try? Trainer.train(
                FeatureRows(rows, dense: dense), [Example(row: 0, label: 0), Example(row: 1, label: 1)], labelCount: 2,
                settings: training, seed: 1
            )
        else { return nil }
        return TextModel(
            vocabulary: vocabulary, classifier: classifier,
            meaning: dense.map {
                TextModel.Meaning(encoder: "e", digest: "d", kernel: "plain", weight: $0.weight, mean: $0.mean)
            },
            labels: ["related", "not"], positive: 0, threshold: 0.5,
            origin: TextModel.Origin(
                tool: "t", task: "é", trainingCounts: [1, 1], evaluationCount: 0, training: training, seed: 1)
        ).fileBytes
    }

    static let vectors = HostileReader(description: "vectors", seeds: [storedVectors]) { bytes in
        let path = FileManager.default.temporaryDirectory.appendingPathComponent("tocsin-\(UUID()).vectors")
        defer { try? FileManager.default.removeItem(at: path) }
        try Data(bytes).write(to: path)
        let vectors = CountingEncoder.vectors(at: path)
        var isKept = true
        try vectors.make { if case .notStored = $0 { isKept = false } }
        let right = CountingEncoder.vectors(at: nil)
        try right.make()
        guard let (rows, expected) = vectors.rows().flatMap({ rows in right.rows().map { (rows, $0) } }) else {
            throw Broken(promise: "rows where all vectors are made")
        }
        for row in 0..<expected.count {
            try hold(rows.row(row) == expected.row(row), "the vector of text \(row), whatever was stored")
        }
        let after = [UInt8](try Data(contentsOf: path))
        if isKept {
            try hold(after.starts(with: Array("tocsin vectors 1 d plain 4\n".utf8)), "a file of this encoder")
        } else {
            try hold(after == bytes, "a file of others stays as it is")
        }
    }

    static let features = HostileReader(description: "features", seeds: [featureRows]) { bytes in
        let path = FileManager.default.temporaryDirectory.appendingPathComponent("tocsin-\(UUID()).features")
        defer { try? FileManager.default.removeItem(at: path) }
        try Data(bytes).write(to: path)
        guard let file = try? MappedFile(path: path.path) else { return }
        let read = FeatureBytes.read(
            file, at: 0, count: bytes.count, rows: featureTexts.count, settings: .standard, threads: 1)
        guard let rows = read?.rows else { return }
        try hold(rows.lengths().allSatisfy(\.isFinite), "lengths of rows")
        let ones = [Double](repeating: 1, count: rows.columnCount)
        try hold(
            rows.products(of: Array(featureTexts.indices), with: ones).allSatisfy(\.isFinite), "products of rows")
        for row in featureTexts.indices {
            let entries = rows.rowEntries(row)
            try hold(entries.count == rows.entryCount(row), "as many entries as a row says")
            try hold(entries.allSatisfy { Int($0.column) < rows.columnCount }, "columns that there are")
            try hold(zip(entries, entries.dropFirst()).allSatisfy { $0.column < $1.column }, "ascending columns")
        }
    }

    private static let featureTexts = ["flood at the mill mill", "album", "", "boats at the mill"]

    /// Rows as they are written.
    private static let featureRows: [UInt8] = {
        let made = try? FeatureExtractor().extract(
            fromTexts: featureTexts.count, text: { featureTexts[$0] }, threads: 1)
        var bytes: [UInt8] = []
        if let made { FeatureBytes.forEachPiece(of: made.vocabulary, made.rows) { bytes += $0 } }
        return bytes
    }()

    /// A file of vectors as it is written.
    private static let storedVectors: [UInt8] = {
        let path = FileManager.default.temporaryDirectory.appendingPathComponent("tocsin-\(UUID()).vectors")
        defer { try? FileManager.default.removeItem(at: path) }
        try? CountingEncoder.vectors(at: path).make()
        return (try? Data(contentsOf: path)).map { [UInt8]($0) } ?? []
    }()

    /// In other encodings, and packed.
    private static let packedTables: [[UInt8]] = [
        [0xFF, 0xFE] + "id\ttext\r\n1\té\r\n".utf16.flatMap { [UInt8($0 & 0xFF), UInt8($0 >> 8)] },
        "id,text\n1,é\n2,é\n3,é\n".unicodeScalars.map { UInt8($0.value) },
        // python3: gzip.compress(b"id,text\n1,flood at the mill\n", mtime=0)
        [
            0x1F, 0x8B, 8, 0, 0, 0, 0, 0, 2, 3, 0xCB, 0x4C, 0xD1, 0x29, 0x49, 0xAD, 0x28, 0xE1, 0x32, 0xD4, 0x49, 0xCB,
            0xC9,
            0xCF, 0x4F, 0x51, 0x48, 0x2C, 0x51, 0x28, 0xC9, 0x48, 0x55, 0xC8, 0xCD, 0xCC, 0xC9, 0xE1, 2, 0, 0x2A, 0x9F,
            0xBA,
            0xEC, 0x1C, 0, 0, 0,
        ],
    ]

    private static let tables = [
        "id,text,label,kind\r\n1,\"a \"\"b\"\",\r\nc\",1,sms\r\n2,plain &amp; simple,,\r\n3,\"x\",0,\n",
        "7,some text,1,random,0.5\n8,other,,atlas,\n", "id\ttext\n1\tx\n2\t\"y\tz\"\n",
        "first\n\nsecond, with comma\r\n",
        "{\"id\":1,\"text\":\"x\",\"label\":\"related\"}\n{\"id\":\"b\",\"text\":\"\\u00e9\\ud83c\\udf0a\"}\n",
        "[{\"id\":2.5e17,\"data\":{\"text\":\"x\"},\"annotations\":[{\"result\":[{\"value\":{\"choices\":[\"related\"]}}]}]},\n"
            + "{\"text\":\"y\",\"cats\":{\"related\":0.5},\"a\":[[1,{}],\"z\"]}]",
        "{\"data\":[{\"id\":\"1\",\"text\":\"x\"},{\"full_text\":\"y\",\"retweeted_status\":{\"text\":\"z\"}}],\"meta\":{}}\n",
        "__label__related one two\n__label__0 __label__1 three\n",
    ]

    private static let schemes = [
        "task: x\nlabels: [water, food, shelter]\npositive: food\nguidelines: |\n  * one\n  & two\n",
        """
        task: disaster
        labels:
          - name: related
            key: "1"
            color: red
            also: ["1", yes]
            description: >
              folded
              text
          - {name: not_related, key: "0", title: 'not'}
        """,
    ]

    private static let journals: [String] = {
        let events: [JournalEvent] = [
            .session(
                SessionEvent(
                    tool: "0.1.0", task: "disaster", labels: ["not_related", "related"], poolCount: 3,
                    poolDigest: "00ff",
                    seed: 42, annotator: "amina",
                    transfer: TransferOrigin(task: "t", labels: 5, digest: "ff", rate: 0.5),
                    chosen: ChosenSettings(evaluationItems: 5, round: 1, ranked: true, repeatShare: 0.5, preset: "p"))),
            .label(
                LabelEvent(id: "1", label: "related", set: .training, round: 1, strategy: "atlas", score: 0.5, ms: 9)),
            .label(LabelEvent(id: "2", label: "not_related", set: .evaluation, round: 0, strategy: "random")),
            .undo(of: 2), .skip(id: "2", round: 1), .note(id: "2", text: "é\n\u{2028}\""),
            .strategy(recipe: "random=5"), .strategy(recipe: "margin", keepsQueue: true),
            .queue(recipe: "margin", candidates: 6), .unlabel(id: "1", givenBy: 1),
            .label(LabelEvent(id: "3", label: "related", set: .training, round: 1, strategy: "by-hand", with: 1)),
            .round(RoundEvent(round: 2, through: 4, training: 4, evaluation: 6, f1: 0.25, auc: nil, seconds: 0.5)),
            .lost(reason: "gone"), .end(EndEvent(lines: 14)),
        ]
        let time = Timestamp(milliseconds: 1_700_000_000_123)
        let lines = events.enumerated().map { JournalLine(sequence: $0.offset, at: time, event: $0.element).encoded }
        let checked = String(decoding: lines.joined(), as: UTF8.self)
        // Without checksums, so that changes come through to the reader of fields.
        let bare = checked.replacing(#/,"crc":"[0-9a-f]{8}"/#, with: "")
        var identity = SystemRandomNumberGenerator()
        var chain = LineChain(
            identity: JournalIdentity("00112233445566778899aabbccddeeff") ?? JournalIdentity(using: &identity))
        let chained = events.enumerated().flatMap { sequence, event in
            chain.encoded(JournalLine(sequence: sequence, at: time, event: event))
        }
        return [checked, bare, bare, String(decoding: chained, as: UTF8.self)]
    }()
}

/// An encoder whose vectors count bytes.
private struct CountingEncoder: TextEncoder {
    let width = 4

    func vectors(of texts: [String], threads: Int, monitor: WorkMonitor) -> [Float] {
        texts.flatMap { text in (0..<4).map { part in Float(text.utf8.count { Int($0) % 4 == part }) - 0.5 } }
    }

    /// Those of five texts, stored in a file where one is named.
    static func vectors(at file: URL?) -> TextVectors {
        let texts = ["flood at the mill", "album", "", "boats", "flood at the mill"]
        return TextVectors(
            texts: Learner.Texts(count: texts.count) { texts[$0] },
            encoder: EncoderSource(name: "counting", digest: "d", arithmetic: "plain") { CountingEncoder() }, weight: 1,
            cache: file.map { VectorCache(path: $0.path, digest: "d", arithmetic: "plain") }, threads: 1)
    }
}

/// A promise that an input has broken.
struct Broken: Error, CustomStringConvertible {
    let promise: String

    var description: String { "does not hold: \(promise)" }
}

private func hold(_ condition: @autoclosure () throws -> Bool, _ promise: @autoclosure () -> String) throws {
    guard try condition() else { throw Broken(promise: promise()) }
}
