import Arithmetic
import Foundation
import Notation
import Threads

/// A pretrained network that makes a vector of a text, so that texts that say the same are near each other.
///
/// ```swift
/// let encoder = try SentenceEncoder(folder: "all-MiniLM-L6-v2")
/// let vectors = try encoder.vectors(of: ["Flood in the valley", "Der Fluss ist über die Ufer"], threads: 2)
/// ```
///
/// A text's vector depends on nothing but the text, the encoder and the arithmetic (``EncoderIdentity``): not on the texts
/// beside it, nor on the number of threads.
public struct SentenceEncoder: Sendable {
    /// What tells its vectors from those of others.
    public let identity: EncoderIdentity
    /// Numbers of a vector.
    public var width: Int { model.width }
    /// The family of networks that it belongs to, as its authors call it.
    public var family: String { model.family }
    /// In words, what lies between a text's tokens and its vector.
    public var layers: String { model.layers }
    /// Most tokens of a text; what is behind them does not count.
    public var maximumTokenCount: Int { model.maximumCount }
    /// What is put before each text; empty for most encoders.
    public let prompt: String
    private let tokenizer: SubwordTokenizer
    private let model: any EncoderModel

    /// Tokens of a batch: enough for the weights, which come from memory for each, to be worth their way.
    private static let batchTokenCount = 192
    /// Texts that a thread takes at a time.
    private static let chunkCount = 64
    /// Characters of a text for each token that a message may have; what is behind them is not looked at.
    private static let charactersPerToken = 64

    /// Reads an encoder.
    ///
    /// - Parameters:
    ///   - folder: as its authors publish it: a sentence transformer of the families BERT or XLM-R, with `config.json`; or
    ///     the multilingual Universal Sentence Encoder as files of NumPy.
    ///   - level: what the kernels may use of the CPU, which must have it.
    /// - Throws: ``EncoderError``: nothing in the files is trusted.
    /// - Complexity: O(weights), without the table of tokens, which stays in its file: while the encoder is in use, its files
    ///   must not be cut or written over (`MappedFile` says what happens then). New ones may be renamed over them.
    public init(folder path: String, level: KernelLevel = .current) throws(EncoderError) {
        let folder = EncoderFolder(path: path)
        let math = DenseMath(level: level)
        identity = try EncoderIdentity(folder: path, level: level)
        if folder.contains("config.json") {
            let configuration = try TransformerConfiguration(try folder.settings("config.json"))
            model = try TransformerEncoder(folder, configuration: configuration, math: math)
        } else if UniversalSentenceEncoder.isIn(folder) {
            model = try UniversalSentenceEncoder(folder, math: math)
        } else {
            throw EncoderError(
                path: path, found: folder.contains(".") ? "neither config.json nor q1.npy" : "no folder",
                expected: "the folder of a sentence transformer, or of the Universal Sentence Encoder")
        }
        prompt = try EncoderIdentity.prompt(folder, name: identity.name)
        tokenizer = try SubwordTokenizer(folder: path, maximumCount: model.maximumCount) { name throws(EncoderError) in
            try folder.bytes(ifThere: name)
        }
        guard tokenizer.vocabularySize <= model.vocabularyCount else {
            throw EncoderError(
                path: path, place: "the table of tokens", found: "\(CountText.text(model.vocabularyCount, "row"))",
                expected: "at least \(tokenizer.vocabularySize), as many as the tokenizer has tokens")
        }
    }

    /// The vectors of texts, one behind the other: ``width`` numbers each, of unit length.
    ///
    /// A text without words has a vector as well. Of a long one only the beginning counts: as many tokens as the encoder
    /// takes.
    ///
    /// - Parameters:
    ///   - threads: at most so many work at once, the caller's among them.
    ///   - monitor: told how far the work has come, and asked whether to stop.
    /// - Throws: ``EncoderError``, or `CancellationError` once the monitor was cancelled.
    /// - Complexity: O(tokens of all texts) time; memory for the result, and a few MB for each thread.
    public func vectors(
        of texts: [String], threads: Int, monitor: WorkMonitor = WorkMonitor()
    ) throws -> [Float] {
        let done = Lock(0)
        let chunks = Parallel.ranges(of: texts.count, chunk: Self.chunkCount)
        let results = Parallel.map(chunks.count, threads: threads) { index -> Result<[Float], any Error> in
            Result {
                let vectors = try chunkVectors(of: texts[chunks[index]], monitor)
                done.withLock { done in
                    done += chunks[index].count
                    monitor.report(Double(done) / Double(texts.count))
                }
                return vectors
            }
        }
        var vectors: [Float] = []
        vectors.reserveCapacity(texts.count * width)
        for result in results { vectors += try result.get() }
        return vectors
    }

    private func chunkVectors(of texts: ArraySlice<String>, _ monitor: WorkMonitor) throws -> [Float] {
        try monitor.checkCancellation()
        let messages = texts.map(tokens(of:))
        var vectors: [Float] = []
        vectors.reserveCapacity(messages.count * width)
        var start = 0
        while start < messages.count {
            try monitor.checkCancellation()
            var (end, count) = (start + 1, messages[start].count)
            while end < messages.count, count + messages[end].count <= Self.batchTokenCount {
                count += messages[end].count
                end += 1
            }
            vectors += try model.vectors(of: messages[start..<end])
            start = end
        }
        return vectors
    }

    /// From 1 to as many as the network takes.
    private func tokens(of text: String) -> [Int32] {
        let limit = Self.charactersPerToken * model.maximumCount
        let cut = prompt.unicodeScalars + text.unicodeScalars.prefix(limit)
        let tokens = tokenizer.tokens(of: String(String.UnicodeScalarView(cut)))
        return tokens.isEmpty ? [0] : Array(tokens.prefix(model.maximumCount))
    }
}
