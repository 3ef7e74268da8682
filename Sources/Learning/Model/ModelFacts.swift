import Answers
import Notation
import TensorFiles

/// The metadata of a model's file, each looked at when it is asked for.
struct ModelFacts {
    static let occurrences = "features.occurrences"
    static let reading = "features.reading"
    static let draw = "training.draw"
    static let stepsPerRoot = "training.steps-per-root"
    static let decays = "training.decays"
    static let encoderName = "encoder.name"
    static let encoderDigest = "encoder.digest"
    static let encoderKernel = "encoder.kernel"
    static let encoderWeight = "encoder.weight"

    static let thresholds = "thresholds"
    static let implies = "implies"

    private let values: [String: String]
    private let path: String

    init(_ metadata: [(key: String, value: String)], path: String) {
        values = Dictionary(metadata.map { ($0.key, $0.value) }, uniquingKeysWith: { first, _ in first })
        self.path = path
    }

    func text(_ key: String) throws(ModelFileError) -> String {
        guard let value = values[key] else { throw fault(key, "a value") }
        return value
    }

    func number(_ key: String, in range: ClosedRange<Int>) throws(ModelFileError) -> Int {
        guard let number = Int(try text(key)), range.contains(number) else {
            throw fault(key, "a whole number from \(range.lowerBound) to \(range.upperBound)")
        }
        return number
    }

    private func decimal(_ key: String) throws(ModelFileError) -> Float {
        guard let number = Float(try text(key)), number.isFinite, number >= 0 else {
            throw fault(key, "a number from 0 up")
        }
        return number
    }

    /// The encoder of a model that has learnt from one.
    func meaning(mean: [Float]) throws(ModelFileError) -> TextModel.Meaning {
        let weight = try decimal(Self.encoderWeight)
        guard weight > 0, weight <= ModelTensors.largestWeight else {
            throw fault(Self.encoderWeight, "a number above 0, at most \(ModelTensors.largestWeight)")
        }
        return TextModel.Meaning(
            encoder: try word(Self.encoderName), digest: try word(Self.encoderDigest),
            kernel: try word(Self.encoderKernel), weight: weight, mean: mean)
    }

    private func word(_ key: String) throws(ModelFileError) -> String {
        let value = try text(key)
        guard !value.isEmpty else { throw fault(key, "a name") }
        return value
    }

    /// A model of words alone names no encoder.
    func refuseEncoder() throws(ModelFileError) {
        for key in [Self.encoderName, Self.encoderDigest, Self.encoderKernel, Self.encoderWeight]
        where values[key] != nil {
            throw fault(key, "none in a model of words alone, which versions with odd numbers are")
        }
    }

    func threshold() throws(ModelFileError) -> Double {
        guard let number = Double(try text("threshold")), (0...1).contains(number) else {
            throw fault("threshold", "a probability")
        }
        return number
    }

    /// A list of strings as JSON.
    static func list(_ elements: [String]) -> String {
        "[" + elements.map(JSONText.quoted).joined(separator: ",") + "]"
    }

    private func strings(_ key: String, count: Int) throws(ModelFileError) -> [String] {
        let strings = try list(key) { json, place throws(TensorFileError) in try json.readStrings(of: place) }
        guard strings.count == count else { throw fault(key, "\(count) strings, one for each label") }
        return strings
    }

    /// Of a model of several labels.
    func decision(positive: Int, labelCount: Int) throws(ModelFileError) -> Decision {
        guard labelCount <= LabelIndices.limit else {
            throw fault("labels", "at most \(LabelIndices.limit) names where a text can have several")
        }
        var thresholds: [Double] = []
        for text in try strings(Self.thresholds, count: labelCount) {
            guard let number = Double(text), (0...1).contains(number) else {
                throw fault(Self.thresholds, "probabilities")
            }
            thresholds.append(number)
        }
        var closures: [LabelIndices] = []
        for (label, text) in try strings(Self.implies, count: labelCount).enumerated() {
            var closure: LabelIndices = [label]
            for part in text.split(separator: " ") {
                guard let index = Int(part), (0..<labelCount).contains(index) else {
                    throw fault(Self.implies, "indices of labels with spaces between")
                }
                closure.insert(index)
            }
            closures.append(closure)
        }
        return Decision(
            positive: positive, thresholds: thresholds, implications: Implications(closures: closures))
    }

    func labels() throws(ModelFileError) -> [String] {
        let labels = try list("labels") { json, place throws(TensorFileError) in try json.readStrings(of: place) }
        guard labels.count >= 2, Set(labels).count == labels.count, !labels.contains("") else {
            throw fault("labels", "two names or more, each once")
        }
        return labels
    }

    private func list<Element>(
        _ key: String,
        _ read: (inout HeaderReader, TensorFileError.Place) throws(TensorFileError) -> [Element]
    ) throws(ModelFileError) -> [Element] {
        let place = TensorFileError.Place.metadata(key)
        let bytes = Array(try text(key).utf8)
        return try ModelFileError.reading { () throws(TensorFileError) in
            var json = HeaderReader(bytes[...], path: path)
            let elements = try read(&json, place)
            try json.readEnd(of: place)
            return elements
        }
    }

    /// - Parameter hasOthers: whether the file says how words are read, and how often a feature had to occur.
    func featureSettings(hasOthers: Bool) throws(ModelFileError) -> FeatureSettings {
        let weighted = try text("features.weighted")
        guard ["true", "false"].contains(weighted) else { throw fault("features.weighted", "true or false") }
        let any = 0...Int(UInt32.max)
        var settings = FeatureSettings(
            wordGrams: try number("features.words", in: 1...2), characterGrams: try characterGrams(),
            minimumDocuments: try number("features.minimum", in: any), isWeighted: weighted == "true")
        guard hasOthers else { return settings }
        settings.minimumOccurrences = try number(Self.occurrences, in: any)
        settings.words = try named(Self.reading)
        return settings
    }

    private func named<Value: RawRepresentable & CaseIterable>(
        _ key: String
    ) throws(ModelFileError) -> Value where Value.RawValue == String {
        guard let value = Value(rawValue: try text(key)) else {
            throw fault(key, Value.allCases.map(\.rawValue).joined(separator: " or "))
        }
        return value
    }

    private func characterGrams() throws(ModelFileError) -> ClosedRange<Int>? {
        let key = "features.characters"
        let value = try text(key)
        guard value != TextModel.none else { return nil }
        let lengths = value.split(separator: "-", omittingEmptySubsequences: false).map { Int($0) }
        guard lengths.count == 2, let low = lengths[0], let high = lengths[1], 1 <= low, low <= high, high <= 64 else {
            throw fault(key, "none, or two lengths from 1 to 64, as 3-5")
        }
        return low...high
    }

    func origin(labelCount: Int) throws(ModelFileError) -> TextModel.Origin {
        let any = 0...Int(Int32.max)
        let counts = try list("training.counts") { json, place throws(TensorFileError) in
            try json.readNumbers(of: place)
        }
        guard counts.count == labelCount, counts.allSatisfy({ $0 <= any.upperBound }) else {
            throw fault("training.counts", "\(CountText.text(labelCount, "number")), one for each label")
        }
        guard let seed = UInt64(try text("training.seed")) else { throw fault("training.seed", "a whole number") }
        let items = try text("training.items") == TextModel.none ? nil : try number("training.items", in: any)
        let decays = values[Self.decays] ?? "false"
        guard ["true", "false"].contains(decays) else { throw fault(Self.decays, "true or false") }
        let scale = try text("training.scale") == TextModel.none ? nil : try decimal("training.scale")
        return TextModel.Origin(
            tool: try text("tool"), task: try text("task"), trainingCounts: counts,
            evaluationCount: try number("evaluation.count", in: any),
            training: TrainingSettings(
                hiddenUnits: try number("training.hidden", in: any), learningRate: try decimal("training.rate"),
                epochs: try number("training.epochs", in: any), batchSize: try number("training.batch", in: any),
                itemsPerLabel: items, initialScale: scale,
                hiddenRate: try decimal("training.hidden-rate"),
                leastSteps: values["training.steps"] == nil ? 0 : try number("training.steps", in: any),
                stepsPerRoot: values[Self.stepsPerRoot] == nil ? 0 : try decimal(Self.stepsPerRoot),
                decaysRate: decays == "true",
                draw: values[Self.draw] == nil ? .balanced : try named(Self.draw)),
            seed: seed)
    }

    func fault(_ key: String, _ expected: String) -> ModelFileError {
        ModelFileError(
            path: path, place: .metadata(key), found: values[key].map { "'\($0)'" } ?? "nothing", expected: expected)
    }
}
