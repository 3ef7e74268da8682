/// Messages as a ``MessagePool`` holds them, packed where they are read: on any thread, to be added in their order later.
struct PackedMessages: Sendable {
    /// Of each message its id, if it has one of its own, its text and its fields, each behind its length.
    private(set) var bytes: [UInt8] = []

    /// Where a message stands in ``bytes``.
    struct Place: Sendable {
        /// What is in its id; nil where it has none of its own.
        let id: Range<Int>?
        /// What is in its text, its entities decoded; nil where there is nothing but whitespace.
        let text: Range<Int>?
        /// From the length of its text to the end of its last field.
        let rest: Range<Int>
    }

    /// Adds a message: id, text and fields, one after the other; a text as it stands in the file.
    ///
    /// - Parameters:
    ///   - hasID: whether it has an id of its own.
    ///   - fieldCount: how many fields there are.
    ///   - isValid: whether all is UTF-8; what is not is put right here as in all texts.
    ///   - piece: calls its second argument with the bytes of a piece: 0 is the id, 1 the text, 2 the first field.
    /// - Complexity: O(bytes).
    mutating func append(
        hasID: Bool, fieldCount: Int, isValid: Bool, _ piece: (Int, (UnsafeBufferPointer<UInt8>) -> Void) -> Void
    ) -> Place {
        var (id, text): (Range<Int>?, Range<Int>?)
        if hasID { piece(0) { id = store($0, isValid) } }
        let start = bytes.count
        piece(1) { text = storeText($0, isValid) }
        for field in 0..<fieldCount { piece(2 + field) { _ = store($0, isValid) } }
        return Place(id: id, text: text, rest: start..<bytes.count)
    }

    /// - Returns: where the content is.
    private mutating func store(_ piece: UnsafeBufferPointer<UInt8>, _ isValid: Bool) -> Range<Int> {
        guard isValid else {
            var text = String(decoding: piece, as: UTF8.self)
            return text.withUTF8 { bytes.appendPiece($0) }
        }
        return bytes.appendPiece(piece)
    }

    /// - Returns: where the content is; nil where it is nothing but whitespace.
    private mutating func storeText(_ piece: UnsafeBufferPointer<UInt8>, _ isValid: Bool) -> Range<Int>? {
        // Nearly always the first byte tells that there is something.
        if isValid, let first = piece.first, first > 0x20, first < 0x7F {
            guard piece.contains(UInt8(ascii: "&")) else { return bytes.appendPiece(piece) }
            if let decoded = Entities.decoded(piece) {
                return decoded.withUnsafeBufferPointer { bytes.appendPiece($0) }
            }
        }
        guard var text = TakenText(String(decoding: piece, as: UTF8.self)).decoded else { return nil }
        return text.withUTF8 { bytes.appendPiece($0) }
    }
}

extension [UInt8] {
    /// Adds a piece behind its length (LEB128: seven bits a byte, the lowest first, the eighth set where more follow).
    ///
    /// - Returns: where the piece is.
    @discardableResult
    mutating func appendPiece(_ piece: UnsafeBufferPointer<UInt8>) -> Range<Int> {
        var length = piece.count
        while length > 0x7F {
            append(UInt8(truncatingIfNeeded: length) | 0x80)
            length >>= 7
        }
        append(UInt8(length))
        let start = count
        append(contentsOf: piece)
        return start..<count
    }
}
