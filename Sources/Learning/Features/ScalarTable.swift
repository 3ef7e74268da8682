/// What a tokenizer asks of scalars, looked up: a page of 256 is filled when one of its scalars comes for the first time.
///
/// Most of the time that a ``Tokenizer`` takes goes to the properties of scalars, and few scalars make nearly all texts.
struct ScalarTable: Sendable {
    /// A scalar as the tokenizer takes it, in small letters where words are tokens, with what it is.
    struct Unit: Sendable, Hashable {
        let bits: UInt32

        static let word: UInt32 = 1 << 21
        static let digit: UInt32 = 1 << 22
        /// White space; of words as they stand between it, all that separates them.
        static let space: UInt32 = 1 << 23
        static let unspaced: UInt32 = 1 << 24
        static let sign: UInt32 = 1 << 25
        static let apostrophe: UInt32 = 1 << 26
        /// More than one scalar in small letters, which stand in no table.
        static let several: UInt32 = 1 << 27

        var value: UInt32 { bits & 0x1F_FFFF }

        @inline(__always) func has(_ property: UInt32) -> Bool { bits & property != 0 }
    }

    private let words: FeatureSettings.Words
    /// By the scalar without its last eight bits, where its page begins; 0 for none yet.
    private var pages: [Int32]
    private var units: [Unit]

    init(words: FeatureSettings.Words) {
        self.words = words
        pages = Array(repeating: 0, count: 0x1100)
        units = []
        fillPage(0)
    }

    /// Writes what a scalar is from a place on.
    ///
    /// - Returns: the place behind it.
    /// - Complexity: O(1), but for the first scalar of a page.
    private mutating func write(_ scalar: UInt32, to text: inout [Unit], at place: Int) -> Int {
        let page = Int(scalar >> 8)
        if page > 0, pages[page] == 0 { fillPage(page) }
        let paged = units[Int(pages[page]) + Int(scalar & 0xFF)]
        guard paged.has(Unit.several), let scalar = Unicode.Scalar(scalar) else {
            text[place] = paged
            return place + 1
        }
        var place = place
        for lowered in scalar.properties.lowercaseMapping.unicodeScalars {
            text[place] = unit(of: lowered)
            place += 1
        }
        return place
    }

    private mutating func fillPage(_ page: Int) {
        pages[page] = Int32(units.count)
        for low in 0..<UInt32(256) {
            // Halves of pairs stand in no text.
            guard let scalar = Unicode.Scalar(UInt32(page) << 8 | low) else {
                units.append(Unit(bits: 0))
                continue
            }
            let lowered = scalar.properties.lowercaseMapping.unicodeScalars
            if words == .spaced {
                units.append(unit(of: scalar))
            } else if let first = lowered.first, lowered.count == 1 {
                units.append(unit(of: first))
            } else {
                units.append(Unit(bits: scalar.value | Unit.several))
            }
        }
    }

    /// A scalar in small letters already.
    private func unit(of scalar: Unicode.Scalar) -> Unit {
        let isSpace = words == .spaced ? Tokenizer.isSeparator(scalar) : scalar.properties.isWhitespace
        return Unit(
            bits: scalar.value | (Tokenizer.isWord(scalar) ? Unit.word : 0)
                | (Tokenizer.isDigit(scalar) ? Unit.digit : 0) | (isSpace ? Unit.space : 0)
                | (Tokenizer.isUnspaced(scalar) ? Unit.unspaced : 0)
                | (scalar == "!" || scalar == "?" || Tokenizer.isEmoji(scalar) ? Unit.sign : 0)
                | (scalar == "'" || scalar == "’" ? Unit.apostrophe : 0))
    }

    /// The units of a text.
    ///
    /// - Parameters:
    ///   - bytes: UTF-8, valid.
    ///   - text: where they are put, from the beginning on; it grows where it has too little room.
    /// - Returns: how many there are.
    /// - Complexity: O(bytes).
    mutating func read(_ bytes: UnsafeBufferPointer<UInt8>, into text: inout [Unit]) -> Int {
        // In small letters two bytes are three scalars at most.
        if text.count < 2 * bytes.count { text = Array(repeating: Unit(bits: 0), count: 2 * bytes.count) }
        var (position, end) = (0, 0)
        while true {
            text.withUnsafeMutableBufferPointer { text in
                units.withUnsafeBufferPointer { units in
                    while position < bytes.count, bytes[position] < 0x80 {
                        text[end] = units[Int(bytes[position])]
                        position += 1
                        end += 1
                    }
                }
            }
            guard position < bytes.count else { return end }
            let first = bytes[position]
            let length = first < 0xE0 ? 2 : first < 0xF0 ? 3 : 4
            precondition(position + length <= bytes.count, "bytes that are not UTF-8")
            var scalar = UInt32(first) & (0x7F >> UInt32(length))
            for place in position + 1..<position + length { scalar = scalar << 6 | UInt32(bytes[place] & 0x3F) }
            end = write(scalar, to: &text, at: end)
            position += length
        }
    }
}
