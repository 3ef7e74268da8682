import Testing

@testable import Messages

@Test("line ends and separators are found eight bytes at a time as one by one")
func lineEndsFound() {
    var random = SystemRandomNumberGenerator()
    for _ in 0..<300 {
        // Neighbours of what is looked for, and what borrows from them.
        let choices: [UInt8] = [0x00, 0x01, 0x09, 0x0B, 0x0C, 0x0E, 0x2B, 0x2D, 0x61, 0x80, 0x8A, 0xAC, 0xFF]
        var bytes = (0..<Int.random(in: 0...40)).map { _ in choices.randomElement(using: &random) ?? 0 }
        for _ in 0..<Int.random(in: 0...2) where !bytes.isEmpty {
            bytes[Int.random(in: bytes.indices)] = [0x0A, 0x0D, 0x2C].randomElement(using: &random) ?? 0
        }
        for start in 0...bytes.count {
            let found = bytes[start...].firstIndex { $0 == 0x2C || $0 == 0x0A || $0 == 0x0D } ?? bytes.count
            #expect(bytes.lineEnd(from: start, or: 0x2C) == found, "\(bytes) from \(start)")
            let end = bytes[start...].firstIndex { $0 == 0x0A || $0 == 0x0D } ?? bytes.count
            #expect(bytes.lineEnd(from: start) == end, "\(bytes) from \(start)")
        }
    }
}

@Test("bytes are UTF-8 in pieces where they are as a whole")
func validInPieces() {
    var random = SystemRandomNumberGenerator()
    let pieces: [[UInt8]] = ["a", "é", "€", "🌊", "plain words"].map { Array($0.utf8) }
    for _ in 0..<300 {
        var bytes = (0..<Int.random(in: 0...12)).flatMap { _ in pieces.randomElement(using: &random) ?? [] }
        if Bool.random(), !bytes.isEmpty {
            let place = Int.random(in: bytes.indices)
            switch Int.random(in: 0..<3) {
            case 0: bytes.remove(at: place)
            case 1: bytes[place] = UInt8.random(in: 0x80...0xFF)
            default: bytes.insert(contentsOf: repeatElement(0x9F, count: Int.random(in: 1...20)), at: place)
            }
        }
        let isValid = String(validating: bytes, as: UTF8.self) != nil
        #expect(UTF8Survey.isValid(bytes[...]) == isValid, "\(bytes)")
        for size in 1...7 {
            #expect(UTF8Survey.isValid(bytes, threads: 2, pieceSize: size) == isValid, "\(bytes) by \(size)")
        }
    }
}

@Test("references are decoded from bytes as from characters")
func entitiesOfBytes() {
    var random = SystemRandomNumberGenerator()
    let pieces = [
        "&", "amp;", "&lt;", "&#65;", "&#x1F30A;", "&#xD800;", "&nbsp;", ";", "#", "a", " ", "\r\n", "é", "\u{301}",
        "\u{600}", "\u{200D}", "🌊", "longer than nine", "&#+65;", "\u{37E}", "&lt", "\u{212A}",
    ]
    var (fast, all) = (0, 0)
    for _ in 0..<3_000 {
        let text = (0..<Int.random(in: 0...7)).map { _ in pieces.randomElement(using: &random) ?? "" }.joined()
        let expected = Entities.decodedByCharacters(text)
        #expect(Array(Entities.decoded(text).utf8) == Array(expected.utf8), "\(text.debugDescription)")
        Array(text.utf8).withUnsafeBufferPointer { bytes in
            guard let decoded = Entities.decoded(bytes) else { return }
            #expect(decoded == Array(expected.utf8), "\(text.debugDescription)")
            fast += text.contains("&") ? 1 : 0
        }
        all += text.contains("&") ? 1 : 0
    }
    #expect(fast * 5 > all)
}
