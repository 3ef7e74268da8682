import Foundation
import Journal
import Learning
import Messages
import Sampling
import SessionFixture
import Testing
import Threads

@testable import Annotation

private func corpus(_ count: Int = 60, text: (Int) -> String = Fixture.text) -> Corpus {
    Corpus(scheme: .disaster, pool: Fixture.pool(count, text: text))
}

private func cache(
    _ path: String?, of corpus: Corpus = corpus(), settings: FeatureSettings = .standard, leastTexts: Int = 0,
    isWritten: Bool = true
) -> FeatureCache {
    FeatureCache(
        corpus: corpus, settings: settings, leastTexts: leastTexts, threads: 1, isWritten: isWritten, niceness: 0,
        path: { path })
}

private func extract(_ corpus: Corpus = corpus(), _ settings: FeatureSettings = .standard) throws
    -> FeatureCache.Features
{
    try FeatureExtractor(settings: settings).extract(
        fromTexts: corpus.rowCount, text: { corpus.text(at: $0) }, threads: 1)
}

/// A folder with the features of a corpus in it.
private struct Kept {
    let folder: ScratchFolder
    let path: String
    let features: FeatureCache.Features

    init(_ corpus: Corpus = corpus()) throws {
        folder = try ScratchFolder()
        path = folder.path("messages.features")
        features = try extract(corpus)
        _ = try #require(cache(path, of: corpus).kept(features))
    }
}

private func isSame(_ left: FeatureCache.Features?, _ right: FeatureCache.Features) -> Bool {
    left?.vocabulary == right.vocabulary && left?.rows == right.rows
}

/// The same to the last bit.
private func expectSame(_ ranking: Ranking, _ other: Ranking) {
    #expect(ranking.selections == other.selections && ranking.remainder == other.remainder)
    #expect(ranking.model.probabilities == other.model.probabilities)
    #expect(ranking.model.decision == other.model.decision && ranking.doubts == other.doubts)
}

@Test(
    "rankings are the same to the bit with features that are computed, that have just been written and that are mapped",
    .tooSlowForThreadSanitizer,
    arguments: StrategyCatalogue.standard.ids)
func rankingsWithKeptFeatures(strategy: String) throws {
    let folder = try ScratchFolder()
    let path = folder.path("messages.features")
    let fixture = try Fixture(recipe: try Recipe(parsing: strategy))
    try fixture.work(24)
    let request = try #require(fixture.session.ranking?.request)
    func rank(_ cache: FeatureCache?) throws -> Ranking {
        try Ranker(corpus: fixture.corpus, settings: fixture.settings, features: cache, threads: 1)
            .rank(request, monitor: WorkMonitor())
    }
    let plain = try rank(nil)
    #expect(!plain.selections.isEmpty && plain.remainder.count > 0)
    expectSame(try rank(cache(path, of: fixture.corpus)), plain)
    // On a thread of its own.
    while !FileManager.default.fileExists(atPath: path) { Thread.sleep(forTimeInterval: 0.001) }
    let kept = cache(path, of: fixture.corpus)
    #expect(kept.features() != nil)
    let mapped = try rank(kept)
    expectSame(mapped, plain)
    let row = try #require(fixture.session.state.current?.row)
    let text = fixture.corpus.text(at: row)
    #expect(mapped.model.explanation(of: text, row: row) == plain.model.explanation(of: text, row: row))
}

@Test("a learner goes over to the features that have been written, and they are the same")
func learnerGoesOver() async throws {
    let folder = try ScratchFolder()
    let path = folder.path("messages.features")
    let learner = Learner(
        corpus: corpus(), settings: .standard, cache: cache(path), seed: 1, threads: 1)
    let computed = try learner.features(monitor: WorkMonitor())
    while !FileManager.default.fileExists(atPath: path) { try await Task.sleep(for: .milliseconds(1)) }
    #expect(isSame(try learner.features(monitor: WorkMonitor()), computed))
    // Without the file, whoever has it mapped has it still.
    let mapped = try #require(cache(path).features())
    try FileManager.default.removeItem(atPath: path)
    #expect(isSame(mapped, computed))
}

@Test("with any byte of the file another, and cut anywhere, its features are not used")
func harmedFeatures() throws {
    let kept = try Kept(corpus(8))
    let bytes = try kept.folder.bytes("messages.features")
    #expect(isSame(cache(kept.path, of: corpus(8)).features(), kept.features))
    func isUsed(_ bytes: [UInt8]) throws -> Bool {
        try kept.folder.write(bytes, "messages.features")
        chmod(kept.path, 0o600)
        return cache(kept.path, of: corpus(8)).features() != nil
    }
    #expect(try isUsed(bytes))
    for place in bytes.indices {
        var changed = bytes
        changed[place] ^= UInt8(1 << (place % 8))
        #expect(try !isUsed(changed), "byte \(place)")
    }
    for count in bytes.indices { #expect(try !isUsed(Array(bytes.prefix(count))), "\(count) bytes") }
    #expect(try !isUsed(bytes + [0]))
    // And in its place comes a sound one.
    try kept.folder.write(Array(bytes.prefix(100)), "messages.features")
    #expect(isSame(cache(kept.path, of: corpus(8)).kept(kept.features), kept.features))
    #expect(try kept.folder.bytes("messages.features") == bytes)
    // Of a terabyte nothing is read.
    #expect(truncate(kept.path, 1 << 40) == 0)
    #expect(cache(kept.path, of: corpus(8)).features() == nil)
}

@Test("a file of several blocks is checked in all of them")
func severalBlocks() throws {
    let large = corpus(4_000) { index in (0..<60).map { "w\((index * 61 + $0 * 7) % 4_001)" }.joined(separator: " ") }
    let kept = try Kept(large)
    let bytes = try kept.folder.bytes("messages.features")
    #expect(bytes.count > 3 << 20)
    #expect(isSame(cache(kept.path, of: large).features(), kept.features))
    for place in stride(from: 64, to: bytes.count, by: 400_000) {
        var changed = bytes
        changed[place] ^= 1
        try kept.folder.write(changed, "messages.features")
        chmod(kept.path, 0o600)
        #expect(cache(kept.path, of: large).features() == nil, "byte \(place)")
    }
}

@Test("features are used for the texts, sets and settings that they were computed from alone, whatever the labels are")
func featuresOfOthers() throws {
    let kept = try Kept()
    #expect(isSame(cache(kept.path).features(), kept.features))
    let pool = Fixture.pool(60)
    let renamed = try LabelScheme(
        task: "other", labels: LabelScheme.disaster.labels.reversed(), positive: nil, guidelines: "")
    #expect(cache(kept.path, of: Corpus(scheme: renamed, pool: pool)).features() != nil)
    #expect(cache(kept.path, of: corpus(61)).features() == nil)
    #expect(cache(kept.path, of: corpus { $0 == 59 ? "another text" : Fixture.text($0) }).features() == nil)
    #expect(cache(kept.path, of: corpus { Fixture.text(59 - $0) }).features() == nil)
    let read = try MessageReader(scheme: .disaster).read(
        bytes: Array("id,text,label\nt,flood in the cellar,related\n".utf8), path: "set.csv")
    let set = try LabelledSet(read, option: "--training")
    let training = Corpus(scheme: .disaster, pool: pool, training: set)
    let evaluation = Corpus(scheme: .disaster, pool: pool, evaluation: set)
    #expect(cache(kept.path, of: training).features() == nil && cache(kept.path, of: evaluation).features() == nil)
    #expect(FeatureKey(of: training, settings: .standard) != FeatureKey(of: evaluation, settings: .standard))
    #expect(cache(kept.path, settings: .published).features() == nil)
    // In their place come those of the one who writes.
    #expect(isSame(cache(kept.path, of: training).kept(try extract(training)), try extract(training)))
    #expect(cache(kept.path).features() == nil)
}

@Test("of few texts nothing is kept, nor by who only reads, nor while texts measure that features are not drawn from")
func nothingKept() throws {
    let folder = try ScratchFolder()
    let path = folder.path("messages.features")
    for isWritten in [false, true] {
        let few = cache(path, leastTexts: isWritten ? 61 : 0, isWritten: isWritten)
        few.keep(try extract()) { _ in Issue.record("kept") }
        #expect(few.features() == nil)
    }
    let published = Learner(
        corpus: corpus(), measured: [3], settings: .published,
        cache: cache(path, settings: FeatureSettings.published), seed: 1, threads: 1)
    let apart = try published.features(monitor: WorkMonitor())
    #expect(!isSame(apart, try extract(corpus(), .published)))
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path("")).isEmpty)
    // What is there of all texts is not taken for it.
    _ = try #require(cache(path, settings: .published).kept(try extract(corpus(), .published)))
    let again = Learner(
        corpus: corpus(), measured: [3], settings: .published,
        cache: cache(path, settings: FeatureSettings.published), seed: 1, threads: 1)
    #expect(isSame(try again.features(monitor: WorkMonitor()), apart))
}

@Test("where features cannot be kept, and where a file of others lies there, nothing is touched")
func unkeptFeatures() throws {
    let folder = try ScratchFolder()
    try folder.write(Array("my notes\n".utf8), "foreign")
    try FileManager.default.createSymbolicLink(
        atPath: folder.path("link"), withDestinationPath: folder.path("foreign"))
    #expect(mkfifo(folder.path("pipe"), 0o600) == 0)
    // Somebody's file where the new one would be written.
    try folder.write(Array("my notes\n".utf8), "mine.features.new")
    let features = try extract()
    for path in [
        folder.path("gone/x.features"), folder.path(""), folder.path("foreign"), folder.path("link"),
        folder.path("pipe"), folder.path("mine.features"), "/dev/full", "/proc/x.features",
    ] {
        #expect(cache(path).kept(features) == nil, "\(path)")
        #expect(cache(path).features() == nil, "\(path)")
    }
    #expect(cache(nil).kept(features) == nil)
    #expect(try folder.bytes("foreign") == Array("my notes\n".utf8))
    #expect(try folder.bytes("mine.features.new") == Array("my notes\n".utf8))
    #expect(
        try FileManager.default.contentsOfDirectory(atPath: folder.path("")).sorted()
            == ["foreign", "link", "mine.features.new", "pipe"])
    // A link to features that would be right is none.
    let kept = try Kept()
    try FileManager.default.moveItem(atPath: kept.path, toPath: kept.folder.path("elsewhere"))
    try FileManager.default.createSymbolicLink(
        atPath: kept.path, withDestinationPath: kept.folder.path("elsewhere"))
    #expect(cache(kept.path).features() == nil)
}

@Test("what a program has left that died while it wrote is no hindrance", arguments: ["", "tocsin features 1 0123"])
func featuresOfTheDead(left: String) throws {
    let folder = try ScratchFolder()
    try folder.write(Array(left.utf8), "messages.features.new")
    let features = try extract()
    #expect(isSame(cache(folder.path("messages.features")).kept(features), features))
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path("")) == ["messages.features"])
}

@Test("programs that write at once do not harm one another: each has sound features, and one file is there")
func writersAtOnce() throws {
    let features = try extract()
    let other = corpus(61)
    let otherFeatures = try extract(other)
    for isOneCorpus in [true, false] {
        let folder = try ScratchFolder()
        let path = folder.path("messages.features")
        let results = Parallel.map(12, threads: 12) { writer -> FeatureCache.Features? in
            let isOther = !isOneCorpus && writer % 2 == 1
            return (isOther ? cache(path, of: other) : cache(path)).kept(isOther ? otherFeatures : features)
        }
        for (writer, result) in results.enumerated() {
            if isOneCorpus || result != nil {
                #expect(isSame(result, !isOneCorpus && writer % 2 == 1 ? otherFeatures : features))
            }
        }
        #expect(results.contains { $0 != nil })
        #expect(cache(path).features() != nil || cache(path, of: other).features() != nil)
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path("")) == ["messages.features"])
    }
}

@Test("who has the old file mapped keeps it when a new one takes its place")
func oldFeaturesStay() throws {
    let kept = try Kept()
    let mapped = try #require(cache(kept.path).features())
    let other = corpus(200)
    _ = try #require(cache(kept.path, of: other).kept(try extract(other)))
    #expect(cache(kept.path).features() == nil && isSame(mapped, kept.features))
}

@Test(
    "the file is its owner's alone, and in a team's folder the group may read it; what others could write is not used")
func modeOfFeatures() throws {
    let folder = try ScratchFolder()
    let features = try extract()
    let path = folder.path("messages.features")
    for (mode, expected) in [(0o700, 0o600), (0o770, 0o600), (0o2700, 0o600), (0o2770, 0o640), (0o2750, 0o640)] {
        #expect(chmod(folder.path(""), mode_t(mode)) == 0)
        var status = stat()
        try #require(stat(folder.path(""), &status) == 0)
        // A system may refuse the bit to who is not of the group.
        guard status.st_mode & 0o7777 == mode_t(mode) else { continue }
        try? FileManager.default.removeItem(atPath: path)
        _ = try #require(cache(path).kept(features))
        #expect(try folder.mode("messages.features") == expected, "\(String(mode, radix: 8))")
    }
    for mode: mode_t in [0o620, 0o602, 0o666] {
        #expect(chmod(path, mode) == 0 && cache(path).features() == nil)
    }
    #expect(chmod(path, 0o644) == 0 && isSame(cache(path).features(), features))
    // Of a file that is not used, one that is takes the place.
    #expect(chmod(path, 0o666) == 0 && isSame(cache(path).kept(features), features))
    #expect(try folder.mode("messages.features") == 0o640)
}

@Test("alone nobody else's file is used; in a team's folder that of one of the team is")
func trustedOwners() {
    var status = stat()
    status.st_mode = S_IFREG | 0o640
    let alone = FileSharing(of: "/tmp/messages.features")
    #expect(!alone.isOfTeam && FileSharing(of: "messages.features").fileMode == 0o600)
    status.st_uid = geteuid()
    #expect(alone.trusts(status))
    status.st_uid = 0
    #expect(alone.trusts(status))
    status.st_uid = geteuid() + 1
    #expect(!alone.trusts(status))
}
