import Foundation
import Testing

@testable import TensorFiles

/// A folder that is there for as long as `body` runs.
func withFolder<Result>(_ body: (String) throws -> Result) throws -> Result {
    let folder = FileManager.default.temporaryDirectory.appending(path: "tensors-\(UUID().uuidString)").path
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(atPath: folder) }
    return try body(folder)
}

@Test("a mapped file has the bytes of the file, and parts of it too")
func mappedBytes() throws {
    try withFolder { folder in
        let bytes = (0..<10_000).map { UInt8(truncatingIfNeeded: $0 &* 7) }
        try Data(bytes).write(to: URL(fileURLWithPath: folder + "/a"))
        let file = FileBytes(try MappedFile(path: folder + "/a"))
        #expect(file.array == bytes)
        #expect(file[5_000..<9_999][1..<4].array == Array(bytes[5_001..<5_004]))
        #expect(file[1..<6].numbers(as: UInt32.self) == [0x1C15_0E07])
    }
}

@Test("a mapped file outlives its name")
func removedFile() throws {
    try withFolder { folder in
        try Data([1, 2, 3]).write(to: URL(fileURLWithPath: folder + "/a"))
        let file = try MappedFile(path: folder + "/a")
        try FileManager.default.removeItem(atPath: folder + "/a")
        #expect(FileBytes(file).array == [1, 2, 3])
    }
}

@Test(
    "what is no file with bytes in it is refused by name, without waiting",
    arguments: [("empty", "an empty file"), ("folder", "a folder"), ("pipe", "a pipe"), ("none", "No such file")])
func refusedFile(name: String, words: String) throws {
    try withFolder { folder in
        try Data().write(to: URL(fileURLWithPath: folder + "/empty"))
        try FileManager.default.createDirectory(atPath: folder + "/folder", withIntermediateDirectories: false)
        #expect(mkfifo(folder + "/pipe", 0o600) == 0)
        let error = #expect(throws: TensorFileError.self) { try MappedFile(path: folder + "/" + name) }
        #expect(error?.description.contains(words) == true && error?.path == folder + "/" + name)
    }
}
