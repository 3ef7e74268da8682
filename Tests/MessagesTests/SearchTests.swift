import Testing

@testable import Messages

private func search(_ texts: [String]) -> MessageSearch {
    var pool = MessagePool()
    for (index, text) in texts.enumerated() { pool.append(id: "m\(index)", text: text) }
    return MessageSearch(pool)
}

private let messages = search([
    "¡AYÚDENNOS! el agua sigue subiendo",  // 0
    "Flood water in the old town",  // 1
    "The town hall is open, bring WATER",  // 2
    "زِلْزالٌ قويّ في أَنطاكية",  // 3, with vowel points
    "地震で橋がくずれた",  // 4
    "help 🔥🔥 at the depot ❤️",  // 5
    "Kar yolu kapattı, YARDIM",  // 6
    "đường ngập, lũ lụt",  // 7
    "물이 넘친다",  // 8
    "STRASSE gesperrt, Straße nass",  // 9
    "बाढ़ आई",  // 10
    "ΠΛΗΜΜΥΡΑ στους δρόμους",  // 11
])

@Test(
    "a query finds the messages that hold all its words, whatever case and accents",
    arguments: [
        ("ayudennos", [0]), ("AYÚDENNOS", [0]), ("ayu\u{301}dennos", [0]), ("water", [1, 2]), ("town water", [1, 2]),
        ("water old", [1]), ("wat", [1, 2]), ("water agua", []), ("tow  \n n", [1, 2]), ("¡ayu", [0]),
        // Arabic: without points, with an alef that has no hamza, with a stretched line.
        ("زلزال", [3]), ("انطاكية", [3]), ("زلـــزال", [3]), ("قوي زلزال", [3]),
        // Japanese has no spaces; か and が are two letters.
        ("橋", [4]), ("地震", [4]), ("橋が", [4]), ("か\u{3099}く", [4]), ("橋か", []),
        ("🔥", [5]), ("🔥🔥", [5]), ("🔥🔥🔥", []), ("❤", [5]), ("❤️", [5]), ("🌊", []),
        ("yardım", [6]), ("yardim", [6]), ("KAPATTI", [6]), ("duong lu lut", [7]), ("đường", [7]),
        // A Hangul syllable is no run of letters: 너 is not found in 넘.
        ("물", [8]), ("너", []), ("straße", [9]), ("strasse nass", [9]), ("बाढ", [10]), ("बाढ़", [10]),
        ("δρομους", [11]), ("πλημμυρα ΣΤΟΥΣ", [11]),
    ])
func found(query: String, rows: [Int]) {
    let found = messages.rows(containing: query, limit: 100)
    #expect(found.rows == rows && found.count == rows.count)
}

@Test(
    "without words, and with more than any text holds, nothing is found",
    arguments: ["", "  \n\t", "\u{301}", "\u{AD}"])
func nothingToFind(query: String) {
    #expect(messages.rows(containing: query, limit: 9).count == 0)
    #expect(messages.ranges(of: query, in: "flood") == [])
    let long = "flood" + String(repeating: "flood", count: 500)
    for search in [messages, search([]), search([""]), search(["", "flood", ""])] {
        #expect(search.rows(containing: long, limit: 9).count == 0)
        #expect(search.rows(containing: query, limit: 9).rows == [])
    }
    #expect(messages.ranges(of: long, in: "flood") == [])
}

@Test("a hit never spans two messages, and a message is one hit however often it holds the words")
func hitsStayInTheirMessage() {
    let search = search(["flood in", "town hall", "hall hall hall", "", "é", "\u{E9}\u{FF}"])
    for query in ["intown", "in town", "n\u{FF}t", "in\ntown", "hallhall", "ée"] {
        #expect(search.rows(containing: query, limit: 9).rows == [])
    }
    #expect(search.rows(containing: "hall", limit: 9).rows == [1, 2])
    #expect(search.rows(containing: "hall hall", limit: 9).rows == [1, 2])
    #expect(search.rows(containing: "l h", limit: 9).rows == [1, 2])
    #expect(search.rows(containing: "E", limit: 9).rows == [4, 5])
}

@Test("the first rows are listed and all are counted", arguments: [-1, 0, 1, 3, 500, 1_000])
func limits(limit: Int) {
    // Every other one of 1,000 messages holds the word.
    let search = search((0..<1_000).map { $0 % 2 == 0 ? "dry \($0)" : "flood \($0)" })
    let found = search.rows(containing: "flood", limit: limit)
    #expect(found.count == 500)
    #expect(found.rows == (0..<500).prefix(max(0, limit)).map { 2 * $0 + 1 })
}

@Test("an exact id finds its message, in its place among those that hold it as a word")
func byID() {
    var pool = MessagePool()
    for (id, text) in [("10", "see 77"), ("77", "flood"), ("x 1", "77 dead"), ("Ω", "rain"), ("d", "d 78")] {
        pool.append(id: id, text: text)
    }
    let search = MessageSearch(pool)
    #expect(search.rows(containing: " 77 ", limit: 9) == ([0, 1, 2], 3))
    #expect(search.rows(containing: "77", limit: 2) == ([0, 1], 3))
    #expect(search.rows(containing: "10", limit: 9) == ([0], 1))
    #expect(search.rows(containing: "x 1", limit: 9) == ([2], 1))
    // An id is itself in every letter; and a message that is found twice is counted once.
    #expect(search.rows(containing: "ω", limit: 9) == ([], 0))
    #expect(search.rows(containing: "Ω", limit: 9) == ([3], 1))
    #expect(search.rows(containing: "d", limit: 9) == ([1, 2, 4], 3))
    #expect(search.rows(containing: "1", limit: 9) == ([], 0))
}

private func == (left: (rows: [Int], count: Int), right: ([Int], Int)) -> Bool {
    left.rows == right.0 && left.count == right.1
}

@Test("hits are those of a search text by text", arguments: 1...6)
func sameAsTextByText(seed: UInt64) {
    // Few letters, so that hits are many and overlap; a congruential generator (Knuth's MMIX).
    var state = seed
    func below(_ bound: Int) -> Int {
        state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        return Int(state >> 33) % bound
    }
    func word(_ length: Int) -> String { String((0..<length).map { _ in ["a", "b", "é", "🌊"][below(4)] }) }
    let texts = (0..<300).map { _ in (0..<below(5)).map { _ in word(1 + below(4)) }.joined(separator: " ") }
    let search = search(texts)
    for _ in 0..<60 {
        let query = (0...below(3)).map { _ in word(1 + below(3)) }
        let expected = texts.indices.filter { row in
            query.allSatisfy { word in
                let (text, word) = (Array(texts[row]), Array(word))
                return text.indices.contains { text[$0...].starts(with: word) }
            }
        }
        #expect(
            search.rows(containing: query.joined(separator: " "), limit: 20) == (
                Array(expected.prefix(20)), expected.count
            ))
    }
}

@Test(
    "hits are marked in whole characters of the text as it is",
    arguments: [
        ("ayudennos", "¡Ayúdennos, AYUDENNOS!", ["Ayúdennos", "AYUDENNOS"]),
        ("ayu", "ayu\u{301}dennos", ["ayu\u{301}"]), ("u", "ayu\u{301}dennos", ["u\u{301}"]),
        ("water flood", "Flood water", ["Flood", "water"]), ("aa", "baaab", ["aaa"]), ("flood water", "no", []),
        ("ab bc", "abc abc", ["abc", "abc"]), ("water flood", "waterflood", ["waterflood"]),
        // One of the letters that ß stands for marks it whole, and so does one person of a family.
        ("s", "Straße", ["S", "ß"]), ("👩", "a👩‍🚒b", ["👩‍🚒"]), ("❤", "I ❤️ it", ["❤️"]),
        ("زلزال", "في زِلْزالٌ قوي", ["زِلْزالٌ"]), ("地震", "大地震だ", ["地震"]), ("e\r", "one\r\ntwo", ["e"]),
        ("İstanbul", "istanbul ISTANBUL İSTANBUL", ["istanbul", "ISTANBUL", "İSTANBUL"]),
        ("ayuda", "ayu\u{AD}da", ["ayu\u{AD}da"]), ("", "text", []), ("x", "", []),
    ])
func marks(query: String, text: String, hits: [String]) {
    let ranges = messages.ranges(of: query, in: text)
    #expect(ranges.map { String(text[$0]) } == hits)
    #expect(zip(ranges, ranges.dropFirst()).allSatisfy { $0.upperBound < $1.lowerBound })
}

@Test("entities are searched as the characters that they stand for")
func entitiesAreDecoded() throws {
    let bytes = Array("id,text\n1,caf&#233; &amp; tea\n2,amp\n".utf8)
    let search = MessageSearch(try MessageReader(scheme: .disaster).read(bytes: bytes, path: "m.csv").pool)
    #expect(search.rows(containing: "cafe &", limit: 9).rows == [0])
    #expect(search.rows(containing: "amp", limit: 9).rows == [1])
}

@Test("how long a query of 100,000 messages takes is printed")
func searchTimes() {
    let words = ["flood", "water", "Town", "bridge", "road", "AYÚDENNOS", "agua", "the", "of", "rescue", "地震", "tents"]
    var pool = MessagePool()
    for row in 0..<100_000 {
        // 16 words of about six bytes.
        let text = (0..<16).map { words[(row &* 7 &+ $0 &* $0 &* (row % 11 + 1)) % words.count] }
        pool.append(id: "\(row)", text: text.joined(separator: " ") + (row == 99_999 ? " water flood tents zebra" : ""))
    }
    let clock = ContinuousClock()
    var built: MessageSearch?
    let building = clock.measure { built = MessageSearch(pool) }
    guard let search = built else { return }
    print("search in 100,000 messages: built in \(building)")
    for query in ["zebra", "ayudennos", "a", "rescue bridge", "water flood tents zebra", "nowhere"] {
        var count = 0
        let times = (0..<5).map { _ in clock.measure { count = search.rows(containing: query, limit: 50).count } }
        print("  \(query): \(count) found, \(times.sorted()[2]), median of five")
        if query.contains("zebra") { #expect(count == 1) }
        if query == "nowhere" { #expect(count == 0) }
    }
}
