import Foundation

/// The members of a parsed line, each asked for by name and type.
struct Members {
    let object: [String: Any]

    /// As far as a JSON number is exact everywhere; sums of such numbers do not overflow either.
    static let largestInteger = 1 << 53

    init(_ object: [String: Any]) {
        self.object = object
    }

    func text(_ name: String) -> String? { object[name] as? String }
    func double(_ name: String) -> Double? { (object[name] as? NSNumber)?.doubleValue }

    func integer(_ name: String) -> Int? {
        guard let number = object[name] as? NSNumber, let value = Int(exactly: number.doubleValue),
            (-Self.largestInteger...Self.largestInteger).contains(value)
        else { return nil }
        return value
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
                    rate: try need("transfer.rate", members.double("rate")), through: members.integer("through"))
            }
            func content(_ name: String) throws(LineDamage) -> GivenSets.Content? {
                guard let set = object[name] else { return nil }
                let members = Members(try need(name, set as? [String: Any]))
                return GivenSets.Content(
                    count: try need("\(name).count", members.integer("count")),
                    digest: try need("\(name).digest", members.text("digest")))
            }
            let given = GivenSets(training: try content("training"), evaluation: try content("evaluation"))
            let saysGiven = given != GivenSets() || text("given") == GivenSets.none
            var chosen = ChosenSettings()
            if let settings = object["settings"] {
                let members = Members(try need("settings", settings as? [String: Any]))
                chosen = ChosenSettings(
                    evaluationItems: members.integer("evaluation_items"), seedItems: members.integer("seed_items"),
                    round: members.integer("round"), ranked: members.object["ranked"] as? Bool,
                    repeatShare: members.double("repeat"), preset: members.text("preset"))
            }
            return .session(
                SessionEvent(
                    tool: try need("tool", text("tool")), task: try need("task", text("task")),
                    labels: try need("labels", object["labels"] as? [String]),
                    poolCount: try need("pool.count", pool.integer("count")),
                    poolDigest: try need("pool.digest", pool.text("digest")),
                    seed: try need("seed", (object["seed"] as? NSNumber)?.uint64Value),
                    annotator: text("annotator") ?? "", transfer: transfer, given: saysGiven ? given : nil,
                    chosen: chosen))
        case "label":
            return .label(
                LabelEvent(
                    id: try need("id", text("id")), label: try need("label", text("label")),
                    set: try need("set", text("set").flatMap(LabelledSetName.init)), round: integer("round") ?? 0,
                    strategy: text("strategy") ?? "", score: double("score"), ms: integer("ms"),
                    isRepeat: object["repeat"] as? Bool ?? false, with: integer("with")))
        case "undo": return .undo(of: try need("of", integer("of")))
        case "unlabel": return .unlabel(id: try need("id", text("id")), of: try need("of", integer("of")))
        case "skip": return .skip(id: try need("id", text("id")), round: integer("round") ?? 0)
        case "unskip": return .unskip(id: try need("id", text("id")))
        case "flag": return .flag(id: try need("id", text("id")), isSet: try need("set", object["set"] as? Bool))
        case "note": return .note(id: try need("id", text("id")), text: try need("text", text("text")))
        case "lost": return .lost(reason: text("reason") ?? "")
        case "strategy":
            return .strategy(
                recipe: try need("recipe", text("recipe")), keepsQueue: object["keeps"] as? Bool ?? false)
        case "queue":
            return .queue(
                recipe: try need("recipe", text("recipe")), candidates: try need("candidates", integer("candidates")))
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
