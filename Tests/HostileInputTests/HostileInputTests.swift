import Foundation
import Testing

@testable import Encoders
@testable import Journal
@testable import Learning
@testable import Messages

@Test(
    "no table or list of messages traps the reader, and every message it takes is one with an id and a text",
    arguments: HostileReader.messages)
func messageReaders(reader: HostileReader) throws { try fuzz(reader) }

@Test("no YAML traps the reader of label schemes, and a scheme it takes can be labelled with")
func labelSchemes() throws { try fuzz(.labelScheme) }

@Test("no journal traps the reader, the history, the repair or the merge, and a repaired journal is sound")
func journalReaders() throws { try fuzz(.journal) }

@Test("the quick reader of the program's own lines understands just what the general one does")
func quickReader() throws { try fuzz(.ownLines) }

@Test("no file of tensors traps the reader of models, and a model it takes can be used and written again")
func modelReader() throws { try fuzz(.model) }

@Test("a model with any byte changed, or cut off anywhere, is an error or a model")
func everyByteOfAModel() throws {
    let bytes = try #require(HostileReader.model.seeds.first)
    for place in bytes.indices {
        for bits in [0xFF, 1, 2, 4, 8, 16, 32, 64, 128] as [UInt8] {
            var changed = bytes
            changed[place] ^= bits
            try HostileReader.model.check(changed)
        }
        #expect(throws: ModelFileError.self) { try TextModel(fileBytes: Array(bytes[..<place]), path: "m") }
    }
}

@Test(
    "no file of a tokenizer traps its reader, and one it takes has tokens for any text",
    arguments: HostileReader.tokenizers)
func tokenizerReaders(reader: HostileReader) throws { try fuzz(reader) }

@Test(
    "a tokenizer's file with any byte changed, or cut off anywhere, is an error or a tokenizer",
    arguments: HostileReader.tokenizers)
func everyByteOfATokenizer(reader: HostileReader) throws {
    let bytes = try #require(reader.seeds.first)
    // The map of characters is mostly empty: of zeros only every eighth.
    for place in bytes.indices where bytes[place] != 0 && bytes[place] != UInt8(ascii: "A") || place % 8 == 0 {
        for bits in [0xFF, 1, 16, 64, 128] as [UInt8] {
            var changed = bytes
            changed[place] ^= bits
            try reader.check(changed)
        }
        try reader.check(Array(bytes[..<place]))
    }
}

@Test("no tensors and no array of numbers trap their readers", arguments: [HostileReader.tensors, .arrays])
func tensorReaders(reader: HostileReader) throws {
    try fuzz(reader)
    for seed in reader.seeds {
        for place in seed.indices {
            for bits in [0xFF, 1, 2, 4, 8, 16, 32, 64, 128] as [UInt8] {
                var changed = seed
                changed[place] ^= bits
                try reader.check(changed)
            }
            try reader.check(Array(seed[..<place]))
        }
    }
}

@Test("no bytes of feature rows trap their reader or lead it out of bounds, with any byte changed or cut off anywhere")
func featureReader() throws {
    try fuzz(.features)
    let bytes = try #require(HostileReader.features.seeds.first)
    #expect(bytes.count > FeatureBytes.headCount)
    for place in bytes.indices {
        for bits in [0xFF, 1, 16, 128] as [UInt8] {
            var changed = bytes
            changed[place] ^= bits
            try HostileReader.features.check(changed)
        }
        try HostileReader.features.check(Array(bytes[..<place]))
    }
}

@Test(
    "no file of stored vectors traps its reader or gives a text another vector, with any byte changed or cut off anywhere"
)
func vectorReader() throws {
    try fuzz(.vectors)
    let bytes = try #require(HostileReader.vectors.seeds.first)
    #expect(bytes.count == 27 + 4 * (8 + 4 + 4 + 4))
    for place in bytes.indices {
        for bits in [0xFF, 1, 16, 128] as [UInt8] {
            var changed = bytes
            changed[place] ^= bits
            try HostileReader.vectors.check(changed)
        }
        try HostileReader.vectors.check(Array(bytes[..<place]))
    }
}

@Test("a label scheme with parts that stand for parts that stand for parts is refused, not unfolded")
func yamlBomb() {
    var text = "a0: &a0 [x,x,x,x,x,x,x,x,x]\n"
    for level in 1..<12 {
        text += "a\(level): &a\(level) [\(Array(repeating: "*a\(level - 1)", count: 9).joined(separator: ","))]\n"
    }
    for end in ["labels: *a11\n", "? *a11\n: x\n? *a11\n: y\n", "labels: [{? *a11 : x}, b]\n"] {
        let error = #expect(throws: LabelSchemeError.self) { try LabelScheme(yaml: text + end, path: "t.yaml") }
        #expect(error?.description.contains("write it out") == true)
    }
    #expect(throws: LabelSchemeError.self) {
        try LabelScheme(yaml: "labels: " + String(repeating: "[", count: 400_000), path: "t.yaml")
    }
}

@Test("keys that have keys that have keys are refused, not compared for ever", .mustEnd)
func nestedKeys() {
    let marks = String(repeating: "? ", count: 150)
    let key = String(repeating: "[", count: 200) + "a" + String(repeating: "]", count: 200)
    for yaml in [
        "\(marks)a\n\(marks)a\n\(marks)b\n\(marks)b\n",
        "[\(key), a]: 1\n[\(key), a]: 2\n[\(key), b]: 1\n[\(key), b]: 2\n",
        "{[\(key), a]: 1, [\(key), a] : 2, [\(key), b]: 1, [\(key), b]: 2}\n",
        (["{"] + "aabb".map { "? [\(key.replacing("[", with: "\n[")), \($0)]: 1," } + ["}"]).joined(separator: "\n"),
        "aabb".map { "\u{2028}? - - - - \($0)" }.joined(),
    ] {
        let error = #expect(throws: LabelSchemeError.self) { try LabelScheme(yaml: yaml, path: "t.yaml") }
        #expect(error?.description.contains("keys themselves") == true)
    }
}

@Test("guidelines may ask, and may hold brackets")
func questions() throws {
    let lines = ["Help wanted?", "Or offered ?", "? is no answer", "[1]: http://example.org/?a", "[[{}]]: [[{}]]: []"]
    let yaml = "labels: [a, b]\nguidelines: |\n" + lines.map { "  \($0)\n" }.joined()
    let one = "{\"labels\": [\(#"{"name": "a", "also": ["x"]}, {"name": "b"}, {"name": "c"}, {"name": "d"}"#)]}"
    #expect(try LabelScheme(yaml: yaml, path: "t.yaml").guidelines.contains("Or offered ?"))
    #expect(try LabelScheme(yaml: one, path: "t.json").labels.count == 4)
}

@Test("guidelines may hold asterisks and ampersands")
func asterisks() throws {
    let yaml = "labels: [a, b]\nguidelines: |\n  * water & food\n  *really* R&D &c.\n"
    #expect(try LabelScheme(yaml: yaml, path: "t.yaml").guidelines.contains("*really*"))
}

@Test("devices, silent pipes and folders are refused at once, with a reason")
func noFiles() throws {
    var reader = MessageReader(scheme: .disaster)
    reader.patience = 0.05
    let pipe = FileManager.default.temporaryDirectory.appendingPathComponent("tocsin-pipe-\(getpid())").path
    #expect(mkfifo(pipe, 0o600) == 0)
    defer { unlink(pipe) }
    for (path, words) in [("/dev/zero", "device"), ("/dev/null", "device"), (pipe, "pipe"), ("/", "directory")] {
        let error = #expect(throws: ReadingError.self) { try reader.read(path: path) }
        #expect(error?.description.contains(words) == true)
    }
    reader.limit = 1_000
    let error = #expect(throws: ReadingError.self) { try reader.read(path: #filePath) }
    #expect(error?.description.contains("more than") == true)
    #expect(throws: LabelSchemeError.self) { try LabelScheme(contentsOf: "/dev/zero") }
}

@Test("more columns than a table has are an error, not memory")
func columns() {
    let commas = String(repeating: ",", count: 2_000_000)
    let error = #expect(throws: ReadingError.self) {
        try MessageReader(scheme: .disaster).read(bytes: Array("id,text\(commas)\n1,b\(commas)\n".utf8), path: "m.csv")
    }
    #expect(error == .tooManyColumns(path: "m.csv", found: 2_000_002, limit: 10_000))
}
