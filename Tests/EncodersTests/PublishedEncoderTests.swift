import Arithmetic
import Foundation
import TensorFiles
import Testing

@testable import Encoders

/// Encoders as their authors publish them, and what a pass of its own in double precision makes of messages: in a folder
/// that the environment names, because they are too large for this repository.
private let folder = ProcessInfo.processInfo.environment["TOCSIN_ENCODERS"]

@Suite("Published encoders", .enabled(if: folder != nil))
struct PublishedEncoderTests {
    @Test("every message has the vector that double precision gives it", arguments: ["use", "minilm", "e5"], levels)
    func sameVectors(name: String, level: KernelLevel) throws {
        let folder = try #require(folder)
        let lines = try String(contentsOfFile: folder + "/300.jsonl", encoding: .utf8).split(separator: "\n")
        let texts = try lines.map { try JSONDecoder().decode(String.self, from: Data($0.utf8)) }
        let expected = try NumPyArray(path: "\(folder)/300/\(name).vectors.npy")
        let encoder = try SentenceEncoder(folder: folder + "/" + name, level: level)
        #expect(expected.shape == [texts.count, encoder.width])
        let numbers = try expected.doubles()
        let vectors = try encoder.vectors(of: texts, threads: 2)
        // What a text says is text here, where those who made the reference's tokens took these for tokens.
        let spelt = name == "minilm" ? "[MASK]" : "<mask>"
        for index in texts.indices where name == "use" || !texts[index].contains(spelt) {
            let range = index * encoder.width..<(index + 1) * encoder.width
            let cosine = cosine(vectors[range].map(Double.init), Array(numbers[range]))
            #expect(cosine >= 0.9999, "\(texts[index])")
        }
    }
}

func cosine(_ first: [Double], _ second: [Double]) -> Double {
    func product(_ first: [Double], _ second: [Double]) -> Double { zip(first, second).reduce(0) { $0 + $1.0 * $1.1 } }
    return product(first, second) / (product(first, first) * product(second, second)).squareRoot()
}
