import Foundation
import TensorFiles
import Testing

@testable import Learning

private let texts = [
    "flood at the mill", "concert at noon", "flood water rises", "cup final at noon", "water in the mill",
    "final score",
]

/// A model of two or three labels.
private func model(
    labels: [String] = ["no", "yes"], settings: FeatureSettings = .standard, start: ModelStart? = nil
) throws -> (model: TextModel, rows: SparseRows, learnt: Classifier) {
    let (vocabulary, rows) = try FeatureExtractor(settings: settings).extract(
        fromTexts: texts.count, text: { texts[$0] }, threads: 1)
    var training = TrainingSettings.standard
    training.hiddenUnits = 5
    training.epochs = 30
    let examples = (0..<4).map { Example(row: $0, label: $0 % labels.count) }
    let learnt = try Trainer.train(
        FeatureRows(rows), examples, labelCount: labels.count, settings: training, seed: 3, start: start)
    let model = TextModel(
        vocabulary: vocabulary, classifier: learnt, labels: labels, positive: 1, threshold: 0.1 + 0.2,
        origin: TextModel.Origin(
            tool: "tocsin 9", task: "t \"1\"\né", trainingCounts: labels.indices.map { $0 + 2 }, evaluationCount: 0,
            training: training, seed: .max))
    return (model, rows, learnt)
}

private let allSettings: [FeatureSettings] = [
    .standard, .published, FeatureSettings(wordGrams: 1, characterGrams: 2...3, minimumDocuments: 1, isWeighted: true),
]

@Test(
    "a model says of texts what its classifier said of their rows, bit for bit, from its file as well",
    arguments: allSettings)
func sameProbabilities(settings: FeatureSettings) throws {
    let (model, rows, learnt) = try model(settings: settings)
    let expected = learnt.outputs(for: FeatureRows(rows)).probabilities
    for model in [model, try TextModel(fileBytes: model.fileBytes, path: "m")] {
        for threads in [1, 3] { #expect(try model.probabilities(for: texts, threads: threads) == expected) }
    }
}

@Test(
    "a model is the same again after its file", arguments: [["no", "yes"], ["a", "b\"\\\n", "ü\u{1F30A}"]], allSettings)
func fileThereAndBack(labels: [String], settings: FeatureSettings) throws {
    let model = try model(labels: labels, settings: settings).model
    #expect(try TextModel(fileBytes: model.fileBytes, path: "m") == model)
}

@Test("how words are read and chosen stands in the file where programs before would not know it")
func fileOfOtherFeatures() throws {
    let other = try parts(model(settings: .published).model.fileBytes).text
    for fact in [#""tocsin.model":"11""#, #""features.occurrences":"3""#, #""features.reading":"spaced""#] {
        #expect(other.contains(fact), "\(other)")
    }
    let plain = try parts(model().model.fileBytes).text
    #expect(plain.contains(#""tocsin.model":"9""#) && !plain.contains("features.reading"))
    let bytes = try changed(
        model(settings: .published).model.fileBytes,
        header: { $0.replacingOccurrences(of: #""spaced""#, with: #""torn""#) })
    let error = try #require(throws: ModelFileError.self) { try TextModel(fileBytes: bytes, path: "m") }
    #expect("\(error)".contains("metadata 'features.reading': found 'torn', expected tokens or spaced"), "\(error)")
}

@Test("weights that no feature of the vocabulary has do not leave with the model")
func unusedWeights() throws {
    // The layer of another task knows columns 0 and 1; row 1 of its weights belongs to neither.
    let weights = (0..<15).map { Float($0) / 10 }
    let start = HiddenLayer(
        weightRows: [0, 2], weights: weights, bias: [0, 0, 0, 0, 0])
    let (model, rows, learnt) = try model(start: ModelStart(start))
    let used = model.classifier.knownFeatureCount
    #expect(model.classifier.inputWeights.count == used * 5 && used == learnt.knownFeatureCount)
    #expect(try model.probabilities(for: texts) == learnt.outputs(for: FeatureRows(rows)).probabilities)
    // By hand: two rows of which the second column's is the first.
    let classifier = Classifier(
        labelCount: 2, hiddenCount: 1, weightRows: [2, -1, 0], inputWeights: [7, 8, 9], hiddenBias: [1],
        outputWeights: [1, -1], outputBias: [0, 0])
    let vocabulary = Vocabulary(settings: .standard, features: [1, 2, 3], frequencies: [1, 1, 1], textCount: 1)
    let small = TextModel(
        vocabulary: vocabulary, classifier: classifier, labels: ["a", "b"], positive: 0, threshold: 0.5,
        origin: model.origin)
    #expect(small.classifier.inputWeights == [7, 9] && small.classifier.weightRows == [1, -1, 0])
    // Each with a row of its own, as in files of programs before.
    #expect(try parts(small.fileBytes).text.contains(#""tocsin.model":"1""#))
    #expect(try TextModel(fileBytes: small.fileBytes, path: "m") == small)
    // Two columns of one row, which leaves and comes back as such.
    let shared = TextModel(
        vocabulary: vocabulary,
        classifier: Classifier(
            labelCount: 2, hiddenCount: 1, weightRows: [2, 2, -1], shares: [0.5, -1, 1], inputWeights: [7, 8, 9],
            hiddenBias: [1], outputWeights: [1, -1], outputBias: [0, 0]),
        labels: ["a", "b"], positive: 0, threshold: 0.5, origin: model.origin)
    #expect(shared.classifier.inputWeights == [9] && shared.classifier.weightRows == [0, 0, -1])
    #expect(try TextModel(fileBytes: shared.fileBytes, path: "m") == shared)
}

/// The header of a file, by another reader, and the tensors' bytes.
private func parts(_ bytes: [UInt8]) throws -> (header: [String: Any], data: [UInt8], text: String) {
    let length = bytes.prefix(8).enumerated().reduce(0) { $0 + Int($1.element) << (8 * $1.offset) }
    let header = Data(bytes[8..<8 + length])
    let object = try #require(try JSONSerialization.jsonObject(with: header) as? [String: Any])
    return (object, Array(bytes[(8 + length)...]), String(decoding: header, as: UTF8.self))
}

@Test("the file is as the description of safetensors has it: tensors aligned, one behind the other, in little-endian")
func fileByDescription() throws {
    let model = try model().model
    let (header, data, _) = try parts(model.fileBytes)
    var ranges: [Range<Int>] = []
    for (name, value) in header where name != "__metadata__" {
        let entry = try #require(value as? [String: Any])
        let offsets = try #require(entry["data_offsets"] as? [Int])
        let type = try #require(entry["dtype"] as? String)
        let shape = try #require(entry["shape"] as? [Int])
        let width = try #require(["U64": 8, "U32": 4, "F32": 4][type])
        #expect(offsets[1] - offsets[0] == shape.reduce(width, *))
        #expect((model.fileBytes.count - data.count + offsets[0]) % width == 0)
        ranges.append(offsets[0]..<offsets[1])
    }
    ranges.sort { $0.lowerBound < $1.lowerBound }
    #expect(ranges.count == 9 && ranges.first?.lowerBound == 0 && ranges.last?.upperBound == data.count)
    #expect(zip(ranges, ranges.dropFirst()).allSatisfy { $0.upperBound == $1.lowerBound })
    // The names first: eight bytes each, the lowest first.
    for (place, feature) in model.vocabulary.features.enumerated() {
        let bytes = data[place * 8..<place * 8 + 8]
        #expect(bytes.reversed().reduce(0) { $0 << 8 | UInt64($1) } == feature)
    }
    let metadata = try #require(header["__metadata__"] as? [String: String])
    #expect(metadata["labels"] == #"["no","yes"]"# && metadata["threshold"] == "0.30000000000000004")
    #expect(metadata["features.characters"] == "3-5" && metadata["task"] == "t \"1\"\né")
    #expect(metadata["training.seed"] == "18446744073709551615" && metadata["texts"] == "6")
    #expect(TextModel.isBeginning(model.fileBytes))
}

/// A file with another header, or other tensors, and a right length of its header.
private func changed(
    _ bytes: [UInt8], header change: (String) -> String = { $0 }, data: ([UInt8]) -> [UInt8] = { $0 }
) throws -> [UInt8] {
    let (_, tensors, text) = try parts(bytes)
    let header = Array(change(text).utf8)
    return Safetensors.littleEndian([UInt64(header.count)]) + header + data(tensors)
}

@Test(
    "what a model cannot be is refused with the place, what was found and what was expected",
    arguments: [
        (#""tocsin.model":"9""#, #""tocsin.model":"17""#, "metadata 'tocsin.model': found '17'"),
        (#""tocsin.model":"9""#, #""tocsin.model":"0""#, "metadata 'tocsin.model': found '0'"),
        (
            #""tocsin.model":"9""#, #""tocsin.model":"-9223372036854775808""#,
            "metadata 'tocsin.model': found '-9223372036854775808'"
        ),
        (#""tocsin.model":"9""#, #""tocsin.model":"+9""#, "metadata 'tocsin.model': found '+9'"),
        (#""tocsin.model":"9""#, #""tocsin.model":"1""#, "tensor 'hidden."),
        (#""tocsin.model":"9""#, #""tocsin.model":"13""#, "metadata 'thresholds': found nothing"),
        (#""tocsin.model":"9""#, #""tocsin.model":"11""#, "metadata 'features.occurrences': found nothing"),
        (#""tocsin.model":"9""#, #""tocsin.model":"10""#, "tensor 'meaning.mean': found none"),
        (#""tool":"#, #""encoder.name":"e","tool":"#, "metadata 'encoder.name': found 'e'"),
        (#""tool":"#, #""encoder.weight":"1","tool":"#, "metadata 'encoder.weight': found '1'"),
        (#""output.bias""#, #""meaning.mean""#, "tensor 'meaning.mean': found a tensor of that name"),
        (#""tocsin.model":"9""#, #""tocsin.other":"9""#, "metadata 'tocsin.model': found nothing"),
        (#""positive":"1""#, #""positive":"2""#, "metadata 'positive': found '2'"),
        (#""positive":"1""#, #""positive":"1","positive":"1""#, "the name 'positive' twice"),
        (#":"0.30000000000000004""#, #":"nan""#, "metadata 'threshold': found 'nan'"),
        (#""threshold":"0."#, #""threshold":"1."#, "metadata 'threshold'"),
        (#""texts":"6""#, #""texts":"1""#, "tensor 'vocabulary.frequencies'"),
        (#""texts":"6""#, #""texts":"99999999999999999999""#, "metadata 'texts'"),
        (#"3-5"#, #"3-99999999"#, "metadata 'features.characters'"),
        (#"[\"no\",\"yes\"]"#, #"[\"no\",\"no\"]"#, "metadata 'labels'"),
        (#"[\"no\",\"yes\"]"#, #"[\"no\",\"yes\",\"x\"]"#, "F32 of shape [2, 5], expected F32 of shape [3, 5]"),
        (#""training.counts":"[2,3]""#, #""training.counts":"[2]""#, "metadata 'training.counts'"),
        (#""hidden.bias""#, #""hidden.bus""#, "tensor 'hidden.bus'"),
        (#""hidden.bias""#, #""hidden.weights""#, "the name 'hidden.weights' twice"),
        (
            #""output.bias":{"dtype":"F32","shape":[2]"#, #""output.bias":{"dtype":"U32","shape":[2]"#,
            "U32 of shape [2]"
        ),
        (#""output.bias":{"dtype":"F32","shape":[2]"#, #""output.bias":{"dtype":"F32","shape":[1,2]"#, "shape [1, 2]"),
        (#""output.bias":{"dtype":"F32","shape":[2]"#, #""output.bias":{"dtype":"F16","shape":[4]"#, "type 'F16'"),
        (#""output.bias":{"dtype":"F32","shape":[2]"#, #""output.bias":{"dtype":"F32","shape":[3]"#, "found 8 bytes"),
        (
            #""output.bias":{"dtype":"F32","shape":[2]"#,
            #""output.bias":{"dtype":"F32","shape":[9223372036854775807,9223372036854775807]"#, "fewer elements"
        ),
        (
            #""output.bias":{"dtype":"F32","shape":[2]"#,
            #""output.bias":{"dtype":"F32","shape":[18446744073709551616]"#,
            "'18446744073709551616'"
        ),
        (#""output.bias":{"dtype":"F32","shape":[2]"#, #""output.bias":{"dtype":"F32","shape":[-2]"#, "'-2]"),
        (#""output.bias":{"dtype":"F32","#, #""output.bias":{"dtype":"F32","dtype":"F32","#, "the name 'dtype' twice"),
        (#""output.bias":{"dtype":"F32","#, #""output.bias":{"#, "only data_offsets, shape"),
        (#""data_offsets":[0,"#, #""data_offsets":[8,"#, "expected a beginning at 0"),
        (#""data_offsets":[0,"#, #""data_offsets":[0,9"#, "tensor"),
    ])
func refusedHeaders(part: String, other: String, words: String) throws {
    let bytes = try model().model.fileBytes
    let (_, _, text) = try parts(bytes)
    try #require(text.contains(part))
    let hostile = try changed(bytes, header: { $0.replacing(part, with: other, maxReplacements: 1) })
    let error = #expect(throws: ModelFileError.self) { try TextModel(fileBytes: hostile, path: "dir/m.safetensors") }
    let description = try #require(error).description
    #expect(description.hasPrefix("dir/m.safetensors: ") && description.contains(words), "\(description)")
    #expect(description.contains("found ") && description.contains("expected "))
}

@Test("numbers that are no weights, hashes out of order and columns that are not there are refused")
func refusedTensors() throws {
    let model = try model().model
    let bytes = model.fileBytes
    let (header, _, _) = try parts(bytes)
    func refusal(_ name: String, _ element: Int, _ new: [UInt8]) throws -> String {
        let entry = try #require(header[name] as? [String: Any])
        let start = try #require((entry["data_offsets"] as? [Int])?.first) + element * new.count
        let hostile = try changed(
            bytes,
            data: { data in
                var data = data
                data.replaceSubrange(start..<start + new.count, with: new)
                return data
            })
        let error = #expect(throws: ModelFileError.self) { try TextModel(fileBytes: hostile, path: "m") }
        let description = try #require(error).description
        #expect(description.contains("tensor '\(name)'"), "\(description)")
        return description
    }
    for name in ["hidden.weights", "hidden.bias", "output.weights", "output.bias"] {
        // The last two are finite, but what a model with such weights says is not.
        for value in [Float.nan, .infinity, -.infinity, 3e38, -3e38] {
            #expect(
                try refusal(name, 1, Safetensors.littleEndian([value.bitPattern])).contains("-1000000.0 to 1000000.0"))
        }
    }
    let first = Safetensors.littleEndian([model.vocabulary.features[0]])
    #expect(try refusal("vocabulary.features", 1, first).contains("ascending"))
    #expect(try refusal("vocabulary.frequencies", 0, [0, 0, 0, 0]).contains("1 to 6"))
    #expect(try refusal("vocabulary.frequencies", 0, [7, 0, 0, 0]).contains("1 to 6"))
    #expect(try refusal("hidden.columns", 0, [0xFF, 0xFF, 0xFF, 0xFF]).contains("4294967295"))
    let column = Safetensors.littleEndian([UInt32(model.classifier.weightedColumns[0])])
    #expect(try refusal("hidden.columns", 1, column).contains("twice"))
    let rowCount = model.classifier.inputWeights.count / model.classifier.hiddenCount
    #expect(
        try refusal("hidden.rows", 0, Safetensors.littleEndian([UInt32(rowCount)])).contains("less than \(rowCount)"))
    for (share, expected) in [
        (Float.nan, "-1000000.0 to 1000000.0"), (.infinity, "-1000000.0"), (1.5, "-1 to 1"), (-1.5, "-1 to 1"),
    ] {
        #expect(try refusal("hidden.shares", 1, Safetensors.littleEndian([share.bitPattern])).contains(expected))
    }
}

@Test(
    "headers that are too long, cut off, not JSON or followed by something are refused", arguments: [0, 1, 2, 3, 4, 5])
func refusedFiles(which: Int) throws {
    let bytes = try model().model.fileBytes
    let huge = [UInt8](repeating: 0xFF, count: 8) + bytes.dropFirst(8)
    let long = Safetensors.littleEndian([UInt64(1 << 20)]) + bytes.dropFirst(8)
    let hostile = [
        huge, long, bytes + [0], Array("id,text\n1,flood\n".utf8), [],
        Safetensors.littleEndian([UInt64(2)]) + Array("{}".utf8),
    ][which]
    #expect(throws: ModelFileError.self) { try TextModel(fileBytes: hostile, path: "m") }
    #expect(!TextModel.isBeginning(hostile) || which == 1 || which == 2)
}

// MARK: Meaning

private let width = 4

/// A vector of unit length for each text.
private let vectors = Matrix(
    rowCount: texts.count, columnCount: width,
    elements: texts.indices.flatMap { row -> [Float] in
        var random = SeededRandom(seed: 8, stream: "vector \(row)")
        let numbers = (0..<width).map { _ in random.normal() }
        let length = numbers.reduce(0) { $0 + $1 * $1 }.squareRoot()
        return numbers.map { Float($0 / length) }
    })

/// A model that has learnt from vectors as well, and what its classifier says of the texts.
private func meaningModel() throws -> (model: TextModel, expected: Matrix) {
    let (vocabulary, rows) = try FeatureExtractor(settings: .standard).extract(
        fromTexts: texts.count, text: { texts[$0] }, threads: 1)
    var stored = QuantizedVectors(width: width)
    for row in texts.indices { stored.append(vectors.row(row)) }
    let dense = DenseRows(stored, places: texts.indices.map { Int32($0) }, weight: 0.75)
    var training = TrainingSettings.standard
    (training.hiddenUnits, training.epochs) = (5, 30)
    let examples = (0..<4).map { Example(row: $0, label: $0 % 2) }
    let features = FeatureRows(rows, dense: dense)
    let learnt = try Trainer.train(features, examples, labelCount: 2, settings: training, seed: 3)
    let model = TextModel(
        vocabulary: vocabulary, classifier: learnt,
        meaning: TextModel.Meaning(
            encoder: "e\"1\"", digest: "00ff", kernel: "fma", weight: dense.weight, mean: dense.mean),
        labels: ["no", "yes"], positive: 1, threshold: 0.5,
        origin: TextModel.Origin(
            tool: "tocsin 9", task: "t", trainingCounts: [2, 2], evaluationCount: 0, training: training, seed: 3))
    return (model, learnt.outputs(for: features).probabilities)
}

@Test("a model of words and vectors says what its classifier said of their rows, bit for bit, from its file as well")
func sameProbabilitiesWithMeaning() throws {
    let (model, expected) = try meaningModel()
    let read = try TextModel(fileBytes: model.fileBytes, path: "m")
    #expect(read == model && read.fileBytes == model.fileBytes)
    for model in [model, read] {
        for threads in [1, 3] {
            #expect(try model.probabilities(for: texts, vectors: vectors, threads: threads) == expected)
        }
    }
}

@Test(
    "vectors that a model needs cannot be left out, nor replaced by others", arguments: [nil, [6, 3], [5, 4]])
func vectorsAreNeeded(shape: [Int]?) throws {
    let withMeaning = try meaningModel().model
    let error = #expect(throws: TextModel.VectorsExpected.self) {
        try withMeaning.probabilities(for: texts, vectors: shape.map { Matrix(zeros: $0[0], $0[1]) })
    }
    let description = try #require(error).description
    #expect(description.contains("shape [6, 4]") && description.contains(shape.map { "\($0)" } ?? "no vectors"))
    // A model of words alone needs none.
    #expect(throws: Never.self) { try model().model.probabilities(for: texts) }
}

@Test("only a model that has learnt from an encoder has version 10, names the encoder, and two tensors more")
func versionsOfTheFile() throws {
    let (plain, _, _) = try parts(model().model.fileBytes)
    let facts = try #require(plain["__metadata__"] as? [String: String])
    #expect(facts["training.decays"] == "true" && facts["training.steps-per-root"] == "14.0")
    let read = try TextModel(fileBytes: model().model.fileBytes, path: "m")
    #expect(try read.origin == model().model.origin && read.origin.training.decaysRate)
    #expect(facts["tocsin.model"] == "9" && !facts.keys.contains { $0.hasPrefix("encoder.") } && plain.count == 10)
    let (header, _, _) = try parts(meaningModel().model.fileBytes)
    let metadata = try #require(header["__metadata__"] as? [String: String])
    #expect(metadata["tocsin.model"] == "10" && header.count == 12)
    #expect(metadata["encoder.name"] == "e\"1\"" && metadata["encoder.digest"] == "00ff")
    #expect(metadata["encoder.kernel"] == "fma" && metadata["encoder.weight"] == "0.75")
    for (name, shape) in [("meaning.mean", [4]), ("meaning.weights", [4, 5])] {
        let entry = try #require(header[name] as? [String: Any])
        #expect(entry["shape"] as? [Int] == shape && entry["dtype"] as? String == "F32")
    }
}

@Test("what the description of the file says of meaning, computed by it in double precision, is what the model says")
func meaningByDescription() throws {
    let (model, expected) = try meaningModel()
    let (header, data, _) = try parts(model.fileBytes)
    func numbers(_ name: String) throws -> [Double] {
        let entry = try #require(header[name] as? [String: Any])
        let offsets = try #require(entry["data_offsets"] as? [Int])
        return stride(from: offsets[0], to: offsets[1], by: 4).map { start in
            let bits = data[start..<start + 4].reversed().reduce(0 as UInt32) { $0 << 8 | UInt32($1) }
            return Double(Float(bitPattern: bits))
        }
    }
    let (mean, weights) = (try numbers("meaning.mean"), try numbers("meaning.weights"))
    let (bias, outputs, outputBias) = (
        try numbers("hidden.bias"), try numbers("output.weights"), try numbers("output.bias")
    )
    // A text without a word that the vocabulary knows: its meaning alone speaks.
    for row in texts.indices {
        let vector = vectors.row(row).map(Double.init)
        let step = (vector.map(abs).max() ?? 0) / 127
        let rounded = vector.map { ($0 / step).rounded() * step }
        let differences = zip(rounded, mean).map { $0 - $1 }
        let length = differences.reduce(0) { $0 + $1 * $1 }.squareRoot()
        let hidden = (0..<5).map { unit in
            max(0, bias[unit] + (0..<width).reduce(0) { $0 + 0.75 * differences[$1] / length * weights[$1 * 5 + unit] })
        }
        let logits = (0..<2).map { label in
            (0..<5).reduce(outputBias[label]) { $0 + outputs[label * 5 + $1] * hidden[$1] }
        }
        let probability = 1 / (1 + exp(logits[0] - logits[1]))
        let found = try model.probabilities(
            for: ["zzz"], vectors: Matrix(rowCount: 1, columnCount: width, elements: Array(vectors.row(row))))
        #expect(abs(Double(found[0, 1]) - probability) < 1e-5)
        #expect(expected[row, 1] != found[0, 1])
    }
}

@Test(
    "an encoder that cannot be is refused with the place, what was found and what was expected",
    arguments: [
        (#""tocsin.model":"10""#, #""tocsin.model":"9""#, "metadata 'encoder.name': found"),
        (#""encoder.name""#, #""encoder.none""#, "metadata 'encoder.name': found nothing"),
        (#""encoder.digest":"00ff""#, #""encoder.digest":"""#, "metadata 'encoder.digest': found ''"),
        (#""encoder.kernel""#, #""encoder.kern""#, "metadata 'encoder.kernel': found nothing"),
        (#""encoder.weight":"0.75""#, #""encoder.weight":"0""#, "metadata 'encoder.weight': found '0'"),
        (#""encoder.weight":"0.75""#, #""encoder.weight":"-1""#, "metadata 'encoder.weight': found '-1'"),
        (#""encoder.weight":"0.75""#, #""encoder.weight":"nan""#, "metadata 'encoder.weight': found 'nan'"),
        (#""encoder.weight":"0.75""#, #""encoder.weight":"1e30""#, "metadata 'encoder.weight': found '1e30'"),
        (#""meaning.mean""#, #""meaning.moan""#, "tensor 'meaning.moan'"),
        (#""meaning.weights""#, #""meaning.mean""#, "the name 'meaning.mean' twice"),
        (
            #""meaning.mean":{"dtype":"F32","shape":[4]"#, #""meaning.mean":{"dtype":"U32","shape":[4]"#,
            "U32 of shape [4]"
        ),
        (
            #""meaning.mean":{"dtype":"F32","shape":[4]"#, #""meaning.mean":{"dtype":"F32","shape":[2,2]"#,
            "shape [2, 2]"
        ),
        (
            #""meaning.weights":{"dtype":"F32","shape":[4,5]"#, #""meaning.weights":{"dtype":"F32","shape":[5,4]"#,
            "F32 of shape [5, 4], expected F32 of shape [4, 5]"
        ),
    ])
func refusedEncoders(part: String, other: String, words: String) throws {
    let bytes = try meaningModel().model.fileBytes
    let (_, _, text) = try parts(bytes)
    try #require(text.contains(part))
    let hostile = try changed(bytes, header: { $0.replacing(part, with: other, maxReplacements: 1) })
    let error = #expect(throws: ModelFileError.self) { try TextModel(fileBytes: hostile, path: "dir/m.safetensors") }
    let description = try #require(error).description
    #expect(description.hasPrefix("dir/m.safetensors: ") && description.contains(words), "\(description)")
}

@Test("a mean and weights of meaning that are no numbers, or beyond all weights, are refused", arguments: [0, 3])
func refusedMeaning(element: Int) throws {
    let bytes = try meaningModel().model.fileBytes
    let (header, _, _) = try parts(bytes)
    for name in ["meaning.mean", "meaning.weights"] {
        let entry = try #require(header[name] as? [String: Any])
        let start = try #require((entry["data_offsets"] as? [Int])?.first) + 4 * element
        for value in [Float.nan, .infinity, -.infinity, 3e38] {
            let hostile = try changed(
                bytes,
                data: { data in
                    var data = data
                    data.replaceSubrange(start..<start + 4, with: Safetensors.littleEndian([value.bitPattern]))
                    return data
                })
            let error = #expect(throws: ModelFileError.self) { try TextModel(fileBytes: hostile, path: "m") }
            #expect(try #require(error).description.contains("tensor '\(name)'"))
        }
    }
}
