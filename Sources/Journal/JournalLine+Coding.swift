import Foundation

/// What is wrong with a line of a journal.
public struct LineDamage: Error, Hashable, CustomStringConvertible {
    /// What was found and what was expected.
    public let description: String

    init(_ description: String) {
        self.description = description
    }
}

extension JournalLine {
    /// The line as the file holds it, with its checksum and line end.
    public var encoded: [UInt8] {
        var text = "{\"v\":1,\"seq\":\(sequence),\"at\":\"\(at)\",\"type\":\"\(event.type)\""
        for (name, value) in event.members { text += ",\"\(name)\":\(value)" }
        return Array("\(text),\"crc\":\"\(CRC32C.text(text.utf8))\"}\n".utf8)
    }

    /// Reads a line, given without its line end.
    ///
    /// A line without a checksum is taken; one with a wrong checksum is not.
    public init(decoding bytes: ArraySlice<UInt8>) throws(LineDamage) {
        let isChecked = try Self.verifyChecksum(bytes)
        let parsed = try? JSONSerialization.jsonObject(with: Data(bytes))
        guard let object = parsed as? [String: Any] else { throw LineDamage("found no JSON object") }
        guard String(validating: bytes, as: UTF8.self) != nil else {
            throw LineDamage("found bytes that are not UTF-8")
        }
        let members = Members(object)
        guard let version = members.integer("v") else { throw LineDamage("found no version 'v'") }
        guard let sequence = members.integer("seq"), sequence >= 0 else { throw LineDamage("found no sequence 'seq'") }
        guard let at = members.text("at").flatMap(Timestamp.init) else {
            throw LineDamage("found no time 'at' of the form 2026-11-24T10:00:00.123Z")
        }
        guard let type = members.text("type") else { throw LineDamage("found no 'type'") }
        let event = try members.event(type, version: version)
        self.init(sequence: sequence, at: at, event: event, isChecked: isChecked)
    }

    /// - Returns: whether there is a checksum.
    private static func verifyChecksum(_ bytes: ArraySlice<UInt8>) throws(LineDamage) -> Bool {
        // `,"crc":"` + eight digits + `"}` are the last eighteen bytes.
        let mark = Array(",\"crc\":\"".utf8)
        let tail = bytes.suffix(18)
        if tail.count == 18, tail.prefix(8).elementsEqual(mark), tail.suffix(2).elementsEqual(Array("\"}".utf8)) {
            let body = bytes.dropLast(18)
            let found = String(decoding: tail.dropFirst(8).prefix(8), as: UTF8.self)
            let expected = CRC32C.text(body)
            guard found == expected else {
                throw LineDamage("found checksum \(found), the line's bytes give \(expected)")
            }
            return true
        }
        // A checksum that is not where we put it: the end of the line was changed.
        let text = String(decoding: bytes, as: UTF8.self)
        if text.contains("\"crc\"") { throw LineDamage("found a checksum that is not at the end of the line") }
        return false
    }
}

extension JournalEvent {
    var type: String {
        switch self {
        case .session: "session"
        case .label: "label"
        case .undo: "undo"
        case .skip: "skip"
        case .unskip: "unskip"
        case .note: "note"
        case .flag: "flag"
        case .strategy: "strategy"
        case .round: "round"
        }
    }

    /// Names and JSON values in the order of the format.
    var members: [(String, String)] {
        func number(_ name: String, _ value: Double?) -> [(String, String)] {
            value.flatMap { $0.isFinite ? [(name, "\($0)")] : nil } ?? []
        }
        /// A figure and the ends of its interval.
        func figure(_ name: String, _ value: Double?, _ event: RoundEvent) -> [(String, String)] {
            let interval = event.intervals[name]
            return number(name, value) + number("\(name)_low", interval?.lowerBound)
                + number("\(name)_high", interval?.upperBound)
        }
        switch self {
        case .session(let event):
            var members = [
                ("tool", quoted(event.tool)), ("task", quoted(event.task)),
                ("labels", "[" + event.labels.map(quoted).joined(separator: ",") + "]"),
                ("pool", "{\"count\":\(event.poolCount),\"digest\":\(quoted(event.poolDigest))}"),
                ("seed", "\(event.seed)"), ("annotator", quoted(event.annotator)),
            ]
            if let transfer = event.transfer { members.append(("transfer", object(transfer))) }
            return members
        case .label(let event):
            return [
                ("id", quoted(event.id)), ("label", quoted(event.label)), ("set", quoted(event.set.rawValue)),
                ("round", "\(event.round)"), ("strategy", quoted(event.strategy)),
            ] + number("score", event.score) + (event.ms.map { [("ms", "\($0)")] } ?? [])
                + (event.isRepeat ? [("repeat", "true")] : [])
        case .undo(let sequence): return [("of", "\(sequence)")]
        case .skip(let id, let round): return [("id", quoted(id)), ("round", "\(round)")]
        case .unskip(let id): return [("id", quoted(id))]
        case .flag(let id, let isSet): return [("id", quoted(id)), ("set", "\(isSet)")]
        case .note(let id, let text): return [("id", quoted(id)), ("text", quoted(text))]
        case .strategy(let recipe): return [("recipe", quoted(recipe))]
        case .round(let event):
            return [
                ("round", "\(event.round)"), ("through", "\(event.through)"), ("training", "\(event.training)"),
                ("evaluation", "\(event.evaluation)"),
            ] + figure("f1", event.f1, event) + figure("auc", event.auc, event)
                + figure("ap", event.averagePrecision, event) + number("seconds", event.seconds)
        }
    }

    private func object(_ transfer: TransferOrigin) -> String {
        "{\"task\":\(quoted(transfer.task)),\"labels\":\(transfer.labels),\"digest\":\(quoted(transfer.digest)),"
            + "\"rate\":\(transfer.rate)}"
    }

    private func quoted(_ text: String) -> String {
        var result = "\""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"": result += "\\\""
            case "\\": result += "\\\\"
            case "\n": result += "\\n"
            case "\r": result += "\\r"
            case "\t": result += "\\t"
            default:
                if scalar.value < 0x20 || scalar.value == 0x7F || scalar.value == 0x2028 || scalar.value == 0x2029 {
                    let digits = String(scalar.value, radix: 16)
                    result += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
                } else {
                    result.unicodeScalars.append(scalar)
                }
            }
        }
        return result + "\""
    }
}

/// The members of a parsed line, each asked for by name and type.
private struct Members {
    private let object: [String: Any]

    init(_ object: [String: Any]) {
        self.object = object
    }

    func text(_ name: String) -> String? { object[name] as? String }
    func double(_ name: String) -> Double? { (object[name] as? NSNumber)?.doubleValue }

    func integer(_ name: String) -> Int? {
        guard let number = object[name] as? NSNumber else { return nil }
        return Int(exactly: number.doubleValue).flatMap { _ in number.intValue }
    }

    func event(_ type: String, version: Int) throws(LineDamage) -> JournalEvent {
        func need<Value>(_ name: String, _ value: Value?) throws(LineDamage) -> Value {
            guard let value else { throw LineDamage("found a '\(type)' line without a proper '\(name)'") }
            return value
        }
        switch type {
        case "session":
            let pool = Members(try need("pool", object["pool"] as? [String: Any]))
            var transfer: TransferOrigin?
            if let origin = object["transfer"] {
                let members = Members(try need("transfer", origin as? [String: Any]))
                transfer = TransferOrigin(
                    task: try need("transfer.task", members.text("task")),
                    labels: try need("transfer.labels", members.integer("labels")),
                    digest: try need("transfer.digest", members.text("digest")),
                    rate: try need("transfer.rate", members.double("rate")))
            }
            return .session(
                SessionEvent(
                    tool: try need("tool", text("tool")), task: try need("task", text("task")),
                    labels: try need("labels", object["labels"] as? [String]),
                    poolCount: try need("pool.count", pool.integer("count")),
                    poolDigest: try need("pool.digest", pool.text("digest")),
                    seed: try need("seed", (object["seed"] as? NSNumber)?.uint64Value),
                    annotator: text("annotator") ?? "", transfer: transfer))
        case "label":
            return .label(
                LabelEvent(
                    id: try need("id", text("id")), label: try need("label", text("label")),
                    set: try need("set", text("set").flatMap(LabelledSetName.init)), round: integer("round") ?? 0,
                    strategy: text("strategy") ?? "", score: double("score"), ms: integer("ms"),
                    isRepeat: object["repeat"] as? Bool ?? false))
        case "undo": return .undo(of: try need("of", integer("of")))
        case "skip": return .skip(id: try need("id", text("id")), round: integer("round") ?? 0)
        case "unskip": return .unskip(id: try need("id", text("id")))
        case "flag": return .flag(id: try need("id", text("id")), isSet: try need("set", object["set"] as? Bool))
        case "note": return .note(id: try need("id", text("id")), text: try need("text", text("text")))
        case "strategy": return .strategy(recipe: try need("recipe", text("recipe")))
        case "round":
            var intervals: [String: ClosedRange<Double>] = [:]
            for name in ["f1", "auc", "ap"] {
                if let low = double("\(name)_low"), let high = double("\(name)_high"), low <= high {
                    intervals[name] = low...high
                }
            }
            return .round(
                RoundEvent(
                    round: try need("round", integer("round")), through: try need("through", integer("through")),
                    training: integer("training") ?? 0, evaluation: integer("evaluation") ?? 0, f1: double("f1"),
                    auc: double("auc"), averagePrecision: double("ap"), intervals: intervals,
                    seconds: double("seconds") ?? 0))
        default:
            throw LineDamage(
                "found type '\(type)' (version \(version)), which this program does not know; "
                    + "a newer tocsin wrote it: use that one")
        }
    }
}
