import Arithmetic
import Notation
import TensorFiles

/// The multilingual Universal Sentence Encoder, version 3: convolutions over pairs, triples and quintuples of tokens, and
/// a network of four layers on their sum.
///
/// Yang et al., "Multilingual Universal Sentence Encoder for Semantic Retrieval", 2020. Of the folder it reads a `.npy` file
/// for each array, O being the orders 2, 3 and 5, with C chunks of V rows, width E, convolutions of K numbers, and layers of
/// F, D and D numbers (17, 7530, 512, 256, 512, 320):
///
/// | name | shape | |
/// | --- | --- | --- |
/// | `q1` … `qC` | V × E | bytes; row r of the table of tokens is row r / C of chunk r % C |
/// | `scale`, `lo` | C | what a byte's step is worth in a chunk, and 0 |
/// | `projO`, `proj_bO`, `ln_gO`, `ln_bO` | E × K, K, K, K | a linear layer, then normalisation of all three together |
/// | `w1_O`, `b1_O`, `w2_O`, `b2_O` | O·K × K, K, O·K × K, K | x = max(0, windows of x · w1 + b1) + x, and so w2 |
/// | `ln_g`, `ln_b` | E + 3K | normalisation of a token's row and its convolutions |
/// | `cnn_W`, `cnn_b` | (E + 3K) × F, F | m = (sum of a message's n tokens · W + n · b) / √n |
/// | `d0`, `p1`, `d1` | F × D, F × D, D × D | y = max(0, m · p1 + max(0, m · d0) · d1) |
/// | `d2`, `p3`, `d3` | D × F, D × F, F × F | tanh(y · p3 + max(0, y · d2) · d3), at unit length |
/// | `eps` | none | a Double, what normalisation adds to a variance |
struct UniversalSentenceEncoder: EncoderModel {
    let family = "Universal Sentence Encoder, multilingual, version 3"
    let layers = "6 convolutions, 4 layers"
    let width: Int
    /// A bound on time and memory; the network itself has none.
    let maximumCount = 2_048
    private let table: QuantizedTable
    private let projection: DenseLayer
    private let projectionNormalization: LayerNormalization
    private let convolutions: [Convolution]
    private let tokenNormalization: LayerNormalization
    private let summary: DenseLayer
    private let summaryBias: FloatBuffer
    private let d0: DenseLayer
    private let p1: DenseLayer
    private let d1: DenseLayer
    private let d2: DenseLayer
    private let p3: DenseLayer
    private let d3: DenseLayer
    private let epsilon: Float
    private let math: DenseMath
    private let path: String

    private static let orders = [2, 3, 5]
    /// Rows of zeroes before, between and behind messages: as far as any window reaches out of one.
    private static let gap = 2

    /// Two convolutions over windows of `order` tokens.
    private struct Convolution: Sendable {
        let order: Int
        let first: DenseLayer
        let second: DenseLayer

        /// Tokens of a window before its own.
        var left: Int { (order - 1) / 2 }
    }

    /// Whether a folder holds one, in one file or in many.
    static func isIn(_ folder: EncoderFolder) -> Bool { folder.contains("q1.npy") || folder.contains("weights.npz") }

    init(_ folder: EncoderFolder, math: DenseMath) throws(EncoderError) {
        if !folder.contains("q1.npy"), folder.contains("weights.npz") {
            throw EncoderError(
                path: folder.path, found: "weights.npz alone",
                expected: "its arrays as files; unzip weights.npz in this folder")
        }
        func array(_ name: String) throws(TensorFileError) -> NumPyArray {
            try NumPyArray(path: folder.file(name + ".npy"))
        }
        func numbers(_ name: String, _ shape: [Int]) throws(TensorFileError) -> [Float] {
            try array(name).floats(shape: shape)
        }
        func matrix(_ name: String, _ depth: Int, _ columns: Int, bias: String? = nil) throws(TensorFileError)
            -> DenseLayer
        {
            var biases: [Float]?
            if let bias { biases = try numbers(bias, [columns]) }
            return DenseLayer(
                rows: try numbers(name, [depth, columns]), bias: biases, columns: columns, depth: depth, math: math)
        }
        do throws(TensorFileError) {
            let first = try array("q1")
            let shape = try first.sizes(2)
            let (rowCount, embeddingWidth) = (shape[0], shape[1])
            let chunkCount = try array("scale").sizes(1)[0]
            var chunks: [FileBytes] = []
            for chunk in 1...chunkCount { chunks.append(try array("q\(chunk)").octets(shape: shape)) }
            table = QuantizedTable(
                chunks: chunks, rowCount: rowCount, width: embeddingWidth, scales: try numbers("scale", [chunkCount]),
                lowest: try numbers("lo", [chunkCount]))
            epsilon = try array("eps").smallNumber()

            let kernelCount = try array("proj2").sizes(2)[1]
            var (projections, biases, gains, offsets): ([[Float]], [Float], [Float], [Float]) = ([], [], [], [])
            var convolutions: [Convolution] = []
            for order in Self.orders {
                projections.append(try numbers("proj\(order)", [embeddingWidth, kernelCount]))
                biases += try numbers("proj_b\(order)", [kernelCount])
                gains += try numbers("ln_g\(order)", [kernelCount])
                offsets += try numbers("ln_b\(order)", [kernelCount])
                convolutions.append(
                    Convolution(
                        order: order,
                        first: try matrix("w1_\(order)", order * kernelCount, kernelCount, bias: "b1_\(order)"),
                        second: try matrix("w2_\(order)", order * kernelCount, kernelCount, bias: "b2_\(order)")))
            }
            self.convolutions = convolutions
            var rows: [Float] = []
            for row in 0..<embeddingWidth {
                for part in projections { rows += part[row * kernelCount..<(row + 1) * kernelCount] }
            }
            projection = DenseLayer(
                rows: rows, bias: biases, columns: projections.count * kernelCount, depth: embeddingWidth, math: math)
            projectionNormalization = LayerNormalization(gain: gains, bias: offsets, epsilon: epsilon)

            let tokenWidth = embeddingWidth + projections.count * kernelCount
            tokenNormalization = LayerNormalization(
                gain: try numbers("ln_g", [tokenWidth]), bias: try numbers("ln_b", [tokenWidth]), epsilon: epsilon)
            let width = try array("cnn_W").sizes(2)[1]
            summary = try matrix("cnn_W", tokenWidth, width)
            summaryBias = FloatBuffer(try numbers("cnn_b", [width]))
            let hidden = try array("d0").sizes(2)[1]
            d0 = try matrix("d0", width, hidden)
            p1 = try matrix("p1", width, hidden)
            d1 = try matrix("d1", hidden, hidden)
            d2 = try matrix("d2", hidden, width)
            p3 = try matrix("p3", hidden, width)
            d3 = try matrix("d3", width, width)
            self.width = width
        } catch {
            throw EncoderError(error)
        }
        self.math = math
        path = folder.path
    }

    var vocabularyCount: Int { table.count }

    func vectors(of messages: ArraySlice<[Int32]>) throws(EncoderError) -> [Float] {
        let counts = messages.map(\.count)
        let rows = counts.reduce(0, +)
        let tokenWidth = summary.depth
        let features = FloatBuffer(count: rows * tokenWidth)
        var start = 0
        for token in messages.joined() {
            guard 0..<table.count ~= Int(token) else {
                throw EncoderError(
                    path: path, place: "the table of tokens", found: "\(CountText.text(table.count, "row"))",
                    expected: "one for token \(token) of the tokenizer")
            }
            table.copy(row: Int(token), to: features[start..<start + table.width])
            start += tokenWidth
        }
        convolve(features, counts)
        tokenNormalization.apply(features[0..<features.count], rows: rows, math: math)
        let sums = FloatBuffer(count: counts.count * tokenWidth)
        var row = 0
        for (message, count) in counts.enumerated() {
            let target = sums[message * tokenWidth..<(message + 1) * tokenWidth]
            for _ in 0..<count {
                math.add(1, UnsafeBufferPointer(features[row * tokenWidth..<(row + 1) * tokenWidth]), to: target)
                row += 1
            }
        }
        let vectors = combine(sums, counts)
        withExtendedLifetime((features, sums)) {}
        guard vectors.allSatisfy(\.isFinite) else {
            throw EncoderError(
                path: path, found: "weights whose sums are beyond all numbers", expected: "those of a trained encoder")
        }
        return vectors
    }

    /// Writes the convolutions of tokens behind their rows of the table.
    ///
    /// Messages lie apart by rows of zeroes, so that windows are rows of `order` tokens that overlap, and no window sees two
    /// messages. What comes out for the rows between is thrown away.
    private func convolve(_ features: FloatBuffer, _ counts: [Int]) {
        let rows = counts.reduce(0, +)
        let tokenWidth = summary.depth
        let projected = FloatBuffer(count: rows * projection.columns)
        projection.apply(features.all, stride: tokenWidth, rows: rows, to: projected[0..<projected.count])
        projectionNormalization.apply(projected[0..<projected.count], rows: rows, math: math)

        // The row among the spread ones of each token.
        var places: [Int] = []
        places.reserveCapacity(rows)
        var next = Self.gap
        for count in counts {
            places += next..<next + count
            next += count + Self.gap
        }
        let kernelCount = projection.columns / convolutions.count
        // Two rows more at both ends than there are windows.
        let windows = next - 2 * Self.gap
        let input = FloatBuffer(count: next * kernelCount)
        let between = FloatBuffer(count: next * kernelCount)
        let output = FloatBuffer(count: windows * kernelCount)
        for (index, convolution) in convolutions.enumerated() {
            for (row, place) in places.enumerated() {
                copy(
                    projected, row * projection.columns + index * kernelCount, to: input, place * kernelCount,
                    count: kernelCount)
            }
            let reach = (Self.gap - convolution.left) * kernelCount
            let inside = Self.gap * kernelCount..<(Self.gap + windows) * kernelCount
            convolution.first.apply(input[from: reach], stride: kernelCount, rows: windows, to: between[inside])
            math.rectify(
                between[inside], stride: kernelCount, rows: windows, width: kernelCount,
                adding: UnsafeBufferPointer(input[inside]), yStride: kernelCount)
            var gap = Self.gap
            for count in counts.dropLast() {
                gap += count
                between[gap * kernelCount..<(gap + Self.gap) * kernelCount].update(repeating: 0)
                gap += Self.gap
            }
            convolution.second.apply(
                between[from: reach], stride: kernelCount, rows: windows, to: output[0..<output.count])
            math.rectify(
                output[0..<output.count], stride: kernelCount, rows: windows, width: kernelCount,
                adding: UnsafeBufferPointer(between[inside]), yStride: kernelCount)
            for (row, place) in places.enumerated() {
                copy(
                    output, (place - Self.gap) * kernelCount, to: features,
                    row * tokenWidth + table.width + index * kernelCount, count: kernelCount)
            }
        }
        withExtendedLifetime((projected, input, between, output)) {}
    }

    private func copy(_ source: FloatBuffer, _ from: Int, to target: FloatBuffer, _ to: Int, count: Int) {
        _ = target[to..<to + count].update(fromContentsOf: source[from..<from + count])
    }

    /// The vectors of messages from the sums of their tokens.
    private func combine(_ sums: FloatBuffer, _ counts: [Int]) -> [Float] {
        let rows = counts.count
        func product(_ layer: DenseLayer, _ input: FloatBuffer) -> FloatBuffer {
            let result = FloatBuffer(count: rows * layer.columns)
            layer.apply(input.all, rows: rows, to: result[0..<result.count])
            return result
        }
        func rectified(_ buffer: FloatBuffer, width: Int) -> FloatBuffer {
            math.rectify(buffer[0..<buffer.count], stride: width, rows: rows, width: width)
            return buffer
        }
        func sum(_ first: FloatBuffer, _ second: FloatBuffer) -> FloatBuffer {
            math.add(1, second.all, to: first[0..<first.count])
            return first
        }
        let mean = product(summary, sums)
        for (message, count) in counts.enumerated() {
            let target = mean[message * width..<(message + 1) * width]
            math.add(Float(count), summaryBias.all, to: target)
            let factor = 1 / Float(count).squareRoot()
            for index in target.indices { target[index] *= factor }
        }
        let bent = rectified(product(d0, mean), width: d0.columns)
        let hidden = rectified(sum(product(p1, mean), product(d1, bent)), width: d1.columns)
        let last = rectified(product(d2, hidden), width: width)
        let result = sum(product(p3, hidden), product(d3, last))
        math.tanh(result[0..<result.count])
        math.normalizeLength(result[0..<result.count], rows: rows, width: width, floor: epsilon)
        return withExtendedLifetime((mean, bent, hidden, last)) { Array(result.all) }
    }
}

extension NumPyArray {
    /// The shape of an array of so many dimensions, none of them empty or beyond what an encoder has.
    fileprivate func sizes(_ count: Int) throws(TensorFileError) -> [Int] {
        guard shape.count == count, shape.allSatisfy({ 1...1 << 24 ~= $0 }) else {
            throw fault("shape \(shape)", "\(count) sizes from 1 up")
        }
        return shape
    }

    /// A Double alone, above 0 and below 1.
    fileprivate func smallNumber() throws(TensorFileError) -> Float {
        let numbers = try doubles()
        guard shape.isEmpty, let number = numbers.first.map({ Float($0) }), number > 0, number < 1 else {
            throw fault("\(numbers.prefix(1)) of shape \(shape)", "a number above 0 and below 1")
        }
        return number
    }
}
