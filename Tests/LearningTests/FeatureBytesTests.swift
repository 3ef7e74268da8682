import Foundation
import TensorFiles
import Testing
import Threads

@testable import Learning

/// A file of bytes that is gone in the end.
private func withFile<Result>(_ bytes: [UInt8], _ body: (MappedFile) throws -> Result) throws -> Result {
    let url = FileManager.default.temporaryDirectory.appendingPathComponent("tocsin-\(UUID().uuidString)")
    try Data(bytes).write(to: url)
    defer { try? FileManager.default.removeItem(at: url) }
    return try body(try MappedFile(path: url.path))
}

private func bytes(of features: (vocabulary: Vocabulary, rows: SparseRows)) -> [UInt8] {
    var bytes: [UInt8] = []
    FeatureBytes.forEachPiece(of: features.vocabulary, features.rows) { bytes += $0 }
    return bytes
}

private func extract(
    _ texts: [String], _ settings: FeatureSettings = .standard
) throws -> (vocabulary: Vocabulary, rows: SparseRows) {
    try FeatureExtractor(settings: settings).extract(fromTexts: texts.count, text: { texts[$0] }, threads: 2)
}

/// Texts in which one word comes 70,000 times, and forty thousand words come once.
private let wide = [
    (0..<40_000).map { "w\($0)" }.joined(separator: " "), "w7 w39999", String(repeating: "help ", count: 70_000), "",
]

@Test("rows that stand in a file are those that were written", arguments: [FeatureSettings.standard, .published])
func rowsInAFile(settings: FeatureSettings) throws {
    let tweets = (0..<300).map { "flood \($0 % 7) at street \($0 % 31), rescue boats boats \($0 % 3)" }
    for texts in [tweets, wide, [], [""]] {
        let made = try extract(texts, settings)
        let written = bytes(of: made)
        #expect(written.count == FeatureBytes(made.vocabulary, made.rows).count)
        for threads in [1, 3] {
            let read = try withFile(written) {
                FeatureBytes.read(
                    $0, at: 0, count: written.count, rows: texts.count, settings: settings, threads: threads)
            }
            let features = try #require(read)
            #expect(features.vocabulary == made.vocabulary && features.rows == made.rows)
            guard case .texts(let lent) = features.rows.storage else {
                Issue.record("rows that are not of texts")
                continue
            }
            #expect(lent.words.numbers.isLent && features.vocabulary.features.isLent)
            #expect(features.rows.lengths() == made.rows.lengths())
            #expect(features.rows.contentHashes() == made.rows.contentHashes())
        }
    }
}

@Test("bytes that are cut, longer, of other settings or of another number of texts are no rows")
func otherBytes() throws {
    let made = try extract(["flood at the river", "flood at the lake", "boats at the lake"])
    let written = bytes(of: made)
    func isRead(_ bytes: [UInt8], at offset: Int = 0, rows: Int = 3, _ settings: FeatureSettings = .standard) throws
        -> Bool
    {
        try withFile(bytes) {
            FeatureBytes.read(
                $0, at: offset, count: bytes.count - offset, rows: rows, settings: settings, threads: 1) != nil
        }
    }
    #expect(try isRead(written))
    #expect(try isRead([UInt8](repeating: 1, count: 8) + written, at: 8))
    // Not where such numbers can stand.
    #expect(try !isRead([1] + written, at: 1))
    #expect(try !isRead(written, rows: 2))
    #expect(try !isRead(written, .published))
    #expect(try !isRead(written + [0]))
    for count in 1..<written.count { #expect(try !isRead(Array(written.prefix(count)))) }
}

@Test(
    "whatever stands in the bytes, no reader of the rows is led astray",
    arguments: [FeatureSettings.standard, .published])
func hostileBytes(settings: FeatureSettings) throws {
    let made = try extract(
        ["flood at the river river river", "flood at the lake", "flood boats at the lake", wide[1] + wide[1]], settings)
    let written = bytes(of: made)
    var readCount = 0
    func look(_ bytes: [UInt8]) throws {
        try withFile(bytes) { file in
            let read = FeatureBytes.read(
                file, at: 0, count: bytes.count, rows: 4, settings: settings, threads: 1)
            guard let read else { return }
            readCount += 1
            let lengths = read.rows.lengths()
            #expect(lengths.count == 4 && lengths.allSatisfy(\.isFinite))
            let ones = [Double](repeating: 1, count: read.rows.columnCount)
            let products = read.rows.products(of: [0, 1, 2, 3], with: ones)
            #expect(products.count == 4 && products.allSatisfy(\.isFinite))
            #expect(read.rows.contentHashes().count == 4)
            // Out of bounds, each of these would trap.
            for row in 0..<4 {
                let entries = read.rows.rowEntries(row)
                #expect(entries.count == read.rows.entryCount(row))
                #expect(entries.allSatisfy { Int($0.column) < read.rows.columnCount })
                #expect(zip(entries, entries.dropFirst()).allSatisfy { $0.column < $1.column })
                _ = read.rows.dense(row)
            }
        }
    }
    for place in 0..<written.count {
        for byte: UInt8 in [0, 1, 0x7F, 0x80, 0xFF] where byte != written[place] {
            var changed = written
            changed[place] = byte
            try look(changed)
        }
    }
    for place in stride(from: 0, to: written.count - 7, by: 8) {
        for number in [Int.max, .min, -1, 0, 1, 1 << 31, Int.max / 8 + 1] {
            var changed = written
            withUnsafeBytes(of: number.littleEndian) { changed.replaceSubrange(place..<place + 8, with: $0) }
            try look(changed)
        }
    }
    // Numbers that are only wrong are read, or nothing was looked at.
    #expect(readCount > 100)
}
