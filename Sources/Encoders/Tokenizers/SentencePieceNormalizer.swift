/// Makes of a text what SentencePiece cuts into pieces: characters under the rules of the model, U+2581 for spaces.
struct SentencePieceNormalizer: Sendable {
    /// U+2581, which stands for a space.
    static let space: [UInt8] = [0xE2, 0x96, 0x81]

    var map: CharacterMap?
    /// Pieces that no rule changes.
    var fixed: ByteTrie?
    var addsSpace = true
    /// The space is added behind the text.
    var addsSpaceBehind = false
    var removesExtraSpaces = true
    var escapesSpaces = true

    /// A text under the rules.
    func normalized(_ text: [UInt8]) -> [UInt8] {
        var position = 0
        var part: [UInt8] = []
        if removesExtraSpaces {
            while position < text.count {
                let length = takePart(of: text, at: position, into: &part)
                guard part == [0x20] else { break }
                position += length
            }
        }
        guard position < text.count else { return [] }
        let space = escapesSpaces ? Self.space : [0x20]
        var result: [UInt8] = []
        result.reserveCapacity(text.count + text.count / 2)
        if addsSpace, !addsSpaceBehind { result += space }
        var isBehindSpace = removesExtraSpaces
        while position < text.count {
            position += takePart(of: text, at: position, into: &part)
            var kept = part[...]
            if isBehindSpace { kept = kept.drop { $0 == 0x20 } }
            if let last = kept.last {
                for byte in kept {
                    if byte == 0x20 { result.append(contentsOf: space) } else { result.append(byte) }
                }
                isBehindSpace = last == 0x20
            }
            if !removesExtraSpaces { isBehindSpace = false }
        }
        if removesExtraSpaces {
            while result.count >= space.count, result.suffix(space.count).elementsEqual(space) {
                result.removeLast(space.count)
            }
        }
        if addsSpace, addsSpaceBehind { result += space }
        return result
    }

    /// What the text at a place becomes; gives how many bytes of it.
    @inline(__always)
    private func takePart(of text: [UInt8], at position: Int, into part: inout [UInt8]) -> Int {
        part.removeAll(keepingCapacity: true)
        if let fixed, let piece = fixed.longest(in: text, at: position, end: text.count) {
            part.append(contentsOf: text[position..<piece.end])
            return piece.end - position
        }
        if let match = map?.match(in: text, from: position, to: text.count) {
            map?.write(match, to: &part)
            return match.length
        }
        let end = min(text.count, position + UTF8Length.ofCharacter(text[position]))
        part.append(contentsOf: text[position..<end])
        return end - position
    }
}
