import Foundation
import Testing

/// The user's data with an encoder of a few thousand weights by the name of `tiny`, and what else a test puts there.
private struct UsersData {
    private let folder: TemporaryFolder
    private let path: String
    let encoders: String

    init() throws {
        folder = try TemporaryFolder()
        path = folder.url.path
        encoders = path + "/tocsin/encoders"
        try FileManager.default.createDirectory(atPath: encoders, withIntermediateDirectories: true)
        let tiny = try TinyTransformer().folder()
        try FileManager.default.copyItem(atPath: tiny.path, toPath: encoders + "/tiny")
    }

    func run(_ arguments: String...) throws -> CommandResult {
        try EndToEndTests.run([Program.path] + arguments, environment: ["XDG_DATA_HOME": path])
    }
}

@Test("where no encoder is installed, the list says where it has looked and how to come to one")
func noEncoders() throws {
    let result = try Program.run("encoder", "list")
    #expect(result.status == 0 && result.error.isEmpty)
    #expect(result.output.contains(Program.noData + "/tocsin/encoders: no encoder\n"))
    #expect(result.output.contains("bash .ci/install"))
}

@Test("encoders are listed with what they are, and one that is broken with what is wrong")
func encodersAreListed() throws {
    let data = try UsersData()
    try FileManager.default.copyItem(atPath: data.encoders + "/tiny", toPath: data.encoders + "/broken\u{1b}[2J")
    try FileManager.default.removeItem(atPath: data.encoders + "/broken\u{1b}[2J/vocab.txt")
    try FileManager.default.createDirectory(atPath: data.encoders + "/.half", withIntermediateDirectories: true)
    let result = try data.run("encoder", "list")
    #expect(result.status == 0 && result.error.isEmpty, "\(result.error)")
    let lines = result.output.split(separator: "\n")
    #expect(lines.count == 3 && lines[0] == "\(data.encoders):")
    #expect(lines[1].contains("broken") && lines[1].contains("cannot be used: ") && lines[1].contains("vocab.txt"))
    #expect(!result.output.contains("\u{1b}"))
    // The sum of the files that an encoder is read from: all that the test has written.
    let files = FileManager.default.enumerator(atPath: data.encoders + "/tiny")?.compactMap { $0 as? String } ?? []
    let size = try files.reduce(0) { sum, name in
        let attributes = try FileManager.default.attributesOfItem(atPath: data.encoders + "/tiny/" + name)
        return sum + (attributes[.type] as? FileAttributeType == .typeRegular ? attributes[.size] as? Int ?? 0 : 0)
    }
    #expect(lines[2].hasPrefix("  tiny: BERT; 24 numbers a vector; \(size / 1_000)."))
    #expect(lines[2].contains(/; digest [0-9a-f]{16}$/))
}

@Test("the only encoder, or the one called use, is the one in use where none is named")
func standardEncoder() throws {
    let data = try UsersData()
    #expect(try data.run("encoder", "list").output.contains("tiny (in use where none is named): BERT"))
    try FileManager.default.copyItem(atPath: data.encoders + "/tiny", toPath: data.encoders + "/use")
    let both = try data.run("encoder", "list").output
    #expect(both.contains("use (in use where none is named): BERT") && both.contains("tiny: BERT"))
}

@Test("an encoder is checked by its name and by its folder: what it is, and how near it finds sentences")
func encoderCheck() throws {
    let data = try UsersData()
    for name in ["tiny", data.encoders + "/tiny"] {
        let result = try data.run("encoder", "check", name)
        #expect(result.status == 0 && result.error.isEmpty, "\(result.error)")
        for line in [
            "name        tiny", "family      BERT", "network     2 layers, 3 heads", "vector      24 numbers",
            "text        at most 30 tokens", "prompt      none",
        ] {
            #expect(result.output.contains(line + "\n"), "\(result.output)")
        }
        #expect(result.output.contains(/\nkernels +(plain|avx2|avx512) \((plain|fma)\)\n/))
        #expect(result.output.contains(/\nspeed +about \S+ short messages a second with \d+ threads?; 10,000 take/))
        // The tiny one knows hardly a word of them: that there are five cosines is all that can be expected.
        let cosines = result.output.matches(of: /\n  (-?\d?\.\d{3})  \S/).compactMap { Double($0.output.1) }
        #expect(cosines.count == 5 && cosines.allSatisfy { abs($0) <= 1.001 }, "\(result.output)")
    }
}

@Test("an encoder that cannot be read ends with 1 and names file and tensor; a name that there is not, the way out")
func brokenEncoderCheck() throws {
    let data = try UsersData()
    var tiny = TinyTransformer()
    tiny.tensors["encoder.layer.1.output.dense.weight"] = ([3, 5], Array(repeating: 0, count: 15))
    let broken = try tiny.folder()
    let refused = try data.run("encoder", "check", broken.path)
    #expect(refused.status == 1 && refused.output.isEmpty)
    #expect(
        refused.error.contains(
            "model.safetensors: tensor 'encoder.layer.1.output.dense.weight': found shape [3, 5], expected"),
        "\(refused.error)")
    #expect(try data.run("encoder", "check", "").status == 64)
    let unknown = try data.run("encoder", "check", "nowhere")
    #expect(unknown.status == 1 && unknown.output.isEmpty)
    #expect(unknown.error.contains("nowhere: no encoder and no folder") && unknown.error.contains("installed are tiny"))
}
