import Notation

/// Which characters stand for others: SentencePiece's compiled rules of normalisation.
///
/// The bytes begin with the length of a double array (Aoe 1989, in the layout of darts-clone) in bytes, as 32 bits; the
/// array maps what is replaced to places among the texts behind it, each of which ends with a zero.
struct CharacterMap: Sendable {
    /// More than a rule ever needs (the longest of NFKC has 33 bytes): what a message grows to stays in proportion.
    private static let longestReplacement = 256

    private let units: [UInt32]
    private let replacements: [UInt8]
    /// How many times its bytes a text may take under the rules.
    let growth: Int

    /// Reads the rules, and follows each one to its end.
    ///
    /// - Throws: An error where a rule leads outside, or to what is no text.
    init(_ bytes: ArraySlice<UInt8>, path: String) throws(EncoderError) {
        func fault(_ found: String, _ expected: String) -> EncoderError {
            EncoderError(path: path, place: "precompiled character map", found: found, expected: expected)
        }
        let bytes = Array(bytes)
        guard bytes.count > 4 else { throw fault("\(CountText.text(bytes.count, "byte"))", "more than four") }
        let size = Int(bytes.littleEndian32(at: 0))
        guard size > 0, size.isMultiple(of: 4), size < bytes.count - 4 else {
            throw fault("an array of \(CountText.text(size, "byte"))", "a multiple of 4 below \(bytes.count - 4)")
        }
        units = stride(from: 4, to: 4 + size, by: 4).map { bytes.littleEndian32(at: $0) }
        replacements = Array(bytes[(4 + size)...])
        guard replacements.last == 0 else { throw fault("a text without an end", "a zero behind each") }
        guard String(validating: replacements, as: UTF8.self) != nil else {
            throw fault("bytes that are no UTF-8", "texts in UTF-8")
        }

        var growth = 1
        // Each unit is looked at once, so that arrays that lead back to themselves come to an end.
        var seen = [Bool](repeating: false, count: units.count)
        var open = [0]
        seen[0] = true
        while let place = open.popLast() {
            let unit = units[place]
            let base = place ^ Self.offset(unit)
            if place != 0, unit & 0x100 != 0 {
                guard base < units.count else { throw fault("a rule at unit \(base)", "one below \(units.count)") }
                let start = Int(units[base] & 0x7FFF_FFFF)
                guard start < replacements.count, replacements[start] & 0xC0 != 0x80 else {
                    throw fault("a text at byte \(start)", "the start of a character below \(replacements.count)")
                }
                let limit = min(replacements.count, start + Self.longestReplacement)
                guard let end = replacements[start..<limit].firstIndex(of: 0) else {
                    throw fault("a rule that writes more than \(CountText.text(limit - start, "byte"))", "short texts")
                }
                growth = max(growth, end - start)
            }
            guard base < units.count else {
                throw fault("children at unit \(base)", "some below \(units.count)")
            }
            for label in 1...255 {
                let child = base ^ label
                guard child < units.count, units[child] & 0x8000_00FF == UInt32(label), !seen[child] else { continue }
                seen[child] = true
                open.append(child)
            }
        }
        self.growth = growth
    }

    private static func offset(_ unit: UInt32) -> Int { Int((unit >> 10) << ((unit & 0x200) >> 6)) }

    /// A rule that a text follows at a place: how many bytes it takes, and where what it writes begins.
    struct Match {
        let length: Int
        fileprivate let start: Int
    }

    /// The longest rule for a text at a place, as SentencePiece looks for it, or the shortest, as `tokenizers` does.
    @inline(__always)
    func match(in text: [UInt8], from start: Int, to end: Int, shortest: Bool = false) -> Match? {
        var place = Self.offset(units[0])
        var best: Match?
        for position in start..<end {
            let byte = text[position]
            place ^= Int(byte)
            guard byte != 0, place < units.count else { break }
            let unit = units[place]
            guard unit & 0x8000_00FF == UInt32(byte) else { break }
            place ^= Self.offset(unit)
            guard place < units.count else { break }
            if unit & 0x100 != 0 {
                best = Match(length: position + 1 - start, start: Int(units[place] & 0x7FFF_FFFF))
                if shortest { break }
            }
        }
        return best
    }

    /// Writes what a rule writes.
    @inline(__always)
    func write(_ match: Match, to result: inout [UInt8]) {
        var place = match.start
        while place < replacements.count, replacements[place] != 0 {
            result.append(replacements[place])
            place += 1
        }
    }

    /// A text under all rules, as the library `tokenizers` does it: grapheme by grapheme; one of less than six bytes as
    /// a whole where a rule begins it, any other character by character.
    func normalizedByGraphemes(_ text: [UInt8]) -> [UInt8] {
        var result: [UInt8] = []
        result.reserveCapacity(text.count + text.count / 4)
        func normalizeScalars(_ start: Int, _ end: Int) {
            var position = start
            while position < end {
                let next = min(end, position + UTF8Length.ofCharacter(text[position]))
                if let match = match(in: text, from: position, to: next, shortest: true) {
                    write(match, to: &result)
                } else {
                    result.append(contentsOf: text[position..<next])
                }
                position = next
            }
        }
        var start = 0
        for character in String(decoding: text, as: UTF8.self) {
            let end = min(text.count, start + character.utf8.count)
            if end - start < 6, let match = match(in: text, from: start, to: end, shortest: true) {
                write(match, to: &result)
            } else {
                normalizeScalars(start, end)
            }
            start = end
        }
        return result
    }
}

enum UTF8Length {
    /// How many bytes a character has that begins with a byte; one for what begins none.
    @inline(__always)
    static func ofCharacter(_ first: UInt8) -> Int {
        switch first {
        case 0xC0..<0xE0: 2
        case 0xE0..<0xF0: 3
        case 0xF0..<0xF8: 4
        default: 1
        }
    }
}
