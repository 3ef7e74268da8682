import Notation

extension JournalLine {
    /// The line as the file holds it, with its checksum and line end.
    public var encoded: [UInt8] {
        var text = "{\"v\":1,\"seq\":\(sequence),\"at\":\"\(at)\",\"type\":\"\(event.type)\""
        for (name, value) in event.members { text += ",\"\(name)\":\(value)" }
        return Self.closed(text)
    }
}

extension JournalLine {
    /// A line's bytes from its text before the checksum.
    static func closed(_ text: String) -> [UInt8] {
        var text = text
        let checksum = text.withUTF8 { CRC32C.checksum($0) }
        return Array("\(text),\"crc\":\"\(CRC32C.text(checksum))\"}\n".utf8)
    }
}

extension JournalEvent {
    var type: String {
        switch self {
        case .session: "session"
        case .label: "label"
        case .undo: "undo"
        case .unlabel: "unlabel"
        case .skip: "skip"
        case .unskip: "unskip"
        case .note: "note"
        case .flag: "flag"
        case .strategy: "strategy"
        case .queue: "queue"
        case .round: "round"
        case .lost: "lost"
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
            if let given = event.given {
                for (name, set) in [("training", given.training), ("evaluation", given.evaluation)] {
                    guard let set else { continue }
                    members.append((name, "{\"count\":\(set.count),\"digest\":\(quoted(set.digest))}"))
                }
                if given == GivenSets() { members.append(("given", quoted(GivenSets.none))) }
            }
            if let transfer = event.transfer { members.append(("transfer", object(transfer))) }
            if !event.chosen.isEmpty { members.append(("settings", object(event.chosen))) }
            return members
        case .label(let event):
            return [
                ("id", quoted(event.id)), ("label", quoted(event.label)), ("set", quoted(event.set.rawValue)),
                ("round", "\(event.round)"), ("strategy", quoted(event.strategy)),
            ] + number("score", event.score) + (event.ms.map { [("ms", "\($0)")] } ?? [])
                + (event.isRepeat ? [("repeat", "true")] : []) + (event.with.map { [("with", "\($0)")] } ?? [])
        case .undo(let sequence): return [("of", "\(sequence)")]
        case .unlabel(let id, let sequence): return [("id", quoted(id)), ("of", "\(sequence)")]
        case .skip(let id, let round): return [("id", quoted(id)), ("round", "\(round)")]
        case .unskip(let id): return [("id", quoted(id))]
        case .flag(let id, let isSet): return [("id", quoted(id)), ("set", "\(isSet)")]
        case .note(let id, let text): return [("id", quoted(id)), ("text", quoted(text))]
        case .strategy(let recipe, let keepsQueue):
            return [("recipe", quoted(recipe))] + (keepsQueue ? [("keeps", "true")] : [])
        case .queue(let recipe, let candidates):
            return [("recipe", quoted(recipe)), ("candidates", "\(candidates)")]
        case .lost(let reason): return [("reason", quoted(reason))]
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
            + "\"rate\":\(transfer.rate)\(transfer.through.map { ",\"through\":\($0)" } ?? "")}"
    }

    private func object(_ chosen: ChosenSettings) -> String {
        let members = [
            chosen.evaluationItems.map { "\"evaluation_items\":\($0)" },
            chosen.seedItems.map { "\"seed_items\":\($0)" }, chosen.round.map { "\"round\":\($0)" },
            chosen.ranked.map { "\"ranked\":\($0)" },
            chosen.repeatShare.flatMap { $0.isFinite ? "\"repeat\":\($0)" : nil },
            chosen.preset.map { "\"preset\":\(quoted($0))" },
        ]
        return "{" + members.compactMap { $0 }.joined(separator: ",") + "}"
    }

    private func quoted(_ text: String) -> String { JSONText.quoted(text) }
}
