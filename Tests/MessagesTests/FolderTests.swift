import Foundation
import Testing

@testable import Messages

/// A folder of files.
private final class Files {
    let path: String

    init(_ files: [String: String]) throws {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("messages-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        path = folder.path
        for (name, text) in files { try Data(text.utf8).write(to: folder.appendingPathComponent(name)) }
    }

    deinit { try? FileManager.default.removeItem(atPath: path) }

    func read() throws(ReadingError) -> ReadMessages {
        try MessageReader(scheme: .disaster).read(folder: path)
    }
}

@Test("all files of a folder are one pool, by their names; rows without an id are called by their file")
func folderOfFiles() throws {
    let files = try Files([
        "b.csv": "id,text,place\n7,seven,here\n8,eight,there\n", "a.jsonl": "{\"id\":\"1\",\"text\":\"one\"}\n",
        "c.txt": "plain one\nplain two\n", ".hidden.csv": "id,text\n99,no\n", "notes.md": "no messages",
    ])
    let read = try files.read()
    let pool = read.pool
    #expect(pool.indices.map { pool.id(at: $0) } == ["1", "7", "8", "c:1", "c:2"])
    #expect(pool.indices.map { pool.text(at: $0) } == ["one", "seven", "eight", "plain one", "plain two"])
    #expect(pool.fields(at: 2).map(\.value) == ["there"])
    #expect(read.answers.count == 5)
}

@Test("a message in two files is there once; one id of two texts is refused with both files")
func idsOfTwoFiles() throws {
    let same = try Files(["a.csv": "id,text\n7,seven\n", "b.csv": "id,text\n7,seven\n8,eight\n"])
    #expect(try same.read().pool.count == 2)
    let other = try Files(["a.csv": "id,text\n6,six\n7,seven\n", "b.csv": "id,text\n7,siete\n"])
    let error = #expect(throws: ReadingError.self) { try other.read() }
    let text = error?.description ?? ""
    #expect(text.contains("b.csv: id '7'") && text.contains("a.csv") && text.contains("--id-column"), "\(text)")
    let none = try Files(["readme.md": "x"])
    #expect(throws: ReadingError.noFilesOfMessages(path: none.path)) { try none.read() }
}
