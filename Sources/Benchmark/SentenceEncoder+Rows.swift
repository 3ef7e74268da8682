import Encoders
import Learning
import Sampling

extension SentenceEncoder {
    /// One row for each text, of the weight that sessions give them.
    func denseRows(of texts: [String], threads: Int) throws -> DenseRows {
        var vectors = QuantizedVectors(width: width, capacity: texts.count)
        for start in stride(from: 0, to: texts.count, by: 1_024) {
            let batch = Array(texts[start..<min(texts.count, start + 1_024)])
            let made = try self.vectors(of: batch, threads: threads)
            for position in batch.indices { vectors.append(made[position * width..<(position + 1) * width]) }
        }
        return DenseRows(
            vectors, places: (0..<Int32(texts.count)).map { $0 }, weight: ModelSettings.standard.vectorWeight)
    }
}
