import Testing

@testable import Journal

private func journal(_ count: Int, damaged: Set<Int> = [], tail: String = "") -> [UInt8] {
    var bytes: [UInt8] = []
    for number in 0..<count {
        let event = LabelEvent(id: "m\(number)", label: "related", set: .training, round: 0, strategy: "random")
        let line = JournalLine(sequence: number, at: Timestamp(milliseconds: 5), event: .label(event))
        bytes += damaged.contains(number) ? Array("{rubbish \(number)\n".utf8) : line.encoded
    }
    return bytes + Array(tail.utf8)
}

@Test(
    "however a journal is cut into pieces, they hold all its lines, each once, with their numbers",
    arguments: [0, 1, 2, 3, 50])
func pieces(count: Int) throws {
    let damaged: Set = [0, 7, 8, 49]
    let bytes = journal(count, damaged: damaged, tail: "half a li")
    // From a piece a processor to one piece for all.
    for leastBytes in [1, 100, 1_000, 1_000_000] {
        let read = JournalPiece.pieces(of: bytes, leastBytes: leastBytes).map { $0.examined() }
        let sound = (0..<count).filter { !damaged.contains($0) }
        #expect(read.flatMap(\.contents.lines).map(\.sequence) == sound)
        #expect(read.flatMap(\.damage).map(\.line) == (0..<count).filter(damaged.contains).map { $0 + 1 })
        #expect(read.reduce(0) { $0 + $1.contents.length } == bytes.count - 9)
    }
}

@Test("a journal that is read by several threads is what one thread reads")
func severalThreads() throws {
    // Beyond the size from which on it is cut: 20,000 lines are some 3 MB.
    let bytes = journal(20_000, damaged: [12_345], tail: "torn")
    let (contents, damage) = JournalContents.examine(bytes)
    #expect(contents.lines.map(\.sequence) == (0..<20_000).filter { $0 != 12_345 })
    #expect(damage.map(\.line) == [12_346])
    #expect(contents.torn == Array("torn".utf8))
    #expect(contents.length == bytes.count - 4)
}

@Test("rounds are read the short way and the general way alike")
func rounds() throws {
    func event(_ f1: Double?, _ auc: Double?, _ intervals: [String: ClosedRange<Double>]) -> RoundEvent {
        RoundEvent(
            round: 3, through: 40, training: 20, evaluation: 21, f1: f1, auc: auc, averagePrecision: auc,
            intervals: intervals, seconds: 0.125)
    }
    let all = ["f1": 0.25...0.75, "auc": 0.5...0.9375, "ap": 0.125...1.0]
    for event in [
        event(0.5, 0.75, all), event(nil, 0.75, ["auc": 0.5...1]), event(0.5, nil, [:]), event(1e-7, 0.5, all),
    ] {
        let line = JournalLine(sequence: 41, at: Timestamp(milliseconds: 77), event: .round(event))
        let bytes = line.encoded.dropLast()
        #expect(try JournalLine(decoding: bytes) == line)
        // With a field that this program does not know the line is left to the general way.
        let text = String(decoding: bytes, as: UTF8.self).replacing(#/,"crc".*/#, with: ",\"new\":1")
        #expect(try JournalLine(decoding: JournalLine.closed(text).dropLast()) == line)
    }
}

@Test("lines of many levels do not exhaust the stack of a thread that reads a piece of a long journal")
func manyLevels() throws {
    let session = #"{"v":1,"seq":0,"at":"2026-01-01T00:00:00.000Z","type":"note","id":"a","text":"b","deep":"#
    var bytes: [UInt8] = []
    for depth in [400, 511, 512, 2_000, 200_000] {
        let line = session + String(repeating: "[", count: depth) + String(repeating: "]", count: depth) + "}\n"
        // Far enough into the file for every thread to meet some.
        while bytes.count < 12 << 20, depth < 2_000 || bytes.isEmpty { bytes += Array(line.utf8) }
        bytes += Array(line.utf8)
    }
    let (contents, damage) = JournalContents.examine(bytes)
    #expect(contents.lines.count + damage.count >= bytes.count { $0 == 0x0A })
}
