import Foundation
import Testing

@testable import Messages

/// Steele, Lea and Flood 2014, doi:10.1145/2660193.2660195.
private struct SplitMix: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9e37_79b9_7f4a_7c15
        var z = state
        z = (z ^ (z >> 30)) &* 0xbf58_476d_1ce4_e5b9
        z = (z ^ (z >> 27)) &* 0x94d0_49bb_1331_11eb
        return z ^ (z >> 31)
    }
}

/// All that is said of a file, or why it is refused.
private struct Outcome: Equatable {
    var digests: [String] = []
    var messages: [Message] = []
    var labels: [Int?] = []
    var problems: [ReadingProblem] = []
    var tally: ReadingTally?
    var taken: TakenColumns?
    var refusal: ReadingError?

    init(_ bytes: [UInt8], _ path: String, needsLabels: Bool, threads: Int, pieceSize: Int) {
        var reader = MessageReader(scheme: .disaster, needsLabels: needsLabels)
        (reader.threads, reader.pieceSize) = (threads, pieceSize)
        reader.encoding = .utf8
        do throws(ReadingError) {
            let read = try reader.read(bytes: bytes, path: path)
            digests = [read.pool.digest, read.pool.rowDigest]
            messages = Array(read.pool)
            labels = read.answers.map { $0?.label }
            problems = read.problems
            tally = read.tally
            taken = read.taken
        } catch {
            refusal = error
        }
    }
}

/// A table as it may be found: rows as they should be among all that can be wrong with one.
private func table(_ random: inout SplitMix, delimiter: String) -> [UInt8] {
    let end = ["\n", "\r\n", "\r"].randomElement(using: &random) ?? "\n"
    let columns = ["id", "text", "label", "kind"]
    var bytes = Array((columns.joined(separator: delimiter) + end).utf8)
    // In some tables all is well but for line ends within quotes; in others nothing is.
    let trouble = [0, 3, 30].randomElement(using: &random) ?? 0
    for number in 0..<Int.random(in: 1...120, using: &random) {
        func one(_ choices: [String]) -> String { choices.randomElement(using: &random) ?? "" }
        let row = ["\(number)", one(["1", "0", ""]), one(["", "sms", "\"a\(delimiter)b\""])]
        var text = one([
            "water rising", "", "\"\"", "fire &amp; smoke", "\"two\(end)lines\"",
            "\"he said \"\"run\"\"\"", "\"\(end)\(end)7\(delimiter)as a row\(delimiter)1\(delimiter)\"", "caf\u{E9}",
            "\"\(end)\"", "x",
        ])
        var id = row[0]
        var fields: [String] = []
        if Int.random(in: 0..<100, using: &random) < trouble {
            switch Int.random(in: 0..<9, using: &random) {
            case 0: id = "\(Int.random(in: 0...number, using: &random))"
            case 1: id = ""
            case 2: text = "\"never closed"
            case 3: text = "\"closed\" and more"
            case 4: text = "in\"side"
            case 5: fields = [id]
            case 6: fields = [id, text, "1", "", "beyond", "\(number)"]
            case 7: fields = [id, text]
            default: text = "   "
            }
        }
        if fields.isEmpty { fields = [id, text, row[1], row[2]] }
        bytes += Array(fields.joined(separator: delimiter).utf8)
        if Int.random(in: 0..<100, using: &random) < trouble { bytes.append(0xFF) }
        bytes += Array(one([end, end, end, end, "\(end)\(end)", trouble > 0 ? "\n" : end]).utf8)
    }
    // Some files end within their last row.
    if Bool.random(using: &random) { bytes.removeLast(min(bytes.count - 30, Int.random(in: 0...20, using: &random))) }
    return bytes
}

@Test(
    "a table that is read in pieces side by side is read as from its beginning to its end", arguments: [",", "\t", ";"])
func tableInPieces(_ delimiter: String) {
    for seed in 0..<80 {
        var random = SplitMix(state: UInt64(seed))
        let bytes = table(&random, delimiter: delimiter)
        let needsLabels = seed.isMultiple(of: 3)
        func outcome(threads: Int, pieceSize: Int) -> Outcome {
            Outcome(bytes, "m.csv", needsLabels: needsLabels, threads: threads, pieceSize: pieceSize)
        }
        let whole = outcome(threads: 1, pieceSize: 1 << 20)
        for pieceSize in [1, 7, 40, 300] {
            #expect(
                outcome(threads: 3, pieceSize: pieceSize) == whole,
                "seed \(seed), pieces of \(pieceSize) bytes: \(String(decoding: bytes, as: UTF8.self).debugDescription)"
            )
        }
    }
}

@Test("a text longer than many pieces is one, and the rows behind it keep their lines")
func longTextInPieces() throws {
    let text = String(repeating: "a line, \"\"quoted\"\",\n", count: 500)
    let bytes = Array("id,text\n1,first\n2,\"\(text)\"\n3,third\n3,again\n".utf8)
    var reader = MessageReader(scheme: .disaster)
    (reader.threads, reader.pieceSize) = (2, 64)
    let read = try reader.read(bytes: bytes, path: "m.csv")
    #expect(read.pool.map(\.id) == ["1", "2", "3"])
    #expect(read.pool[1].text == String(repeating: "a line, \"quoted\",\n", count: 500))
    // The header, the first row, 500 line ends within the text, and the one behind it: the third row is on line 504.
    #expect(read.problems == [ReadingProblem(line: 505, kind: .duplicateID("3", firstLine: 504))])
}
