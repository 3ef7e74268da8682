import Arithmetic
import TensorFiles
import Testing

@testable import Encoders

private let messages: [[Int32]] = [
    [1, 3, 2], [1], (0..<40).map { $0 * 5 % 12 }, [1, 2], [1, 4, 5, 6, 7, 2], (0..<17).map { $0 * 7 % 12 }, [11],
]

@Test(
    "the vectors of a Universal Sentence Encoder are those of a pass in double precision, message by message",
    arguments: levels)
func universalVectors(level: KernelLevel) throws {
    let model = TinyUniversalEncoder()
    let folder = try model.folder()
    let encoder = try UniversalSentenceEncoder(EncoderFolder(path: folder.path), math: DenseMath(level: level))
    #expect(encoder.width == TinyUniversalEncoder.outputWidth)
    let vectors = try encoder.vectors(of: messages[...])
    for (index, message) in messages.enumerated() {
        let range = index * encoder.width..<(index + 1) * encoder.width
        // Some ten sums of up to 40 terms lie behind each number, of 2⁻²⁴ for each rounding.
        #expect(difference(vectors[range], model.vector(message)) < 2e-5)
        #expect(try encoder.vectors(of: messages[index...index]) == Array(vectors[range]))
    }
}

@Test("a token beyond the tables is an error", arguments: [12, -1, .max] as [Int32])
func tokenBeyondTables(token: Int32) throws {
    let folder = try TinyUniversalEncoder().folder()
    let encoder = try UniversalSentenceEncoder(EncoderFolder(path: folder.path), math: DenseMath(level: .plain))
    #expect(throws: EncoderError.self) { try encoder.vectors(of: [[1, token]]) }
}

@Test("each array that is missing, cut off, of another shape or no number is refused by its file")
func refusedArrays() throws {
    let model = TinyUniversalEncoder()
    let folder = try model.folder()
    func refusal() throws -> String {
        let error = #expect(throws: EncoderError.self) { try SentenceEncoder(folder: folder.path) }
        return error?.description ?? ""
    }
    for (name, array) in model.arrays {
        let file = name + ".npy"
        let bytes = Safetensors.littleEndian(array.numbers.map(\.bitPattern))
        let whole = TinyUniversalEncoder.array("<f4", array.shape, bytes)
        try folder.remove(file)
        #expect(try refusal().contains("/\(file): found 'No such file"))
        for other in [
            Array(whole.dropLast()), TinyUniversalEncoder.array("<f4", [1] + array.shape, bytes),
            TinyUniversalEncoder.array("<i4", array.shape, bytes),
            TinyUniversalEncoder.array("<f4", array.shape, bytes.dropLast(4) + [0, 0, 0x80, 0x7F]),
        ] {
            try folder.write(file, other)
            let text = try refusal()
            #expect(text.contains("/\(file): "), "\(text)")
        }
        try folder.write(file, whole)
    }
    try folder.write("q2.npy", TinyUniversalEncoder.array("|u1", [2, 24], Array(repeating: 0, count: 48)))
    #expect(try refusal().contains("/q2.npy: found U8 of shape [2, 24], expected U8 of shape [4, 12]"))
}

@Test("an epsilon that is none is refused", arguments: [0, -1, 1, .nan, .infinity, 1e-300] as [Double])
func refusedEpsilon(epsilon: Double) throws {
    let folder = try TinyUniversalEncoder().folder()
    try folder.write("eps.npy", TinyUniversalEncoder.array("<f8", [], Safetensors.littleEndian([epsilon.bitPattern])))
    let error = #expect(throws: EncoderError.self) { try SentenceEncoder(folder: folder.path) }
    #expect(error?.description.contains("/eps.npy: ") == true)
}
