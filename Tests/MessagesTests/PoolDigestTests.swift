import Messages
import Testing

private func pool(_ rows: [(id: String, text: String)]) -> MessagePool {
    var pool = MessagePool()
    for row in rows { pool.append(id: row.id, text: row.text) }
    return pool
}

@Test("the digest of rows is the same in every order, and another one for every other set of them")
func rowDigest() {
    let rows = (0..<60).map { (id: "m\($0)", text: "text \($0)") }
    let digest = pool(rows).rowDigest
    #expect(digest.count == 16)
    for turn in 1..<60 {
        let turned = Array(rows[turn...] + rows[..<turn])
        #expect(pool(turned).rowDigest == digest && pool(turned).digest != pool(rows).digest)
    }
    var swapped = rows
    (swapped[3].text, swapped[4].text) = (swapped[4].text, swapped[3].text)
    // Ids and texts that stand the other way round, and the border between them elsewhere.
    let others = [
        swapped, Array(rows.dropLast()), rows + [("m60", "")], rows.map { ($0.text, $0.id) },
        [("m0 ", "text 0")] + rows.dropFirst(), [("m0", "text 0 ")] + rows.dropFirst(), [],
    ]
    #expect(Set(others.map { pool($0).rowDigest } + [digest]).count == others.count + 1)
}

@Test("the digest of rows is the sum that its definition gives")
func rowDigestByHand() {
    /// FNV-1a and the last step of SplitMix64, written once more.
    func hash(_ text: String) -> UInt64 {
        text.utf8.reduce(0xcbf2_9ce4_8422_2325) { ($0 ^ UInt64($1)) &* 0x100_0000_01b3 }
    }
    func mixed(_ seed: UInt64) -> UInt64 {
        var z = seed &+ 0x9e37_79b9_7f4a_7c15
        z = (z ^ (z >> 30)) &* 0xbf58_476d_1ce4_e5b9
        z = (z ^ (z >> 27)) &* 0x94d0_49bb_1331_11eb
        return z ^ (z >> 31)
    }
    let rows = [("1", "flood"), ("2", "🌊 بحر"), ("3", "")]
    let sum = rows.reduce(UInt64(0)) { $0 &+ mixed(mixed(hash($1.0)) ^ hash($1.1)) }
    #expect(UInt64(pool(rows.map { (id: $0.0, text: $0.1) }).rowDigest, radix: 16) == sum)
}

@Test("the digest of all is the hash that its definition gives, whatever the lengths")
func digestByHand() {
    let rows = [
        ("1", "flood"), ("a long id", String(repeating: "x", count: 300)), ("3", String(repeating: "🌊", count: 20_000)),
    ]
    var bytes: [UInt8] = []
    for piece in rows.flatMap({ [$0.0, $0.1] }) {
        for place in 0..<8 { bytes.append(UInt8(truncatingIfNeeded: piece.utf8.count >> (8 * place))) }
        bytes += piece.utf8
    }
    let hash = bytes.reduce(UInt64(0xcbf2_9ce4_8422_2325)) { ($0 ^ UInt64($1)) &* 0x100_0000_01b3 }
    #expect(UInt64(pool(rows.map { (id: $0.0, text: $0.1) }).digest, radix: 16) == hash)
}
