import Dispatch
import Foundation
import Messages
import Testing
import Threads

@testable import Annotation
@testable import Learning

/// A folder for one test, which goes with it.
final class ScratchFolder {
    let url: URL

    init() throws {
        url = FileManager.default.temporaryDirectory.appendingPathComponent("tocsin-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
    }

    deinit { try? FileManager.default.removeItem(at: url) }

    func path(_ name: String) -> String { url.appendingPathComponent(name).path }

    func bytes(_ name: String) throws -> [UInt8] { Array(try Data(contentsOf: url.appendingPathComponent(name))) }

    func write(_ bytes: [UInt8], _ name: String) throws {
        try Data(bytes).write(to: url.appendingPathComponent(name))
    }

    func mode(_ name: String) throws -> Int {
        let attributes = try FileManager.default.attributesOfItem(atPath: path(name))
        return (attributes[.posixPermissions] as? Int) ?? -1
    }
}

/// 200 texts, of which the last twenty are copies.
private func text(_ row: Int) -> String { "text \(row < 180 ? row : row - 180)" }

private let texts = Learner.Texts(count: 200, text: text)

private func makeVectors(
    _ encoder: HashingEncoder, at path: String? = nil, digest: String = "d1", arithmetic: String = "plain",
    threads: Int = 1
) -> TextVectors {
    let source = encoder.source(digest: digest, arithmetic: arithmetic)
    return TextVectors(
        texts: texts, encoder: source, weight: 1,
        cache: path.map { VectorCache(path: $0, digest: digest, arithmetic: arithmetic) }, threads: threads)
}

/// The rows that there must be, of vectors that were never stored.
private func expected(_ encoder: HashingEncoder = HashingEncoder()) -> DenseRows {
    var quantized = QuantizedVectors(width: encoder.width)
    for row in 0..<180 { quantized.append(encoder.vector(of: text(row))) }
    return DenseRows(quantized, places: (0..<200).map { Int32($0 < 180 ? $0 : $0 - 180) }, weight: 1)
}

private func expectRight(_ vectors: TextVectors, _ encoder: HashingEncoder = HashingEncoder()) throws {
    let (rows, right) = (try #require(vectors.rows()), expected(encoder))
    #expect(rows.count == 200 && (0..<200).allSatisfy { rows.row($0) == right.row($0) })
}

/// What was reported.
private final class Reports {
    var all: [TextVectors.Progress] = []
    var notStored: [String] {
        all.compactMap { progress in
            if case .notStored(let reason) = progress { reason } else { nil }
        }
    }
}

@Test(
    "each distinct text is encoded once, and rows are there when all are; the same on one thread and on three",
    arguments: [1, 3])
func eachTextOnce(threads: Int) throws {
    let encoder = HashingEncoder()
    let vectors = makeVectors(encoder, threads: threads)
    #expect(vectors.rows() == nil)
    let reports = Reports()
    try vectors.make { reports.all.append($0) }
    #expect(encoder.texts == (0..<180).map(text))
    try expectRight(vectors)
    #expect(reports.all.first == .making(done: 0, of: 180) && reports.all.last == .complete)
    #expect(reports.all.dropLast().last == .making(done: 180, of: 180))
    // Asked again, nothing is made again.
    try vectors.make()
    #expect(encoder.texts.count == 180)
}

@Test("what is stored is not encoded again, nor is the encoder loaded for it")
func storedIsKept() throws {
    let folder = try ScratchFolder()
    try makeVectors(HashingEncoder(), at: folder.path("v")).make()
    let source = EncoderSource(name: "gone", digest: "d1", arithmetic: "plain") { throw HashingEncoder.Failure() }
    let again = TextVectors(
        texts: texts, encoder: source, weight: 1,
        cache: VectorCache(path: folder.path("v"), digest: "d1", arithmetic: "plain"), threads: 1)
    try expectRight(again)
    try again.make()
}

@Test("an encoder that cannot be loaded, or fails, says so; what was made before is stored")
func failingEncoder() throws {
    let folder = try ScratchFolder()
    let failing = HashingEncoder(failsAfter: 2)
    let first = makeVectors(failing, at: folder.path("v"))
    #expect(throws: HashingEncoder.Failure.self) { try first.make() }
    #expect(first.rows() == nil && failing.texts.count == 128)
    let sound = HashingEncoder()
    let again = makeVectors(sound, at: folder.path("v"))
    try again.make()
    #expect(sound.texts == (128..<180).map(text))
    try expectRight(again)
}

@Test(
    "on a thread of their own, vectors are reported complete or failed; rows are never waited for while they are made")
func onAThread() async throws {
    for fails in [false, true] {
        let gate = DispatchSemaphore(value: 0)
        let encoder = HashingEncoder(failsAfter: fails ? 1 : nil) { _, _ in gate.wait() }
        let vectors = makeVectors(encoder)
        let last: TextVectors.Progress = await withCheckedContinuation { continuation in
            vectors.start(niceness: 0, monitor: WorkMonitor()) { progress in
                switch progress {
                case .making(0, _):
                    // The encoder stands still, and whoever asks goes on.
                    #expect(vectors.rows() == nil)
                    for _ in 0..<4 { gate.signal() }
                case .making, .notStored: break
                case .complete, .failed: continuation.resume(returning: progress)
                }
            }
        }
        #expect(last == (fails ? .failed("the encoder has failed") : .complete))
        #expect((vectors.rows() == nil) == fails)
    }
}

@Test("cancelled half-way, what was made is stored, and is not made again")
func cancelledHalfWay() throws {
    let folder = try ScratchFolder()
    let cancelled = HashingEncoder { call, monitor in if call == 3 { monitor.cancel() } }
    #expect(throws: CancellationError.self) { try makeVectors(cancelled, at: folder.path("v")).make() }
    #expect(cancelled.texts.count == 128)
    let encoder = HashingEncoder()
    let again = makeVectors(encoder, at: folder.path("v"))
    try again.make()
    #expect(encoder.texts == (128..<180).map(text))
    try expectRight(again)
}

@Test(
    "what was made before it was cancelled is not made again by the same vectors, stored or not",
    arguments: [false, true])
func goingOn(isStored: Bool) throws {
    let folder = try ScratchFolder()
    let encoder = HashingEncoder { call, monitor in if call == 3 { monitor.cancel() } }
    let vectors = makeVectors(encoder, at: isStored ? folder.path("v") : nil)
    #expect(throws: CancellationError.self) { try vectors.make() }
    #expect(vectors.rows() == nil)
    let reports = Reports()
    try vectors.make { reports.all.append($0) }
    #expect(reports.all.first == .making(done: 0, of: 52))
    #expect(encoder.texts == (0..<180).map(text))
    try expectRight(vectors)
    if isStored { try expectRight(makeVectors(HashingEncoder(failsAfter: 0), at: folder.path("v"))) }
}

@Test("stored vectors of another width than the encoder's are made anew, all of them")
func storedWidth() throws {
    let folder = try ScratchFolder()
    let narrow = HashingEncoder(width: 5, failsAfter: 1)
    #expect(throws: HashingEncoder.Failure.self) { try makeVectors(narrow, at: folder.path("v")).make() }
    let encoder = HashingEncoder()
    let again = makeVectors(encoder, at: folder.path("v"))
    try again.make()
    #expect(encoder.texts.count == 180)
    try expectRight(again)
    try expectRight(makeVectors(HashingEncoder(failsAfter: 0), at: folder.path("v")))
}

@Test("no texts have no rows to wait for")
func noTexts() throws {
    let none = TextVectors(
        texts: Learner.Texts(count: 0) { _ in "" }, encoder: HashingEncoder().source(), weight: 1, cache: nil,
        threads: 1)
    try none.make()
    #expect(none.rows()?.count == 0)
}

// MARK: The file

/// Bytes of the header and of a record of width 12.
private let header = Array("tocsin vectors 1 d1 plain 12\n".utf8)
private let recordSize = 8 + 4 + 12 + 4

@Test(
    "vectors come back from their file; the file is its owner's alone, and as long as its records",
    arguments: [nil, 0o666])
func roundTrip(modeBefore: Int?) throws {
    let folder = try ScratchFolder()
    if let modeBefore {
        try folder.write([], "v")
        try FileManager.default.setAttributes([.posixPermissions: modeBefore], ofItemAtPath: folder.path("v"))
    }
    try makeVectors(HashingEncoder(), at: folder.path("v")).make()
    let bytes = try folder.bytes("v")
    #expect(Array(bytes.prefix(header.count)) == header && bytes.count == header.count + 180 * recordSize)
    #expect(try folder.mode("v") == 0o600)
    try expectRight(makeVectors(HashingEncoder(failsAfter: 0), at: folder.path("v")))
}

@Test("a record that was cut off is taken away, wherever the cut is", arguments: [1, 4, 11, 16, 27, 28, 29, 60])
func tornRecord(cut: Int) throws {
    let folder = try ScratchFolder()
    try makeVectors(HashingEncoder(), at: folder.path("v")).make()
    let whole = try folder.bytes("v")
    try folder.write(whole.dropLast(cut), "v")
    let encoder = HashingEncoder()
    let again = makeVectors(encoder, at: folder.path("v"))
    #expect(again.rows() == nil)
    try again.make()
    let missing = (cut + recordSize - 1) / recordSize
    #expect(encoder.texts == (180 - missing..<180).map(text))
    try expectRight(again)
    #expect(try folder.bytes("v") == whole)
}

@Test("a record in which bits flipped is made anew, and it alone", arguments: [0, 9, 14, 24, 27])
func flippedBits(place: Int) throws {
    let folder = try ScratchFolder()
    try makeVectors(HashingEncoder(), at: folder.path("v")).make()
    var bytes = try folder.bytes("v")
    for record in [0, 7, 179] { bytes[header.count + record * recordSize + place] ^= 0x41 }
    try folder.write(bytes, "v")
    let encoder = HashingEncoder()
    let again = makeVectors(encoder, at: folder.path("v"))
    try again.make()
    #expect(encoder.texts == [0, 7, 179].map(text))
    try expectRight(again)
    // What was made anew is kept behind the others.
    try expectRight(makeVectors(HashingEncoder(failsAfter: 0), at: folder.path("v")))
}

@Test(
    "what another encoder, or another arithmetic, has left there is replaced",
    arguments: [("d2", "plain"), ("d1", "avx2")])
func otherEncoder(digest: String, arithmetic: String) throws {
    let folder = try ScratchFolder()
    try makeVectors(HashingEncoder(width: 7), at: folder.path("v")).make()
    let encoder = HashingEncoder()
    let reports = Reports()
    let other = makeVectors(encoder, at: folder.path("v"), digest: digest, arithmetic: arithmetic)
    #expect(other.rows() == nil)
    try other.make { reports.all.append($0) }
    #expect(encoder.texts.count == 180 && reports.notStored.isEmpty)
    try expectRight(
        makeVectors(HashingEncoder(failsAfter: 0), at: folder.path("v"), digest: digest, arithmetic: arithmetic))
}

@Test(
    "a header that lies about the width makes all vectors be made anew",
    arguments: ["11", "13", "65536", "0", "-1", "12x", "99999999999999999999", ""])
func lyingHeader(width: String) throws {
    let folder = try ScratchFolder()
    try makeVectors(HashingEncoder(), at: folder.path("v")).make()
    let records = try folder.bytes("v").dropFirst(header.count)
    try folder.write(Array("tocsin vectors 1 d1 plain \(width)\n".utf8) + records, "v")
    let encoder = HashingEncoder()
    let again = makeVectors(encoder, at: folder.path("v"))
    try again.make()
    #expect(encoder.texts.count == 180)
    try expectRight(again)
    try expectRight(makeVectors(HashingEncoder(failsAfter: 0), at: folder.path("v")))
}

@Test(
    "what is not ours is said, and stays as it is to its mode: vectors are made all the same",
    arguments: ["file", "short", "folder", "pipe", "link", "nowhere"])
func notOurs(kind: String) throws {
    let folder = try ScratchFolder()
    let path = folder.path(kind == "nowhere" ? "no/v" : "v")
    let content = Array((kind == "short" ? "x" : "id,text\n1,tocsin vectors 1\n").utf8)
    switch kind {
    case "file", "short":
        try folder.write(content, "v")
        try FileManager.default.setAttributes([.posixPermissions: 0o644], ofItemAtPath: path)
    case "folder": try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: false)
    case "pipe": #expect(mkfifo(path, 0o644) == 0)
    case "link":
        try makeVectors(HashingEncoder(), at: folder.path("other")).make()
        try FileManager.default.createSymbolicLink(atPath: path, withDestinationPath: folder.path("empty"))
        try folder.write([], "empty")
    default: break
    }
    let vectors = makeVectors(HashingEncoder(), at: path)
    #expect(vectors.rows() == nil)
    let reports = Reports()
    try vectors.make { reports.all.append($0) }
    try expectRight(vectors)
    #expect(reports.notStored.count == 1)
    #expect(reports.notStored.first?.hasPrefix("vectors are not kept in \(path): ") == true)
    switch kind {
    case "file", "short":
        #expect(try folder.bytes("v") == content)
        #expect(try folder.mode("v") == 0o644)
    case "pipe": #expect(try folder.mode("v") == 0o644)
    case "link":
        #expect(reports.notStored.first?.hasSuffix("it is a link to another file") == true)
        #expect(try folder.bytes("empty").isEmpty)
    default: break
    }
}

@Test(
    "vectors that only their owner may write to are shared, once they are made and when they are read; others are read")
func sharedVectors() throws {
    let folder = try ScratchFolder()
    let made = makeVectors(HashingEncoder(), at: folder.path("v"))
    try made.make()
    let read = makeVectors(HashingEncoder(failsAfter: 0), at: folder.path("v"))
    #expect(try #require(made.rows()).areLent)
    #expect(try #require(read.rows()).areLent)
    try FileManager.default.setAttributes([.posixPermissions: 0o666], ofItemAtPath: folder.path("v"))
    let own = makeVectors(HashingEncoder(failsAfter: 0), at: folder.path("v"))
    #expect(try #require(own.rows()).areLent == false)
    for vectors in [made, read, own] { try expectRight(vectors) }
}

@Test(
    "who has vectors mapped keeps them when another encoder's take their place, when the file is cut, and when it goes")
func mappedVectorsStay() throws {
    let folder = try ScratchFolder()
    try makeVectors(HashingEncoder(), at: folder.path("v")).make()
    // A record that was not written to its end.
    let whole = try folder.bytes("v")
    try folder.write(whole + whole[header.count...].prefix(9), "v")
    try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: folder.path("v"))
    let first = makeVectors(HashingEncoder(failsAfter: 0), at: folder.path("v"))
    #expect(try #require(first.rows()).areLent)
    // Another program cuts that off, and a third one puts its own there.
    _ = try VectorCache(path: folder.path("v"), digest: "d1", arithmetic: "plain").writer(width: 12)
    #expect(try folder.bytes("v") == whole)
    let second = makeVectors(HashingEncoder(width: 7), at: folder.path("v"), digest: "d2")
    try second.make()
    #expect(try #require(second.rows()).areLent && folder.bytes("v") != whole)
    try FileManager.default.removeItem(atPath: folder.path("v"))
    try expectRight(first)
    try expectRight(second, HashingEncoder(width: 7))
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder.url.path).isEmpty)
}

@Test("while another program writes there, its vectors are read, and nothing is written")
func lockedCache() throws {
    let folder = try ScratchFolder()
    #expect(throws: HashingEncoder.Failure.self) {
        try makeVectors(HashingEncoder(failsAfter: 1), at: folder.path("v")).make()
    }
    let before = try folder.bytes("v")
    let cache = VectorCache(path: folder.path("v"), digest: "d1", arithmetic: "plain")
    let writer = try cache.writer(width: 12)
    let encoder = HashingEncoder()
    let reports = Reports()
    let again = makeVectors(encoder, at: folder.path("v"))
    try again.make { reports.all.append($0) }
    #expect(encoder.texts == (64..<180).map(text))
    try expectRight(again)
    #expect(reports.notStored == ["vectors are not kept in \(folder.path("v")): another program writes to it"])
    #expect(try folder.bytes("v") == before)
    withExtendedLifetime(writer) {}
}

@Test("no change of a stored file, at random, gives other vectors or stops the program", arguments: 0..<40)
func hostileCache(seed: Int) throws {
    let folder = try ScratchFolder()
    try makeVectors(HashingEncoder(), at: folder.path("v")).make()
    var random = SeededRandom(seed: UInt64(seed), stream: "hostile")
    var bytes = try folder.bytes("v")
    for _ in 0...random.below(6) {
        guard !bytes.isEmpty else { break }
        // Half of them hit the header.
        let place = random.below(random.below(2) == 0 ? min(40, bytes.count) : bytes.count)
        switch random.below(5) {
        case 0: bytes[place] = UInt8(random.below(256))
        case 1: bytes.remove(at: place)
        case 2: bytes.insert(UInt8(random.below(256)), at: place)
        case 3: bytes.removeSubrange(place..<min(bytes.count, place + random.below(100)))
        default: bytes.removeLast(min(bytes.count, random.below(60)))
        }
    }
    try folder.write(bytes, "v")
    let again = makeVectors(HashingEncoder(), at: folder.path("v"))
    try again.make()
    try expectRight(again)
}

@Test(
    "vectors whose writer is gone can be written, also while a child that is just starting has copies of its descriptors"
)
func closedCacheBesideChild() throws {
    let folder = try ScratchFolder()
    let cache = VectorCache(path: folder.path("v"), digest: "d1", arithmetic: "plain")
    var writer: VectorCache.Writer? = try cache.writer(width: 12)
    let copies = CopiedDescriptors(of: folder.path("v"))
    #expect(copies.count > 0 && writer != nil)
    #expect(throws: VectorCache.Failure.self) { try cache.writer(width: 12) }
    writer = nil
    _ = try cache.writer(width: 12)
    withExtendedLifetime(copies) {}
}

@Test("records with a right checksum are hostile as well: scales that no vector has are passed over")
func hostileScales() throws {
    let folder = try ScratchFolder()
    let cache = VectorCache(path: folder.path("v"), digest: "d1", arithmetic: "plain")
    var huge = QuantizedVectors(width: 12)
    huge.append(Array(repeating: Float.greatestFiniteMagnitude, count: 12))
    var writer: VectorCache.Writer? = try cache.writer(width: 12)
    var hash = FNV1a()
    for byte in text(0).utf8 { hash.add(byte) }
    try writer?.append(
        [hash.value, 1],
        {
            var two = huge
            two.append(Array(repeating: 1, count: 12))
            return two
        }(), from: 0)
    writer = nil
    let again = makeVectors(HashingEncoder(), at: folder.path("v"))
    try again.make()
    let rows = try #require(again.rows())
    for row in 0..<200 { #expect(rows.row(row).allSatisfy { $0.isFinite }) }
}

@Test("vectors of a second task are there once those of the first are, which are made first, by one encoder")
func vectorsOfTwoTasks() throws {
    let folder = try ScratchFolder()
    let loads = Lock(0)
    let encoder = HashingEncoder()
    let source = EncoderSource(name: "hashing", digest: "d1", arithmetic: "plain") {
        loads.withLock { $0 += 1 }
        return encoder
    }
    func vectors(_ texts: Learner.Texts, _ name: String, _ first: TextVectors? = nil) -> TextVectors {
        TextVectors(
            texts: texts, encoder: source, weight: 1,
            cache: VectorCache(path: folder.path(name), digest: "d1", arithmetic: "plain"), firstTask: first,
            threads: 1)
    }
    let others = Learner.Texts(count: 70) { "other \($0)" }
    let first = vectors(others, "first.vectors")
    let second = vectors(texts, "second.vectors", first)
    var counts: [Int] = []
    var totals: Set<Int> = []
    var completed = 0
    try second.make { progress in
        switch progress {
        case .making(let done, let of):
            counts.append(done)
            totals.insert(of)
            if done < 250 { #expect(second.rows() == nil) }
        case .complete: completed += 1
        case .failed(let reason), .notStored(let reason): Issue.record("\(reason)")
        }
    }
    #expect(totals == [250] && counts == counts.sorted() && counts.last == 250 && completed == 1)
    #expect(loads.withLock { $0 } == 1)
    #expect(encoder.texts == (0..<70).map { "other \($0)" } + (0..<180).map(text))
    #expect(first.rows()?.count == 70)
    try expectRight(second)
    // What is stored is there at once; the second's alone is not enough.
    #expect(vectors(texts, "second.vectors", vectors(others, "first.vectors")).rows() != nil)
    try FileManager.default.removeItem(atPath: folder.path("first.vectors"))
    let without = vectors(texts, "second.vectors", vectors(others, "first.vectors"))
    #expect(without.rows() == nil)
    try without.make()
    try expectRight(without)
}
