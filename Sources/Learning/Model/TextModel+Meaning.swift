extension TextModel {
    /// What a model reads of texts beside their words: an encoder's vectors, and how a row comes of one.
    public struct Meaning: Sendable, Hashable {
        /// What the encoder is called.
        public let encoder: String
        /// Tells it from other encoders.
        public let digest: String
        /// The arithmetic that the vectors came from which were learnt from: their last bits differ between processors.
        public let kernel: String
        /// Length of a row, beside sparse rows of length 1.
        public let weight: Float
        /// What is taken off every vector; as many numbers as a vector has.
        public let mean: [Float]

        /// Numbers of a vector.
        public var width: Int { mean.count }

        public init(encoder: String, digest: String, kernel: String, weight: Float, mean: [Float]) {
            self.encoder = encoder
            self.digest = digest
            self.kernel = kernel
            self.weight = weight
            self.mean = mean
        }

        /// Rows of texts, as the model has learnt from those of others.
        ///
        /// - Parameter vectors: one of ``width`` numbers for each text.
        func rows(of vectors: Matrix) -> DenseRows {
            var stored = QuantizedVectors(width: width, capacity: vectors.rowCount)
            for row in 0..<vectors.rowCount { stored.append(vectors.row(row)) }
            return DenseRows(stored, places: (0..<Int32(vectors.rowCount)).map { $0 }, weight: weight, mean: mean)
        }
    }

    /// A model that has learnt from an encoder was given no vectors of the texts, or others than its encoder makes.
    public struct VectorsExpected: Error, Hashable, CustomStringConvertible {
        /// The encoder, and the numbers of its vectors.
        public let encoder: String
        public let width: Int
        /// Texts, and what was given for them; nil for nothing.
        public let textCount: Int
        public let given: [Int]?

        public var description: String {
            let found = given.map { "vectors of shape \($0)" } ?? "no vectors"
            return "this model has learnt from the encoder \(encoder): \(textCount) texts need vectors of shape "
                + "[\(textCount), \(width)] by it; found \(found)"
        }
    }
}
