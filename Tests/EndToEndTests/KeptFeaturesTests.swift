import Foundation
import Testing

@Test(
    "features of a large file are kept under its name, whatever the journal is called; what commands say and write is the same with them, without, and with harmed ones"
)
func keptFeaturesInTheTerminal() throws {
    let folder = try TemporaryFolder()
    let words = ["flood", "river", "parking", "council", "boats", "album", "levee", "cricket", "smoke", "tickets"]
    let rows = (0..<10_000).map { number in
        "m\(number)," + (0..<4).map { words[(number >> (3 * $0)) % 10] }.joined(separator: " ") + " \(number % 97)"
    }
    let messages = try folder.file("pool.csv", "id,text\n" + rows.joined(separator: "\n") + "\n")
    let features = folder.path("pool.features")
    let journal = ["--journal", folder.path("ann.journal.jsonl")]
    let terminal = try TmuxTerminal(
        Program.label(messages) + journal + ["--evaluation-items", "0", "--seed-items", "2", "--round", "5"])
    for (count, key) in ["1", "0"].enumerated() {
        try terminal.wait(for: "\(count) labels, saved") { screen in
            screen.contains { $0.contains("\(count) labelled") } && screen.contains { $0.hasSuffix("saved") }
        }
        try terminal.type(key)
    }
    let end = Date(timeIntervalSinceNow: 120)
    while !FileManager.default.fileExists(atPath: features), Date() < end { Thread.sleep(forTimeInterval: 0.02) }
    try terminal.type("q")
    #expect(try terminal.waitForEnd() == 0)
    #expect(try FileManager.default.attributesOfItem(atPath: features)[.posixPermissions] as? Int == 0o600)
    let bytes = try Data(contentsOf: URL(fileURLWithPath: features))

    func said() throws -> [String] {
        let model = folder.path("model.safetensors")
        return try [
            ["rank", messages, "--count", "40"] + journal,
            ["export", messages, "--predictions"] + journal,
            ["report", journal[1], messages],
            ["model", "save", journal[1], messages, "--output", model, "--force"],
        ].map { command in
            let result = try run([Program.path] + command + ["--encoder", "none"])
            #expect(result.status == 0, "\(command) \(result.error)")
            return result.output
        } + [try Data(contentsOf: URL(fileURLWithPath: model)).base64EncodedString()]
    }
    let expected = try said()
    #expect(expected[0].split(separator: "\n").count == 40 && expected.allSatisfy { !$0.isEmpty })
    for harm in [nil, bytes.dropLast(), bytes.dropLast(1_000) + [1], Data("my notes\n".utf8)] {
        try? FileManager.default.removeItem(atPath: features)
        try harm?.write(to: URL(fileURLWithPath: features))
        #expect(try said() == expected)
        // Whoever writes no journal writes no features.
        #expect(FileManager.default.contents(atPath: features) == harm)
    }
}
