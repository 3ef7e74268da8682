/// A safetensors file that is mapped, whose tensors are asked for by name and shape.
public struct TensorFile: Sendable {
    /// Where it is; for errors.
    public let path: String
    private let tensors: [String: Safetensors.Tensor]

    /// Longer headers than any published model has are refused.
    private static let headerLimit = 16 << 20

    /// Maps the file and reads its header; the numbers stay in the file.
    ///
    /// - Throws: ``TensorFileError``: nothing in the file is trusted.
    /// - Complexity: O(bytes of the header).
    public init(path: String) throws(TensorFileError) {
        let file = try Safetensors(
            FileBytes(MappedFile(path: path)), path: path, headerLimit: Self.headerLimit)
        self.path = path
        tensors = Dictionary(file.tensors.map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first })
    }

    /// Whether there is a tensor of that name.
    public func contains(_ name: String) -> Bool { tensors[name] != nil }

    /// A tensor's numbers, row by row.
    ///
    /// - Throws: ``TensorFileError`` if there is no such tensor, if it has another shape, if its elements are not F32, F16
    ///   or BF16, or if one is infinite or no number.
    public func floats(named name: String, shape: [Int]) throws(TensorFileError) -> [Float] {
        let tensor = try tensor(named: name, shape: shape)
        return try FloatRows(
            count: 1, width: tensor.bytes.count / tensor.type.byteCount, type: tensor.type, bytes: tensor.bytes,
            path: path, place: .tensor(name)
        ).all()
    }

    /// A matrix that stays in the file.
    ///
    /// - Throws: ``TensorFileError`` as ``floats(named:shape:)``; for a number that is none when its row is read.
    public func rows(named name: String, count: Int, width: Int) throws(TensorFileError) -> FloatRows {
        let tensor = try tensor(named: name, shape: [count, width])
        return try FloatRows(
            count: count, width: width, type: tensor.type, bytes: tensor.bytes, path: path, place: .tensor(name))
    }

    private func tensor(named name: String, shape: [Int]) throws(TensorFileError) -> Safetensors.Tensor {
        guard let tensor = tensors[name] else {
            throw TensorFileError(
                path: path, place: .tensor(name), found: "none", expected: "a tensor of shape \(shape)")
        }
        guard tensor.shape == shape else {
            throw TensorFileError(
                path: path, place: .tensor(name), found: "shape \(tensor.shape)", expected: "shape \(shape)")
        }
        return tensor
    }
}
