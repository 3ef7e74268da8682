import Foundation
import Learning
import Testing

/// A session of six labels, and its model in a file.
private struct SavedModel {
    let folder: TemporaryFolder
    let session: WrittenJournal
    let path: String

    init() throws {
        folder = try TemporaryFolder()
        session = try WrittenJournal(in: folder, "first")
        path = folder.path("first.safetensors")
    }

    func save(_ more: String...) throws -> CommandResult {
        try run([Program.path, "model", "save", session.journal, session.messages, "-o", path] + more)
    }

    var bytes: [UInt8] { get throws { Array(try Data(contentsOf: URL(fileURLWithPath: path))) } }
}

@Test("a model is saved, shown, and knows floods from concerts")
func modelSaveAndShow() throws {
    let saved = try SavedModel()
    let result = try saved.save()
    #expect(result.status == 0, "\(result.error)")
    let model = try TextModel(fileBytes: saved.bytes, path: saved.path)
    #expect(model.labels == ["not_related", "related"] && model.origin.trainingCounts == [3, 3])
    let probabilities = try model.probabilities(for: ["a flood at the bridge tonight", "the concert tonight"])
    #expect(probabilities[0, 1] > 0.5 && probabilities[1, 1] < 0.5)
    let show = try Program.run("model", "show", saved.path)
    #expect(show.status == 0, "\(show.error)")
    for words in ["disaster", "128 hidden units", "not_related, learnt from 3", "of 12 texts", "pairs"] {
        #expect(show.output.contains(words), "\(show.output)")
    }
    #expect(result.output.hasSuffix(show.output))
    // The same again, over its own file.
    let before = try saved.bytes
    #expect(try saved.save("--threads", "1").status == 0)
    #expect(try saved.bytes == before)
}

@Test("a model takes the place of no other file but by force, and of no journal at all")
func modelOverOthers() throws {
    let saved = try SavedModel()
    let notes = try saved.folder.file("first.safetensors", "my notes\n")
    let refused = try saved.save()
    #expect(refused.status == 1 && refused.error.contains("not a model of this program"), "\(refused.error)")
    #expect(try String(contentsOfFile: notes, encoding: .utf8) == "my notes\n")
    #expect(try saved.save("--force").status == 0)
    let over = try Program.run(
        "model", "save", saved.session.journal, saved.session.messages, "-o", saved.session.journal, "--force")
    #expect(over.status == 1 && over.error.contains("uses that file already"))
    // A page does not take a model's place.
    let page = try Program.run("report", saved.session.journal, saved.session.messages, "--html", saved.path)
    #expect(page.status == 1 && page.error.contains("not a page of this program"))
}

@Test(
    "what no session takes is refused by those that look at one, too",
    arguments: [["--transfer-rate", "2"], ["--transfer-rate", "0.5"], ["--threads", "0"]])
func learnerOptions(options: [String]) throws {
    let saved = try SavedModel()
    let report = try run([Program.path, "report", saved.session.journal, saved.session.messages] + options)
    for refused in [
        report,
        try run(
            [Program.path, "model", "save", saved.session.journal, saved.session.messages, "-o", saved.path] + options),
    ] {
        #expect(refused.status == 64 && refused.error.contains(options[0]), "\(refused.error)")
    }
    #expect(!FileManager.default.fileExists(atPath: saved.path))
}

@Test("what cannot be saved or read as a model is said with its file")
func modelErrors() throws {
    let saved = try SavedModel()
    try saved.session.write(labelled: 1)
    let few = try saved.save()
    #expect(few.status == 1 && few.error.contains("at least two different labels"), "\(few.error)")
    #expect(!FileManager.default.fileExists(atPath: saved.path))
    try saved.session.write(labelled: 6)
    #expect(try saved.save().status == 0)
    try Data(try saved.bytes.dropLast(4)).write(to: URL(fileURLWithPath: saved.path))
    for path in [saved.path, saved.session.messages, saved.folder.path("nowhere"), saved.folder.url.path, "/dev/zero"] {
        let show = try Program.run("model", "show", path)
        #expect(show.status == 1 && show.output.isEmpty && show.error.contains(path), "\(show.error)")
    }
    let rank = try Program.run("rank", saved.session.messages, "--transfer-from", saved.path)
    #expect(rank.status == 1 && rank.error.contains("first.safetensors: tensor 'output.bias'"), "\(rank.error)")
}

@Test("a second task starts from a model as it would from the journal that taught it, and its journal names the model")
func transferFromModel() throws {
    let saved = try SavedModel()
    #expect(try saved.save().status == 0)
    let messages = try saved.folder.file(
        "second.csv", "id,text\n1,flood at the mill\n2,concert at noon\n3,bridge gone\n")
    let training = try saved.folder.file("known.csv", "id,text,label\na,flood at sea,1\nb,quiet concert,0\n")
    func rank(_ other: String, _ more: String...) throws -> CommandResult {
        try run([Program.path, "rank", messages, "--training", training, "--transfer-from", other] + more)
    }
    let fromModel = try rank(saved.path)
    #expect(fromModel.status == 0, "\(fromModel.error)")
    #expect(try rank(saved.session.journal).output == fromModel.output)
    #expect(try Program.run("rank", messages, "--training", training).output != fromModel.output)
    let published = try rank(saved.path, "--preset", "published")
    #expect(published.status == 1 && published.error.contains("other features"), "\(published.error)")

    let terminal = try TmuxTerminal(
        Program.label(messages) + ["--training", training, "--transfer-from", saved.path])
    try terminal.wait(forText: "batch 1")
    try terminal.waitForMessage()
    try terminal.type("1")
    try terminal.wait(for: "1 label, saved") { $0.acknowledged == 1 }
    try terminal.type("q")
    #expect(try terminal.waitForEnd() == 0)
    let journal = try String(contentsOfFile: saved.folder.path("second.journal.jsonl"), encoding: .utf8)
    let line = try #require(journal.split(separator: "\n").first)
    // FNV-1a of the file's bytes.
    let hash = try saved.bytes.reduce(0xcbf2_9ce4_8422_2325 as UInt64) { ($0 ^ UInt64($1)) &* 0x100_0000_01b3 }
    let digits = String(hash, radix: 16)
    let digest = String(repeating: "0", count: 16 - digits.count) + digits
    #expect(line.contains("\"labels\":6,\"digest\":\"\(digest)\""), "\(line)")
    #expect(line.contains("\"task\":\"disaster\""))
    #expect(try rank(saved.path).status == 0)
    // A model that has learnt more since is another.
    try saved.session.write(labelled: 8)
    #expect(try saved.save().status == 0)
    let other = try rank(saved.path)
    #expect(other.status == 1 && other.error.contains("with 6 labels"), "\(other.error)")
}

/// The encoder that the saved model, and all commands that start from it, are given.
private func tinyEncoder() throws -> Folder { try TinyTransformer().folder(name: "tiny") }

@Test("a model that has learnt from an encoder is saved with it, and shown with whether it is installed")
func modelWithMeaning() throws {
    let (saved, encoder) = (try SavedModel(), try tinyEncoder())
    #expect(try saved.save("--encoder", "none").status == 0)
    #expect(try TextModel(fileBytes: saved.bytes, path: saved.path).meaning == nil)
    let result = try saved.save("--encoder", encoder.path)
    #expect(result.status == 0 && result.error.isEmpty, "\(result.error)")
    let model = try TextModel(fileBytes: saved.bytes, path: saved.path)
    let meaning = try #require(model.meaning)
    #expect(meaning.encoder == "tiny" && meaning.width == 24)
    #expect(FileManager.default.fileExists(atPath: saved.folder.path("first.vectors")))
    let show = try Program.run("model", "show", saved.path)
    #expect(show.output.contains("tiny (\(meaning.digest)), not installed"), "\(show.output)")
    #expect(show.output.contains("24 numbers, weight \(meaning.weight)") && result.output.hasSuffix(show.output))
    // Under another name in the place of encoders it is the same one.
    let encoders = saved.folder.path("data/tocsin/encoders")
    try FileManager.default.createDirectory(atPath: encoders, withIntermediateDirectories: true)
    try FileManager.default.copyItem(atPath: encoder.path, toPath: encoders + "/tiny")
    let installed = try run(
        [Program.path, "model", "show", saved.path], environment: ["XDG_DATA_HOME": saved.folder.path("data")])
    #expect(installed.output.contains("tiny (\(meaning.digest)), installed as tiny"), "\(installed.output)")
    // From the stored vectors it is the same again.
    let before = try saved.bytes
    #expect(try saved.save("--encoder", encoder.path, "--threads", "1").status == 0)
    #expect(try saved.bytes == before)
}

@Test("a second task starts from the meaning of a model, or of the journal that taught it, by the same encoder alone")
func transferOfMeaning() throws {
    let (saved, encoder) = (try SavedModel(), try tinyEncoder())
    #expect(try saved.save("--encoder", encoder.path).status == 0)
    try FileManager.default.removeItem(atPath: saved.folder.path("first.vectors"))
    let messages = try saved.folder.file(
        "second.csv", "id,text\n1,flood at the mill\n2,concert at noon\n3,bridge gone\n")
    let training = try saved.folder.file("known.csv", "id,text,label\na,flood at sea,1\nb,quiet concert,0\n")
    func rank(_ more: String...) throws -> CommandResult {
        let result = try run([Program.path, "rank", messages, "--training", training] + more)
        #expect(result.status == 0, "\(result.error)")
        return result
    }
    for rate in ["1", "0"] {
        let fromModel = try rank(
            "--encoder", encoder.path, "--transfer-from", saved.path, "--transfer-rate", rate)
        #expect(fromModel.error.isEmpty, "\(fromModel.error)")
        let fromJournal = try rank(
            "--encoder", encoder.path, "--transfer-from", saved.session.journal, "--transfer-rate", rate)
        #expect(fromJournal.output == fromModel.output)
        #expect(FileManager.default.fileExists(atPath: saved.folder.path("first.vectors")))
        // Without the encoder the model teaches its words, which is said.
        let words = try rank("--encoder", "none", "--transfer-from", saved.path, "--transfer-rate", rate)
        #expect(words.output != fromModel.output)
        #expect(words.error.contains("has learnt from the encoder tiny") && words.error.contains("here it is none"))
    }
    // So do another encoder, and a model that knows words alone.
    let other = try TinyTransformer(denseWidth: 7).folder(name: "other")
    #expect(
        try rank("--encoder", other.path, "--transfer-from", saved.path).error.contains("here it is other ("))
    #expect(try saved.save("--encoder", "none").status == 0)
    let teachesWords = try rank("--encoder", encoder.path, "--transfer-from", saved.path)
    #expect(teachesWords.error.contains("knows words alone"), "\(teachesWords.error)")
}
