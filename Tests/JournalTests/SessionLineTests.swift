import Testing

@testable import Journal

private func session(_ given: GivenSets?, _ transfer: TransferOrigin? = nil) -> SessionEvent {
    SessionEvent(
        tool: "0.1.0", task: "disaster", labels: ["not_related", "related"], poolCount: 3, poolDigest: "00ff", seed: 42,
        annotator: "amina", transfer: transfer, given: given)
}

private func encoded(_ events: [SessionEvent]) -> [UInt8] {
    events.enumerated().flatMap { sequence, event in
        JournalLine(sequence: sequence, at: Timestamp(milliseconds: 0), event: .session(event)).encoded
    }
}

private let some = GivenSets.Content(count: 20, digest: "0123456789abcdef")
private let other = GivenSets.Content(count: 20, digest: "ffff456789abcdef")

@Test(
    "the sets that a session was given come back from its line; without them it is as it was before there were such",
    arguments: [
        (nil, nil), (GivenSets(), "\"annotator\":\"amina\",\"given\":\"none\",\"crc\""),
        (GivenSets(training: some), "\"amina\",\"training\":{\"count\":20,\"digest\":\"0123456789abcdef\"},\"crc\""),
        (
            GivenSets(training: some, evaluation: other),
            "0123456789abcdef\"},\"evaluation\":{\"count\":20,\"digest\":\"ffff456789abcdef\"},\"crc\""
        ),
    ] as [(GivenSets?, String?)])
func givenSetsInLine(given: GivenSets?, words: String?) throws {
    let bytes = encoded([session(given)])
    #expect(String(decoding: bytes, as: UTF8.self).contains(words ?? "\"annotator\":\"amina\",\"crc\""))
    let contents = try JournalContents(bytes, path: "j")
    #expect(contents.session == session(given))
    #expect(contents.givenSets == given)
}

@Test("the last session that wrote its sets down counts, and its transfer origin does")
func lastSession() throws {
    let origin = TransferOrigin(task: "first", labels: 6, digest: "ab", rate: 1, through: 9)
    let contents = try JournalContents(
        encoded([session(GivenSets()), session(GivenSets(training: some), origin), session(nil)]), path: "j")
    #expect(contents.givenSets == GivenSets(training: some))
    #expect(contents.transferOrigin == origin)
}

@Test("a set with a count or a digest that is none is damage", arguments: ["7", "{\"count\":1}", "{\"digest\":\"a\"}"])
func brokenSets(value: String) {
    let line = String(decoding: encoded([session(GivenSets(training: some))]), as: UTF8.self)
        .replacing("{\"count\":20,\"digest\":\"0123456789abcdef\"}", with: value).split(separator: ",\"crc\"")[0]
    #expect(throws: JournalError.self) { try JournalContents(Array("\(line)}\n".utf8), path: "j") }
}

@Test("what is different between two sets is said with their numbers")
func setDifferences() {
    let before = GivenSets(training: some)
    #expect(before.differences(to: before).isEmpty)
    #expect(
        before.differences(to: GivenSets(training: other, evaluation: some)) == [
            "the texts or labels of the training set (20 messages) have changed",
            "the evaluation set (20 messages) is new",
        ])
    #expect(before.differences(to: GivenSets()) == ["the training set (20 messages) is not there any more"])
    let more = GivenSets.Content(count: 21, digest: some.digest)
    #expect(
        before.differences(to: GivenSets(training: more)) == [
            "the training set has changed: 20 messages before, 21 now"
        ])
}

@Test("an origin that says how far it learnt is held to it; one that does not say is not")
func originThrough() {
    let old = TransferOrigin(task: "first", labels: 6, digest: "ab", rate: 1)
    var new = old
    new.through = 9
    var later = new
    later.through = 10
    #expect(session(nil, old).differences(to: session(nil, new)).isEmpty)
    #expect(session(nil, new).differences(to: session(nil, new)).isEmpty)
    #expect(session(nil, new).differences(to: session(nil, later)).count == 1)
    #expect(session(nil, new).differences(to: session(nil)).first?.contains("--transfer-from") == true)
    #expect(session(nil).differences(to: session(nil, new)).first?.contains("leave out --transfer-from") == true)
}

@Test(
    "a file is a journal when one of its first lines reads like one",
    arguments: [
        ("", false), ("id,text\n1,hello\n", false), ("{\"id\":1,\"text\":\"\\\"seq\\\":\"}\n", false),
        ("{\"v\":1,\"seq\":0,\"at\":\"torn", true), ("rubbish\n{\"v\":1,\"seq\":1,\"at\":\n", true),
    ])
func beginnings(text: String, isJournal: Bool) {
    #expect(JournalContents.isBeginning(Array(text.utf8)) == isJournal)
}

@Test("bytes without a line end are a torn journal only where they can be its beginning")
func tornOrStrange() throws {
    let line = encoded([session(nil)]).dropLast()
    for length in [0, 1, 5, 60, line.count] {
        #expect(try JournalContents(Array(line.prefix(length)), path: "j").torn.count == length)
    }
    #expect(try JournalContents([0, 0, 0], path: "j").torn.count == 3)
    for text in ["x", "{\"id\":1}", "{\"w"] {
        #expect(throws: JournalError.noSession(path: "j")) { try JournalContents(Array(text.utf8), path: "j") }
    }
}
