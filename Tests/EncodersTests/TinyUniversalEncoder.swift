import Foundation
import TensorFiles

/// A Universal Sentence Encoder of a few thousand weights, as a folder and as a pass in double precision.
struct TinyUniversalEncoder {
    static let (chunkCount, rowCount, width, kernelCount, outputWidth, hiddenCount) = (3, 4, 12, 8, 10, 6)
    static let orders = [2, 3, 5]
    static let epsilon = 1e-3
    static let pieces = ["<unk>", "<s>", "</s>", "▁flood", "▁fire", "▁help", "▁we", "▁", "f", "l", "o", "w"]

    var bytes: [[UInt8]] = []
    var arrays: [String: (shape: [Int], numbers: [Float])] = [:]

    init() {
        var weights = Weights(seed: 9)
        func add(_ name: String, _ shape: [Int], around middle: Float = 0) {
            arrays[name] = (shape, weights.numbers(shape.reduce(1, *), around: middle))
        }
        for _ in 0..<Self.chunkCount {
            bytes.append(weights.numbers(Self.rowCount * Self.width).map { UInt8(128 + $0 * 128) })
        }
        let (k, f, d) = (Self.kernelCount, Self.outputWidth, Self.hiddenCount)
        let all = Self.width + 3 * k
        arrays["scale"] = ([Self.chunkCount], [0.0078125, 0.015625, 0.01])
        arrays["lo"] = ([Self.chunkCount], [-1, -2, -1.25])
        for order in Self.orders {
            add("proj\(order)", [Self.width, k])
            add("proj_b\(order)", [k])
            add("ln_g\(order)", [k], around: 1)
            add("ln_b\(order)", [k])
            for layer in 1...2 {
                add("w\(layer)_\(order)", [order * k, k])
                add("b\(layer)_\(order)", [k])
            }
        }
        add("ln_g", [all], around: 1)
        add("ln_b", [all])
        add("cnn_W", [all, f])
        add("cnn_b", [f])
        for (name, shape) in [
            ("d0", [f, d]), ("p1", [f, d]), ("d1", [d, d]), ("d2", [d, f]), ("p3", [d, f]), ("d3", [f, f]),
        ] {
            add(name, shape)
        }
    }

    /// A file of NumPy, version 1.
    static func array(_ type: String, _ shape: [Int], _ bytes: [UInt8]) -> [UInt8] {
        let sizes = shape.map { "\($0)," }.joined(separator: " ")
        let header = "{'descr': '\(type)', 'fortran_order': False, 'shape': (\(sizes)), }"
        let length = (10 + header.utf8.count + 1 + 63) / 64 * 64 - 10
        return [0x93] + Array("NUMPY".utf8) + [1, 0, UInt8(length & 0xFF), UInt8(length >> 8)] + Array(header.utf8)
            + Array(repeating: 0x20, count: length - header.utf8.count - 1) + [0x0A] + bytes
    }

    func folder() throws -> Folder {
        let folder = try Folder()
        for (chunk, bytes) in bytes.enumerated() {
            try folder.write("q\(chunk + 1).npy", Self.array("|u1", [Self.rowCount, Self.width], bytes))
        }
        for (name, array) in arrays {
            try folder.write(
                name + ".npy", Self.array("<f4", array.shape, Safetensors.littleEndian(array.numbers.map(\.bitPattern)))
            )
        }
        try folder.write("eps.npy", Self.array("<f8", [], Safetensors.littleEndian([Self.epsilon.bitPattern])))
        try folder.write("sp.model", Self.tokenizer)
        return folder
    }

    /// The model of a SentencePiece tokenizer (its `sentencepiece_model.proto`): field 1 of the whole is a piece, whose
    /// fields are its text, its score (a Float) and its type (2 unknown, 3 control).
    private static var tokenizer: [UInt8] {
        pieces.enumerated().flatMap { place, piece -> [UInt8] in
            let text = Array(piece.utf8)
            let type: UInt8 = place == 0 ? 2 : place < 3 ? 3 : 1
            let score = Safetensors.littleEndian([Float(-place).bitPattern])
            let fields = [0x0A, UInt8(text.count)] + text + [0x15] + score + [0x18, type]
            return [0x0A, UInt8(fields.count)] + fields
        }
    }

    // MARK: The pass

    private func rows(_ name: String) -> [[Double]] {
        let array = arrays[name] ?? ([1], [0])
        return matrix(array.numbers, width: array.shape.last ?? 1)
    }

    /// The vector of a message, without any other.
    func vector(_ tokens: [Int32]) -> [Double] {
        let embedded = tokens.map { token -> [Double] in
            let (chunk, row) = (Int(token) % Self.chunkCount, Int(token) / Self.chunkCount)
            let bytes = bytes[chunk][row * Self.width..<(row + 1) * Self.width]
            return bytes.map { Double($0) * rows("scale")[0][chunk] + rows("lo")[0][chunk] }
        }
        let projections = Self.orders.map { product(embedded, rows("proj\($0)"), rows("proj_b\($0)")[0]) }
        let x = normalized(
            tokens.indices.map { token in projections.flatMap { $0[token] } },
            Self.orders.flatMap { rows("ln_g\($0)")[0] }, Self.orders.flatMap { rows("ln_b\($0)")[0] }, Self.epsilon)
        var features = embedded
        for (index, order) in Self.orders.enumerated() {
            var part = x.map { Array($0[index * Self.kernelCount..<(index + 1) * Self.kernelCount]) }
            for layer in 1...2 {
                let windows = part.indices.map { token in
                    (0..<order).flatMap { place -> [Double] in
                        let other = token + place - (order - 1) / 2
                        return part.indices.contains(other) ? part[other] : Array(repeating: 0, count: Self.kernelCount)
                    }
                }
                let name = "\(layer)_\(order)"
                part = sum(rectified(product(windows, rows("w" + name), rows("b" + name)[0])), part)
            }
            for token in tokens.indices { features[token] += part[token] }
        }
        features = normalized(features, rows("ln_g")[0], rows("ln_b")[0], Self.epsilon)
        // The summary of each token, then the sum: the other order is the encoder's.
        let root = Double(tokens.count).squareRoot()
        let mean = [transposed(product(features, rows("cnn_W"), rows("cnn_b")[0])).map { $0.reduce(0, +) / root }]
        let hidden = rectified(
            sum(product(mean, rows("p1")), product(rectified(product(mean, rows("d0"))), rows("d1"))))
        let last = sum(product(hidden, rows("p3")), product(rectified(product(hidden, rows("d2"))), rows("d3")))
        return unit(last[0].map { tanh($0) })
    }
}
