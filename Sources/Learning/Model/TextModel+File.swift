import Answers
import Notation
import TensorFiles

/// A model as a file in the safetensors format (``Safetensors`` says what that is), which any program that knows the
/// format can read.
///
/// **Tensors**, with N features, M of which have weights, R rows of weights, H hidden units and K labels, and for a model that has learnt from an
/// encoder D numbers of its vectors:
///
/// | name | type | shape | what |
/// | --- | --- | --- | --- |
/// | `vocabulary.features` | U64 | N | hash of each feature, ascending; its place is its column |
/// | `vocabulary.frequencies` | U32 | N | texts that the feature stands in, from 1 to the number of texts |
/// | `hidden.columns` | U32 | M | the columns that have weights, none twice |
/// | `hidden.rows` | U32 | M | which row of `hidden.weights` each of them has; not in versions 1 to 8, whose columns have one each in their order |
/// | `hidden.shares` | F32 | M | how many times that row, from −1 to 1; not in versions 1 to 8, where it is once |
/// | `hidden.weights` | F32 | R × H | input weights |
/// | `hidden.bias` | F32 | H | |
/// | `output.weights` | F32 | K × H | |
/// | `output.bias` | F32 | K | |
/// | `meaning.mean` | F32 | D | what is taken off every vector; only with an encoder |
/// | `meaning.weights` | F32 | D × H | input weights of the numbers of a vector; only with an encoder |
///
/// **Metadata**, all of them strings; numbers in decimals, lists as JSON: `tocsin.model` (version of this format: `1`, or
/// `2` with an encoder; `3`, or `4` with an encoder, of `--preset published`; programs before 0.3 know `1` alone), `tool`, `task`, `labels` (K names, a list),
/// `positive` (index of a label), `threshold`, `texts` (how many the vocabulary was drawn from), `features.words`
/// (longest run of words that is a feature), `features.characters` (lengths of runs of characters, as `3-5`, or
/// `none`), `features.minimum` (texts that a feature had to stand in), `features.weighted` (`true` or `false`); with an
/// encoder, and only then, `encoder.name`, `encoder.digest` (tells it from others), `encoder.kernel` (`fma` or `plain`:
/// which arithmetic the vectors came from) and `encoder.weight` (length of a row of meaning); in versions 3 and 4, which are
/// otherwise 1 and 2, `features.occurrences` (how often a feature had to occur in all texts together) and
/// `features.reading` (`tokens`, or `spaced`: every word between white space is of kind 1, as it is written); and what is
/// only told:
/// `training.counts` (labels learnt from, by label, a list), `evaluation.count`, `training.hidden`, `training.rate`,
/// `training.epochs`, `training.steps` (the least; left out by programs before 0.3), `training.batch`, `training.items`
/// (or `none`), `training.scale` (or `none`, for the initial weights of PyTorch), `training.hidden-rate`, `training.seed`,
/// `training.draw` (`balanced`, also where it is left out, or `once`), `training.steps-per-root` (at least so many
/// times √(items of a pass · labels / 2) steps, 0 where it is left out), `training.decays` (`true` where the rate is that of the first step,
/// and falls evenly to nothing; else it is that of all). Other keys are passed over. Versions `5` to `8` are `1` to `4`
/// of models whose texts can have several labels, and have besides `thresholds` (a list of K strings: from which probability on each
/// label is predicted) and `implies` (a list of K strings: the indices of the labels that hold wherever the label does, with spaces
/// between). Versions `9` to `16` are `1` to `8` of models whose columns share rows of weights: what is said here
/// of one of those holds of the version 8 above it.
///
/// **Hashes.** All arithmetic is on 64 bits. A string of kind k is h = (0xcbf29ce484222325 ^ k) · 0x100000001b3, then
/// h = (h ^ s) · 0x100000001b3 for each of its Unicode scalars s, then *finished*: twice h = (h ^ h >> 32) ·
/// 0xd6e8feb86659fd93, and at last h ^ h >> 32. The tokens of a text (``Tokenizer``, of the text in small letters) are of
/// kind 1, a word; 2, a number, whose string is how many digits it has, in decimals; 3, a link, whose string is empty; 4, a
/// name behind `@`; 5, a tag behind `#`, which its word follows as a token of its own; 6, a sign. With `features.words` 2
/// two neighbours of hashes a and b are the feature a · 0x9e3779b97f4a7c15 + b, finished. Runs of characters of words and
/// tags, with a space before and behind, are strings of kind 64.
///
/// **Use.** A text's features are hashed and counted. Those that stand in the vocabulary get the value x = (1 + ln
/// count) · idf with idf = ln((1 + texts) / (1 + frequency)) + 1, divided by the length of all x of the text (not
/// weighted: x = count). With an encoder the text has a vector v of D numbers and unit length, too, each rounded to a
/// whole number of steps of m / 127 with m the largest of their magnitudes; its row is y = `encoder.weight` · (v −
/// `meaning.mean`) / |v − `meaning.mean`|, or zeros where v is the mean. h = max(0, `hidden.bias` + Σ x · share · row of
/// `hidden.weights` + Σ y · row of `meaning.weights`), the first sum over the features that have one, the second over
/// the D numbers; logits = `output.bias` + `output.weights` · h; probabilities = softmax(logits). The text is positive
/// where the probability of `positive` is at least `threshold` and, with more than two labels, that of no other label is
/// larger; else it has the most probable of the other labels. In versions 5 to 8 the probability of each label is 1 / (1 +
/// exp(−logit)); the text has each label whose probability is at least its threshold, and what these imply.
extension TextModel {
    /// Of models that have learnt from words alone, and of those that have learnt from an encoder as well.
    private static let (wordsAlone, withMeaning) = ("1", "2")
    /// The same of models whose features are read or chosen in a way that programs before do not know.
    private static let (otherWordsAlone, otherWithMeaning) = ("3", "4")
    /// Of models of several labels, in the order of those of one.
    private static let ofSeveral = ["5", "6", "7", "8"]
    /// The same, likewise, of models whose columns share rows of weights.
    private static let sharedOfOne = ["9", "10", "11", "12"]
    private static let sharedOfSeveral = ["13", "14", "15", "16"]

    enum Name {
        static let features = "vocabulary.features"
        static let frequencies = "vocabulary.frequencies"
        static let columns = "hidden.columns"
        static let rows = "hidden.rows"
        static let shares = "hidden.shares"
        static let hiddenWeights = "hidden.weights"
        static let hiddenBias = "hidden.bias"
        static let outputWeights = "output.weights"
        static let outputBias = "output.bias"
        static let mean = "meaning.mean"
        static let meaningWeights = "meaning.weights"

        static let all = [features, frequencies, columns, hiddenWeights, hiddenBias, outputWeights, outputBias]
        static let ofMeaning = [mean, meaningWeights]
        static let ofShares = [rows, shares]
    }

    private static let beginning = "{\"__metadata__\":{\"tocsin.model\":"

    /// Whether a file begins as one that this program wrote.
    public static func isBeginning(_ bytes: [UInt8]) -> Bool {
        Safetensors.isBeginning(bytes) && bytes.dropFirst(8).starts(with: beginning.utf8)
    }

    /// Whether a file begins as tensors do, whoever wrote them: a model or none, but no text.
    public static func isTensorFile(_ bytes: [UInt8]) -> Bool { Safetensors.isBeginning(bytes) }

    // MARK: Writing

    /// The whole file.
    ///
    /// - Complexity: O(features + weights).
    public var fileBytes: [UInt8] {
        func integers<Number: FixedWidthInteger>(
            _ name: String, _ type: ElementType, _ numbers: [Number]
        ) -> Safetensors.Tensor {
            Safetensors.Tensor(
                name: name, type: type, shape: [numbers.count], bytes: FileBytes(Safetensors.littleEndian(numbers)))
        }
        func floats(_ name: String, _ shape: [Int], _ numbers: [Float]) -> Safetensors.Tensor {
            Safetensors.Tensor(
                name: name, type: .f32, shape: shape,
                bytes: FileBytes(Safetensors.littleEndian(numbers.map(\.bitPattern))))
        }
        let columns = classifier.weightedColumns.map { UInt32($0) }
        let hidden = classifier.hiddenCount
        return Safetensors(
            metadata: metadata,
            tensors: [
                integers(Name.features, .u64, Array(vocabulary.features)),
                integers(Name.frequencies, .u32, Array(vocabulary.frequencies)),
                integers(Name.columns, .u32, columns),
            ]
                + (classifier.shares.isEmpty
                    ? []
                    : [
                        integers(Name.rows, .u32, columns.map { UInt32(classifier.weightRows[Int($0)]) }),
                        floats(Name.shares, [columns.count], columns.map { classifier.shares[Int($0)] }),
                    ]) + [
                    floats(
                        Name.hiddenWeights, [classifier.inputWeights.count / max(1, hidden), hidden],
                        classifier.inputWeights),
                    floats(Name.hiddenBias, [hidden], classifier.hiddenBias),
                    floats(Name.outputWeights, [labels.count, hidden], classifier.outputWeights),
                    floats(Name.outputBias, [labels.count], classifier.outputBias),
                ]
                + (meaning.map {
                    [
                        floats(Name.mean, [$0.width], $0.mean),
                        floats(Name.meaningWeights, [$0.width, hidden], classifier.denseWeights),
                    ]
                } ?? [])
        ).bytes
    }

    private var metadata: [(key: String, value: String)] {
        let settings = vocabulary.settings
        let training = origin.training
        return [
            ("tocsin.model", version), ("tool", origin.tool),
            ("task", origin.task),
            ("labels", "[" + labels.map(JSONText.quoted).joined(separator: ",") + "]"), ("positive", "\(positive)"),
            ("threshold", "\(threshold)"), ("texts", "\(vocabulary.textCount)"),
            ("features.words", "\(settings.wordGrams)"),
            (
                "features.characters",
                settings.characterGrams.map { "\($0.lowerBound)-\($0.upperBound)" } ?? Self.none
            ),
            ("features.minimum", "\(settings.minimumDocuments)"), ("features.weighted", "\(settings.isWeighted)"),
            ("training.counts", "[" + origin.trainingCounts.map(String.init).joined(separator: ",") + "]"),
            ("evaluation.count", "\(origin.evaluationCount)"), ("training.hidden", "\(training.hiddenUnits)"),
            ("training.rate", "\(training.learningRate)"), ("training.epochs", "\(training.epochs)"),
            ("training.steps", "\(training.leastSteps)"),
            ("training.batch", "\(training.batchSize)"),
            ("training.items", training.itemsPerLabel.map(String.init) ?? Self.none),
            ("training.scale", training.initialScale.map { "\($0)" } ?? Self.none),
            ("training.hidden-rate", "\(training.hiddenRate)"), ("training.seed", "\(origin.seed)"),
        ]
            + (training.stepsPerRoot > 0 ? [(ModelFacts.stepsPerRoot, "\(training.stepsPerRoot)")] : [])
            + (training.decaysRate ? [(ModelFacts.decays, "true")] : [])
            + (training.draw == .balanced ? [] : [(ModelFacts.draw, training.draw.rawValue)])
            + (settings.isKnownFromTheFirst
                ? []
                : [
                    (ModelFacts.occurrences, "\(settings.minimumOccurrences)"),
                    (ModelFacts.reading, settings.words.rawValue),
                ])
            + (meaning.map {
                [
                    (ModelFacts.encoderName, $0.encoder), (ModelFacts.encoderDigest, $0.digest),
                    (ModelFacts.encoderKernel, $0.kernel), (ModelFacts.encoderWeight, "\($0.weight)"),
                ]
            } ?? [])
            + (thresholds.map { thresholds in
                [
                    (ModelFacts.thresholds, ModelFacts.list(thresholds.map { "\($0)" })),
                    (
                        ModelFacts.implies,
                        ModelFacts.list(
                            labels.indices.map { label in
                                implications.implied(by: label).map(String.init).joined(separator: " ")
                            })
                    ),
                ]
            } ?? [])
    }

    private var version: String {
        let place = (vocabulary.settings.isKnownFromTheFirst ? 0 : 2) + (meaning == nil ? 0 : 1)
        if classifier.shares.isEmpty { return isSeveral ? Self.ofSeveral[place] : Self.ofOne[place] }
        return isSeveral ? Self.sharedOfSeveral[place] : Self.sharedOfOne[place]
    }

    /// The version of a model whose columns share no rows that is otherwise the same, and whether they do.
    private static func unshared(_ version: String) -> (version: String, hasShares: Bool) {
        zip(sharedOfOne + sharedOfSeveral, ofOne + ofSeveral).first { $0.0 == version }.map { ($0.1, true) }
            ?? (version, false)
    }

    private static let ofOne = [wordsAlone, withMeaning, otherWordsAlone, otherWithMeaning]

    static let none = "none"

    // MARK: Reading

    /// Reads a file; what was written is the same again, bit for bit.
    ///
    /// - Parameters:
    ///   - bytes: the whole file; none of it is trusted.
    ///   - path: for errors.
    /// - Throws: ``ModelFileError``.
    /// - Complexity: O(bytes) of time and memory.
    public init(fileBytes bytes: [UInt8], path: String) throws(ModelFileError) {
        let file = try ModelFileError.reading { () throws(TensorFileError) in
            try Safetensors(FileBytes(bytes), path: path, types: [.u64, .u32, .f32])
        }
        let facts = ModelFacts(file.metadata, path: path)
        let (written, hasShares) = Self.unshared(try facts.text("tocsin.model"))
        let several = Self.ofSeveral.firstIndex(of: written)
        let version = several.map { Self.ofOne[$0] } ?? written
        guard Self.ofOne.contains(version) else {
            throw facts.fault(
                "tocsin.model", "version 1 to \(Self.sharedOfSeveral.last ?? ""), which this program knows")
        }
        let hasMeaning = version == Self.withMeaning || version == Self.otherWithMeaning
        let hasOtherFeatures = version == Self.otherWordsAlone || version == Self.otherWithMeaning
        if !hasMeaning { try facts.refuseEncoder() }
        let labels = try facts.labels()
        let tensors = try ModelTensors(
            file.tensors, names: Name.all + (hasMeaning ? Name.ofMeaning : []) + (hasShares ? Name.ofShares : []),
            path: path)
        let textCount = try facts.number("texts", in: 0...Int(UInt32.max))

        let features: [UInt64] = try tensors.bytes(Name.features, .u64, [nil]).numbers()
        if let place = features.indices.dropFirst().first(where: { features[$0] <= features[$0 - 1] }) {
            throw tensors.fault(
                Name.features, "a hash at \(place) that is not above the one before it", "ascending hashes")
        }
        let count = features.count
        let frequencies: [UInt32] = try tensors.bytes(Name.frequencies, .u32, [count]).numbers()
        if let wrong = frequencies.first(where: { $0 < 1 || Int($0) > textCount }) {
            throw tensors.fault(Name.frequencies, "\(wrong)", "1 to \(textCount), the number of texts")
        }
        let input = try tensors.inputColumns(featureCount: count, hasShares: hasShares)
        let hiddenBias = try tensors.floats(Name.hiddenBias, [nil])
        let hidden = hiddenBias.count
        guard hidden > 0 else { throw tensors.fault(Name.hiddenBias, "no hidden unit", "at least one") }
        let meaning = hasMeaning ? try facts.meaning(mean: try tensors.floats(Name.mean, [nil])) : nil
        if meaning?.width == 0 { throw tensors.fault(Name.mean, "no number", "at least one") }
        let classifier = Classifier(
            labelCount: labels.count, hiddenCount: hidden, weightRows: input.weightRows, shares: input.shares,
            inputWeights: try tensors.floats(Name.hiddenWeights, [input.rowCount, hidden]),
            denseWeights: try meaning.map { (meaning) throws(ModelFileError) in
                try tensors.floats(Name.meaningWeights, [meaning.width, hidden])
            } ?? [],
            hiddenBias: hiddenBias,
            outputWeights: try tensors.floats(Name.outputWeights, [labels.count, hidden]),
            outputBias: try tensors.floats(Name.outputBias, [labels.count]),
            loss: several == nil ? .softmax : .oneAgainstRest)
        let positive = try facts.number("positive", in: 0...labels.count - 1)
        let threshold = try facts.threshold()
        self.init(
            vocabulary: Vocabulary(
                settings: try facts.featureSettings(hasOthers: hasOtherFeatures), features: features,
                frequencies: frequencies, textCount: textCount),
            classifier: classifier, meaning: meaning, labels: labels,
            decision: several == nil
                ? Decision(positive: positive, threshold: threshold)
                : try facts.decision(positive: positive, labelCount: labels.count),
            origin: try facts.origin(labelCount: labels.count))
    }
}
