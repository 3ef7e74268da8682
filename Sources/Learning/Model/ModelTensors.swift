import Notation
import TensorFiles

/// The tensors of a model's file, each looked at when it is asked for.
struct ModelTensors {
    private let tensors: [String: Safetensors.Tensor]
    private let path: String

    init(_ tensors: [Safetensors.Tensor], names: [String], path: String) throws(ModelFileError) {
        self.path = path
        self.tensors = Dictionary(tensors.map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first })
        if let other = tensors.first(where: { !names.contains($0.name) }) {
            throw fault(other.name, "a tensor of that name", "none but \(names.joined(separator: ", "))")
        }
    }

    /// - Parameter shape: sizes that are known.
    func bytes(
        _ name: String, _ type: ElementType, _ shape: [Int?]
    ) throws(ModelFileError) -> FileBytes {
        let expected =
            "\(type.rawValue) of shape [" + shape.map { $0.map(String.init) ?? "any" }.joined(separator: ", ") + "]"
        guard let tensor = tensors[name] else { throw fault(name, "none", expected) }
        let fits = zip(tensor.shape, shape).allSatisfy { found, known in known == nil || known == found }
        guard tensor.type == type, tensor.shape.count == shape.count, fits else {
            throw fault(name, "\(tensor.type.rawValue) of shape \(tensor.shape)", expected)
        }
        return tensor.bytes
    }

    func floats(_ name: String, _ shape: [Int?]) throws(ModelFileError) -> [Float] {
        // Without the bits as an array between: models are large, and may be read on small machines.
        let numbers = try bytes(name, .f32, shape).withUnsafeBytes { bytes in
            (0..<bytes.count / 4).map { place in
                let bits = bytes.loadUnaligned(fromByteOffset: 4 * place, as: UInt32.self)
                return Float(bitPattern: UInt32(littleEndian: bits))
            }
        }
        let bound = Self.largestWeight
        if let place = numbers.firstIndex(where: { !(-bound...bound).contains($0) }) {
            throw fault(name, "\(numbers[place]) at \(place)", "numbers from \(-bound) to \(bound)")
        }
        return numbers
    }

    /// By column its row of weights, −1 for none, and what that counts for it; and how many rows there are.
    func inputColumns(
        featureCount count: Int, hasShares: Bool
    ) throws(ModelFileError) -> (weightRows: [Int32], shares: [Float], rowCount: Int) {
        typealias Name = TextModel.Name
        let columns: [UInt32] = try bytes(Name.columns, .u32, [nil]).numbers()
        guard columns.count <= count else {
            throw fault(
                Name.columns, "\(CountText.text(columns.count, "column"))", "at most \(count), one for each feature")
        }
        let rowCount = hasShares ? tensors[Name.hiddenWeights]?.shape.first ?? 0 : columns.count
        let rows: [UInt32] =
            hasShares ? try bytes(Name.rows, .u32, [columns.count]).numbers() : columns.indices.map { UInt32($0) }
        if let row = rows.first(where: { Int($0) >= rowCount || $0 > Int32.max }) {
            throw fault(Name.rows, "row \(row)", "less than \(rowCount), the rows of \(Name.hiddenWeights)")
        }
        let given = hasShares ? try floats(Name.shares, [columns.count]) : []
        if let share = given.first(where: { abs($0) > 1 }) {
            throw fault(Name.shares, "\(share)", "numbers from -1 to 1")
        }
        var weightRows = [Int32](repeating: -1, count: count)
        var shares = [Float](repeating: 1, count: hasShares ? count : 0)
        for (place, column) in columns.enumerated() {
            guard Int(column) < count else {
                throw fault(Name.columns, "column \(column)", "less than \(count), the number of features")
            }
            guard weightRows[Int(column)] < 0 else { throw fault(Name.columns, "column \(column) twice", "each once") }
            weightRows[Int(column)] = Int32(truncatingIfNeeded: rows[place])
            if hasShares { shares[Int(column)] = given[place] }
        }
        return (weightRows, shares, rowCount)
    }

    /// No training comes near it, and sums of products of two such weights stay far from infinity.
    static let largestWeight: Float = 1_000_000

    func fault(_ name: String, _ found: String, _ expected: String) -> ModelFileError {
        ModelFileError(path: path, place: .tensor(name), found: found, expected: expected)
    }
}
