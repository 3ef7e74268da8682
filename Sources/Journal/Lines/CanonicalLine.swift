/// A line just as this program writes the most frequent events: fields in their order, no escapes, nothing more.
///
/// Thirty times as fast as the general way. Whatever looks different is left to it: a line that is understood here
/// means the same there. Only for lines whose checksum is right.
struct CanonicalLine {
    private let bytes: UnsafeBufferPointer<UInt8>
    private let format: JournalFormat
    private var position = 0

    init(_ bytes: UnsafeBufferPointer<UInt8>, format: JournalFormat) {
        self.bytes = bytes
        self.format = format
    }

    /// The line; nil when it has to be read the general way.
    mutating func parsed() -> JournalLine? {
        guard format == .one ? take("{\"v\":1,\"seq\":") : take("{\"v\":2,\"seq\":"), let sequence = integer(),
            take(",\"at\":\""), let at = time(),
            take("\",\"type\":\""), let event = event(), position == bytes.count - 18
        else { return nil }
        return JournalLine(sequence: sequence, at: at, event: event, isChecked: true)
    }

    private mutating func event() -> JournalEvent? {
        if take("label\"") { return LabelEvent(&self).map { .label($0) } }
        if take("undo\"") { return UndoEvent(&self).map { .undo($0) } }
        if take("round\"") { return RoundEvent(&self).map { .round($0) } }
        if take("skip\"") { return SkipEvent(&self).map { .skip($0) } }
        return nil
    }

    /// Goes past a text, where it is what comes next.
    mutating func take(_ literal: StaticString) -> Bool {
        let count = literal.utf8CodeUnitCount
        guard position + count <= bytes.count else { return false }
        let start = literal.utf8Start
        for offset in 0..<count where bytes[position + offset] != start[offset] { return false }
        position += count
        return true
    }

    /// Digits, without a leading zero, as many as surely fit.
    mutating func integer() -> Int? {
        let start = position
        var value = 0
        while position < bytes.count, bytes[position] >= 0x30, bytes[position] <= 0x39 {
            value = value * 10 + Int(bytes[position] - 0x30)
            position += 1
            if position - start > 15 { return nil }
        }
        return position == start || (bytes[start] == 0x30 && position > start + 1) ? nil : value
    }

    /// Sixteen hexadecimal digits in lower case.
    mutating func hash() -> UInt64? {
        guard position + 16 <= bytes.count else { return nil }
        var value: UInt64 = 0
        for offset in 0..<16 {
            let byte = bytes[position + offset]
            let digit: UInt8
            switch byte {
            case 0x30...0x39: digit = byte - 0x30
            case 0x61...0x66: digit = byte - 0x57
            default: return nil
            }
            value = value << 4 | UInt64(digit)
        }
        position += 16
        return value
    }

    /// A decimal fraction such as `0.25`, as long as a number is written by this program; longer ones, which Foundation
    /// rounds in its own way, and exponents are left to the general way.
    mutating func number() -> Double? {
        let start = position
        guard integer() != nil, position < bytes.count, bytes[position] == UInt8(ascii: ".") else { return nil }
        position += 1
        let fraction = position
        while position < bytes.count, bytes[position] >= 0x30, bytes[position] <= 0x39 { position += 1 }
        guard position > fraction, position - fraction <= 17 else { return nil }
        return Double(Substring(String(decoding: bytes[start..<position], as: UTF8.self)))
    }

    private mutating func time() -> Timestamp? {
        guard position + 24 <= bytes.count else { return nil }
        defer { position += 24 }
        return Timestamp(UnsafeBufferPointer(rebasing: bytes[position..<position + 24]))
    }

    /// A quoted text without escapes and control characters.
    mutating func text() -> String? {
        guard position < bytes.count, bytes[position] == UInt8(ascii: "\"") else { return nil }
        let start = position + 1
        var end = start
        while end < bytes.count, bytes[end] != UInt8(ascii: "\"") {
            guard bytes[end] >= 0x20, bytes[end] != UInt8(ascii: "\\") else { return nil }
            end += 1
        }
        guard end < bytes.count else { return nil }
        position = end + 1
        return String(validating: bytes[start..<end], as: UTF8.self)
    }
}
