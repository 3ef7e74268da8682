import Arithmetic
import Foundation
import Synchronization
import TensorFiles
import Testing
import Threads

@testable import Encoders

private let texts: [String] = {
    var texts = ["", "flood", "we need water.", " ", "\u{0}", "Wörter, die niemand kennt", "🚒🔥", "fire fire fire"]
    for number in 0..<150 {
        let words = (0..<number % 37).map { ["flood", "help", "we", "fires"][($0 * number) % 4] }
        texts.append(words.joined(separator: " "))
    }
    texts.append(String(repeating: "water ", count: 170_000))
    texts.append(String(repeating: "a", count: 1_000_000))
    texts.append("e" + String(repeating: "\u{301}", count: 1_000_000))
    return texts
}()

private func folder(_ kind: String) throws -> Folder {
    kind == "use" ? try TinyUniversalEncoder().folder() : try TinyTransformer().folder()
}

@Test("a text has the same bits in any company and on any number of threads", arguments: ["bert", "use"], levels)
func sameBits(kind: String, level: KernelLevel) throws {
    let folder = try folder(kind)
    let encoder = try SentenceEncoder(folder: folder.path, level: level)
    let width = encoder.width
    let vectors = try encoder.vectors(of: texts, threads: 1)
    #expect(vectors.count == texts.count * width)
    for threads in 2...4 { #expect(try encoder.vectors(of: texts, threads: threads) == vectors) }
    let turned = try encoder.vectors(of: texts.reversed(), threads: 2)
    for (index, text) in texts.enumerated() {
        let vector = vectors[index * width..<(index + 1) * width]
        let other = texts.count - 1 - index
        #expect(turned[other * width..<(other + 1) * width] == vector)
        #expect(try encoder.vectors(of: [text], threads: 1) == Array(vector))
        let length = vector.reduce(0.0) { $0 + Double($1) * Double($1) }
        #expect(abs(length - 1) < 1e-5)
    }
}

@Test("levels that multiply and add in one step have the same bits, and say so", arguments: ["bert", "use"])
func levelsAgree(kind: String) throws {
    let folder = try folder(kind)
    let encoders = try levels.map { try SentenceEncoder(folder: folder.path, level: $0) }
    let vectors = try encoders.map { try $0.vectors(of: texts, threads: 2) }
    for (first, one) in encoders.enumerated() {
        for (second, other) in encoders.enumerated() where one.identity.arithmetic == other.identity.arithmetic {
            #expect(vectors[first] == vectors[second])
        }
    }
}

@Test("no texts have no vectors")
func noTexts() throws {
    let folder = try TinyTransformer().folder()
    #expect(try SentenceEncoder(folder: folder.path).vectors(of: [], threads: 2).isEmpty)
}

@Test("the monitor hears of the work, up to its end, and can stop it")
func monitored() throws {
    let folder = try TinyTransformer().folder()
    let encoder = try SentenceEncoder(folder: folder.path)
    let reports = Lock<[Double]>([])
    _ = try encoder.vectors(
        of: texts, threads: 2, monitor: WorkMonitor { share in reports.withLock { $0.append(share) } })
    let heard = reports.withLock { $0 }
    #expect(heard == heard.sorted() && heard.last == 1 && heard.count > 1)
    let monitor = WorkMonitor()
    monitor.cancel()
    #expect(throws: CancellationError.self) { try encoder.vectors(of: texts, threads: 2, monitor: monitor) }
}

@Test("a vector is that of the text's tokens, in the order that the texts came")
func textsInOrder() throws {
    let model = TinyTransformer()
    let folder = try model.folder()
    let encoder = try SentenceEncoder(folder: folder.path)
    let vectors = try encoder.vectors(of: ["Flood.", "we need fires"], threads: 1)
    // Places in the vocabulary: [CLS] 2, [SEP] 3.
    #expect(difference(vectors[..<24], model.vector([2, 4, 11, 3])) < 2e-5)
    // "fires" is "fire" and "##s".
    #expect(difference(vectors[24...], model.vector([2, 7, 8, 5, 10, 3])) < 2e-5)
}

@Test(
    "an encoder of the family E5 sees 'query: ' before each text, others nothing but what is their default",
    arguments: [
        ("multilingual-e5-small", "", "query: "), ("e5", "", "query: "), ("intfloat_e5-base-v2", "", "query: "),
        ("multilingual-e5-large-instruct", "", ""), ("bge-small-en", "", ""), ("me5x", "", ""),
        ("bge", #"{"prompts":{"query":"Represent: "},"default_prompt_name":null}"#, ""),
        ("e5", #"{"prompts":{"query":"Frage: "}}"#, "Frage: "),
        ("any", #"{"prompts":{"a":"A: "},"default_prompt_name":"a"}"#, "A: "),
    ])
func prompts(name: String, settings: String, expected: String) throws {
    let folder = try TinyTransformer().folder(name: name)
    if !settings.isEmpty { try folder.write("config_sentence_transformers.json", settings) }
    let encoder = try SentenceEncoder(folder: folder.path)
    #expect(encoder.identity.name == name && encoder.prompt == expected)
    let other = try TinyTransformer().folder()
    let plain = try SentenceEncoder(folder: other.path)
    #expect(try encoder.vectors(of: ["flood"], threads: 1) == plain.vectors(of: [expected + "flood"], threads: 1))
    #expect((encoder.identity.digest == plain.identity.digest) == (expected.isEmpty && settings.isEmpty))
}

@Test("a folder that is called by its revision has the name of its model")
func nameOfSnapshot() throws {
    let folder = try TinyTransformer().folder(name: "models--intfloat--multilingual-e5-small/snapshots/0a1b2c")
    let encoder = try SentenceEncoder(folder: folder.path)
    #expect(encoder.identity.name == "multilingual-e5-small" && encoder.prompt == "query: ")
}

@Test("an encoder that comes from one of the family E5 is one, whatever its folder is called")
func originOfE5() throws {
    let model = TinyTransformer()
    let folder = try model.folder()
    var configuration = model.configuration
    configuration["_name_or_path"] = "intfloat/multilingual-e5-small"
    try folder.write("config.json", json: configuration)
    #expect(try SentenceEncoder(folder: folder.path).prompt == "query: ")
}

@Test("a digest is the same for the same files, and another for any that differs")
func digests() throws {
    let model = TinyTransformer()
    let folder = try model.folder()
    let digest = try SentenceEncoder(folder: folder.path).identity.digest
    #expect(digest.count == 16 && digest.allSatisfy(\.isHexDigit))
    let copy = try model.folder(name: "copy")
    #expect(try SentenceEncoder(folder: copy.path).identity.digest == digest)
    // A file that the encoder is not read from.
    try folder.write("README.md", "words")
    #expect(try SentenceEncoder(folder: folder.path).identity.digest == digest)
    try folder.write("sentence_bert_config.json", json: ["max_seq_length": 29])
    #expect(try SentenceEncoder(folder: folder.path).identity.digest != digest)
    var other = model
    other.tensors["encoder.layer.0.output.dense.bias"]?.numbers[3] += 0.125
    try folder.write("sentence_bert_config.json", json: ["max_seq_length": 30])
    #expect(try SentenceEncoder(folder: folder.path).identity.digest == digest)
    try folder.write("model.safetensors", other.file { _ in true })
    #expect(try SentenceEncoder(folder: folder.path).identity.digest != digest)
}

@Test("of a large file the digest sees length, both ends, and the beginning of every MiB")
func digestOfLargeFiles() {
    func digest(_ bytes: [UInt8]) -> String {
        var digest = FileDigest()
        digest.add(FileBytes(bytes))
        return digest.digits
    }
    let bytes = [UInt8](repeating: 7, count: 3 << 20 | 5)
    let whole = digest(bytes)
    for place in [0, 65_535, 1 << 20, 1 << 20 | 4_095, 2 << 20, bytes.count - 65_536, bytes.count - 1] {
        var changed = bytes
        changed[place] = 8
        #expect(digest(changed) != whole)
    }
    #expect(digest(bytes.dropLast()) != whole)
    var changed = bytes
    changed[1 << 20 | 4_096] = 8
    #expect(digest(changed) == whole)
}
