/// Finds id and text in objects of JSON of which no member is a list or an object: most lines of messages.
///
/// It takes what ``JSONFields`` takes, without a value for each member; what it is not sure of it leaves to that.
struct FlatObjects: Sendable {
    private let idColumn: [UInt8]?
    private let textColumn: [UInt8]?
    private let hasNoID: Bool
    /// Names that are known as they are written, and what they are known for.
    private let known: [(name: [UInt8], id: Int?, text: Int?)]

    init(idColumn: String?, textColumn: String?) {
        self.idColumn = idColumn.map { Array($0.utf8) }
        self.textColumn = textColumn.map { Array($0.utf8) }
        hasNoID = idColumn == ColumnRole.none
        let names = Set(ColumnRole.idNames + ColumnRole.textNames)
        known = names.sorted().map { name in
            (Array(name.utf8), ColumnRole.idNames.firstIndex(of: name), ColumnRole.textNames.firstIndex(of: name))
        }
    }

    struct Found {
        /// Nil where no member holds one.
        var id: MessageLine.ID?
        var text: ArraySlice<UInt8>
    }

    /// What a member's value is, as bytes; strings between their quotes.
    private struct Value {
        let bytes: ArraySlice<UInt8>
        let isString: Bool
        var hasEscapes = false
    }

    /// - Parameter line: UTF-8, valid.
    /// - Returns: nil where ``JSONFields`` has to look.
    /// - Complexity: O(bytes).
    func message(in line: ArraySlice<UInt8>) -> Found? {
        line.withUnsafeBufferPointer { bytes in
            var scan = Scan(bytes: bytes, base: line.startIndex, line: line)
            return message(&scan)
        }
    }

    private func message(_ scan: inout Scan) -> Found? {
        guard scan.passes(UInt8(ascii: "{")) else { return nil }
        var id: (rank: Int, value: Value)?
        var text: (rank: Int, value: Value)?
        while true {
            guard let name = scan.string(), !name.hasEscapes, scan.passes(UInt8(ascii: ":")), let value = scan.value()
            else { return nil }
            guard let ranks = ranks(of: name.bytes) else { return nil }
            if let rank = ranks.id, value.holds, rank < id?.rank ?? .max { id = (rank, value.value) }
            if let rank = ranks.text, value.holds, rank < text?.rank ?? .max { text = (rank, value.value) }
            // The first member of a name is the one that a column means, whatever stands in it.
            if !value.holds, ranks.isChosen { return nil }
            if scan.passes(UInt8(ascii: ",")) { continue }
            guard scan.passes(UInt8(ascii: "}")), scan.isAtEnd else { return nil }
            break
        }
        guard let text, text.value.isString, let written = scan.unescaped(text.value) else { return nil }
        guard let id else { return idColumn == nil || hasNoID ? Found(id: nil, text: written) : nil }
        guard id.value.isString else {
            guard JSONNumber.isOne(id.value.bytes) else { return nil }
            return Found(id: .number(String(decoding: id.value.bytes, as: UTF8.self)), text: written)
        }
        guard let name = scan.unescaped(id.value) else { return nil }
        return Found(id: .text(String(decoding: name, as: UTF8.self)), text: written)
    }

    /// - Returns: nil for names that may be those of a known one in another spelling.
    private func ranks(of name: ArraySlice<UInt8>) -> (id: Int?, text: Int?, isChosen: Bool)? {
        var ranks: (id: Int?, text: Int?, isChosen: Bool) = (nil, nil, false)
        // A whole tweet may stand elsewhere than its cut text.
        if name.elementsEqual("full_text".utf8), textColumn == nil { return nil }
        var isPlain = true
        for byte in name where !(byte >= 0x61 && byte <= 0x7A || byte == 0x5F || byte >= 0x30 && byte <= 0x39) {
            isPlain = false
        }
        if idColumn == nil || textColumn == nil {
            guard isPlain else { return nil }
            if let place = known.first(where: { $0.name.elementsEqual(name) }) {
                ranks = (idColumn == nil ? place.id : nil, textColumn == nil ? place.text : nil, false)
            }
        }
        if let idColumn, !hasNoID, name.elementsEqual(idColumn) { (ranks.id, ranks.isChosen) = (0, true) }
        if let textColumn, name.elementsEqual(textColumn) { (ranks.text, ranks.isChosen) = (0, true) }
        return ranks
    }

    /// A place in a line.
    private struct Scan {
        let bytes: UnsafeBufferPointer<UInt8>
        /// Index of the first byte in the line.
        let base: Int
        let line: ArraySlice<UInt8>
        var position = 0

        var isAtEnd: Bool {
            mutating get {
                skipSpace()
                return position == bytes.count
            }
        }

        private mutating func skipSpace() {
            while position < bytes.count, bytes[position] == 0x20 || bytes[position] == 0x09 { position += 1 }
        }

        mutating func passes(_ byte: UInt8) -> Bool {
            skipSpace()
            guard position < bytes.count, bytes[position] == byte else { return false }
            position += 1
            return true
        }

        /// What stands between the quotes of a string at hand.
        mutating func string() -> Value? {
            guard passes(UInt8(ascii: "\"")) else { return nil }
            let start = position
            var hasEscapes = false
            while position < bytes.count {
                let byte = bytes[position]
                if byte == UInt8(ascii: "\"") {
                    position += 1
                    return Value(
                        bytes: line[base + start..<base + position - 1], isString: true, hasEscapes: hasEscapes)
                }
                if byte == UInt8(ascii: "\\") {
                    hasEscapes = true
                    position += 1
                } else if byte == 0x0D || byte == 0x0A {
                    return nil
                }
                position += 1
            }
            return nil
        }

        /// A string, a number, a truth value or null.
        mutating func value() -> (value: Value, holds: Bool)? {
            skipSpace()
            guard position < bytes.count else { return nil }
            let first = bytes[position]
            if first == UInt8(ascii: "\"") { return string().map { ($0, true) } }
            let start = position
            while position < bytes.count {
                let byte = bytes[position]
                let isPart =
                    byte >= 0x30 && byte <= 0x39 || byte >= 0x61 && byte <= 0x7A || byte == 0x2D || byte == 0x2B
                    || byte == 0x2E || byte == 0x45
                if !isPart { break }
                position += 1
            }
            let word = line[base + start..<base + position]
            if word.elementsEqual("null".utf8) { return (Value(bytes: word, isString: false), false) }
            let isTruth = word.elementsEqual("true".utf8) || word.elementsEqual("false".utf8)
            return isTruth || JSONNumber.isOne(word) ? (Value(bytes: word, isString: false), true) : nil
        }

        /// The characters of a string; nil where an escape is none.
        func unescaped(_ value: Value) -> ArraySlice<UInt8>? {
            guard value.hasEscapes else { return value.bytes }
            var content: [UInt8] = []
            content.reserveCapacity(value.bytes.count)
            var place = value.bytes.startIndex
            let end = value.bytes.endIndex
            while place < end {
                let byte = line[place]
                guard byte == UInt8(ascii: "\\") else {
                    content.append(byte)
                    place += 1
                    continue
                }
                guard place + 1 < end else { return nil }
                place += 2
                switch line[place - 1] {
                case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): content.append(line[place - 1])
                case UInt8(ascii: "b"): content.append(0x08)
                case UInt8(ascii: "f"): content.append(0x0C)
                case UInt8(ascii: "n"): content.append(0x0A)
                case UInt8(ascii: "r"): content.append(0x0D)
                case UInt8(ascii: "t"): content.append(0x09)
                case UInt8(ascii: "u"):
                    guard var code = unit(at: place, before: end) else { return nil }
                    place += 4
                    if (0xD800..<0xDC00).contains(code) {
                        guard place + 2 <= end, line[place] == UInt8(ascii: "\\"),
                            line[place + 1] == UInt8(ascii: "u"), let second = unit(at: place + 2, before: end),
                            (0xDC00..<0xE000).contains(second)
                        else { return nil }
                        code = 0x10000 + (code - 0xD800) << 10 + (second - 0xDC00)
                        place += 6
                    }
                    guard let scalar = Unicode.Scalar(code) else { return nil }
                    content.append(contentsOf: UTF8.encode(scalar).map { Array($0) } ?? [])
                default: return nil
                }
            }
            return content[...]
        }

        private func unit(at place: Int, before end: Int) -> UInt32? {
            guard place + 4 <= end else { return nil }
            var unit: UInt32 = 0
            for byte in line[place..<place + 4] {
                switch byte {
                case 0x30...0x39: unit = unit << 4 | UInt32(byte - 0x30)
                case 0x41...0x46: unit = unit << 4 | UInt32(byte - 0x37)
                case 0x61...0x66: unit = unit << 4 | UInt32(byte - 0x57)
                default: return nil
                }
            }
            return unit
        }
    }
}
