/// A line just as this program writes labels, skips, undos and rounds: fields in their order, no escapes, nothing more.
///
/// Thirty times as fast as the general way. Whatever looks different is left to it: a line that is understood here
/// means the same there. Only for lines whose checksum is right.
struct OwnLine {
    private let bytes: UnsafeBufferPointer<UInt8>
    private var position = 0

    init(_ bytes: UnsafeBufferPointer<UInt8>) {
        self.bytes = bytes
    }

    /// The line; nil when it has to be read the general way.
    mutating func parsed() -> JournalLine? {
        guard take("{\"v\":1,\"seq\":"), let sequence = integer(), take(",\"at\":\""), let at = time(),
            take("\",\"type\":\""), let event = event(), position == bytes.count - 18
        else { return nil }
        return JournalLine(sequence: sequence, at: at, event: event, isChecked: true)
    }

    private mutating func event() -> JournalEvent? {
        if take("label\",\"id\":") { return label() }
        if take("undo\",\"of\":") { return integer().map { .undo(of: $0) } }
        if take("round\",\"round\":") { return round() }
        guard take("skip\",\"id\":"), let id = text(), take(",\"round\":"), let round = integer() else { return nil }
        return .skip(id: id, round: round)
    }

    private mutating func label() -> JournalEvent? {
        guard let id = text(), take(",\"label\":"), let label = text(), take(",\"set\":\"") else { return nil }
        let set: LabelledSetName
        if take("training\"") { set = .training } else if take("evaluation\"") { set = .evaluation } else { return nil }
        guard take(",\"round\":"), let round = integer(), take(",\"strategy\":"), let strategy = text() else {
            return nil
        }
        var event = LabelEvent(id: id, label: label, set: set, round: round, strategy: strategy)
        if take(",\"score\":") {
            guard let score = number() else { return nil }
            event.score = score
        }
        if take(",\"ms\":") {
            guard let ms = integer() else { return nil }
            event.ms = ms
        }
        return .label(event)
    }

    private mutating func round() -> JournalEvent? {
        guard let round = integer(), take(",\"through\":"), let through = integer(), take(",\"training\":"),
            let training = integer(), take(",\"evaluation\":"), let evaluation = integer()
        else { return nil }
        var event = RoundEvent(
            round: round, through: through, training: training, evaluation: evaluation, f1: nil, auc: nil, seconds: 0)
        event.f1 = figure("f1", ",\"f1", &event)
        event.auc = figure("auc", ",\"auc", &event)
        event.averagePrecision = figure("ap", ",\"ap", &event)
        guard take(",\"seconds\":"), let seconds = number() else { return nil }
        event.seconds = seconds
        return .round(event)
    }

    /// A figure and its interval; what is not as expected is left standing, and stops who comes after.
    private mutating func figure(_ name: String, _ start: StaticString, _ event: inout RoundEvent) -> Double? {
        let before = position
        guard take(start), take("\":"), let figure = number() else {
            position = before
            return nil
        }
        let behind = position
        if take(start), take("_low\":"), let low = number(), take(start), take("_high\":"), let high = number(),
            low <= high
        {
            event.intervals[name] = low...high
        } else {
            position = behind
        }
        return figure
    }

    private mutating func take(_ literal: StaticString) -> Bool {
        let count = literal.utf8CodeUnitCount
        guard position + count <= bytes.count else { return false }
        let start = literal.utf8Start
        for offset in 0..<count where bytes[position + offset] != start[offset] { return false }
        position += count
        return true
    }

    /// Digits, without a leading zero, as many as surely fit.
    private mutating func integer() -> Int? {
        let start = position
        var value = 0
        while position < bytes.count, bytes[position] >= 0x30, bytes[position] <= 0x39 {
            value = value * 10 + Int(bytes[position] - 0x30)
            position += 1
            if position - start > 15 { return nil }
        }
        return position == start || (bytes[start] == 0x30 && position > start + 1) ? nil : value
    }

    /// A decimal fraction such as `0.25`, as long as a number is written by this program; longer ones, which Foundation
    /// rounds in its own way, and exponents are left to the general way.
    private mutating func number() -> Double? {
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
    private mutating func text() -> String? {
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
