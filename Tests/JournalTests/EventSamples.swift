@testable import Journal

extension EventKind {
    /// Events of the kind: with everything that it may say, and with no more than it must. Those that point at a line point
    /// at line 1, which labels the message "1"; an end is the third line.
    var samples: (full: any EventPayload, bare: any EventPayload) {
        switch self {
        case .session:
            (
                SessionEvent(
                    tool: "0.2.0", task: "disaster", labels: ["not_related", "related"], poolCount: 3,
                    poolDigest: "00ff", poolFile: "pool.csv", poolRows: "0a1b", seed: .max, annotator: "amina",
                    transfer: TransferOrigin(task: "first", labels: 6, digest: "ab", rate: 0.25, through: 9),
                    given: GivenSets(
                        training: GivenSets.Content(count: 20, digest: "0123"),
                        evaluation: GivenSets.Content(count: 7, digest: "4567")),
                    encoder: EncoderOrigin(name: "use", digest: "89ab", kernel: "fma", weight: 1.5),
                    chosen: ChosenSettings(
                        evaluationItems: 7, seedItems: 0, round: 5, ranked: false, repeatShare: 0.05,
                        copies: true, spreadCopies: false, preset: "published", encoder: "none",
                        goal: 300, rest: 25),
                    keys: ["0", "1"], colors: ["", "red"], was: [[], ["help", "flood"]], seen: ["ben": 12]),
                SessionEvent(
                    tool: "", task: "disaster", labels: ["not_related", "related"], poolCount: 3, poolDigest: "00ff",
                    seed: 0, annotator: "")
            )
        case .messages:
            (
                MessagesEvent(
                    pool: PoolOrigin(file: "a \"pool\".csv", count: 4, digest: "00fe", rows: "0a1c"), added: 1,
                    gone: ["7", "\n"], changed: [MessagesEvent.Changed(id: "1", textHash: 0xab)]),
                MessagesEvent(pool: PoolOrigin(count: 3, digest: "00ff"))
            )
        case .label:
            (
                LabelEvent(
                    id: "a \"quoted\"\n\u{2028}id\u{FEFF}", label: "related", set: .evaluation, round: 2,
                    strategy: "atlas", score: -1.5e-9, ms: 900, isRepeat: true, with: 1,
                    isSpread: true, textHash: 0x0123_4567_89ab_cdef),
                LabelEvent(id: "2", label: "related", set: .training, round: 0, strategy: "")
            )
        case .undo: (UndoEvent(line: 1), UndoEvent(line: 1))
        case .unlabel: (UnlabelEvent(id: "1", line: 1, with: 1), UnlabelEvent(id: "1", line: 1))
        case .skip: (SkipEvent(id: "2", round: 3), SkipEvent(id: "2", round: 0))
        case .unskip: (UnskipEvent(id: "2"), UnskipEvent(id: ""))
        case .note:
            (
                NoteEvent(
                    id: "2", text: "ironisch? 🌊\0\u{1B}[2J\u{7F}\u{FEFF}\\",
                    answered: OtherLine(annotator: "ben", sequence: 12)), NoteEvent(id: "2", text: "")
            )
        case .flag: (FlagEvent(id: "2", isSet: true), FlagEvent(id: "2", isSet: false))
        case .strategy:
            (StrategyEvent(recipe: "atlas=15,random=5", keepsQueue: true), StrategyEvent(recipe: "random"))
        case .queue:
            (QueueEvent(recipe: "atlas=15,random=5", candidates: 1), QueueEvent(recipe: "random", candidates: 1))
        case .round:
            (
                RoundEvent(
                    round: 2, through: 1, training: 40, evaluation: 60, f1: 0.25, auc: 0.5, averagePrecision: 0.125,
                    intervals: ["f1": 0...0.5, "auc": 0.25...0.75, "ap": 0.0625...1], seconds: 0.5,
                    vectors: "89ab fma 1.5", seen: ["ben": 12]),
                RoundEvent(
                    round: 1, through: 1, training: 0, evaluation: 0, f1: nil, auc: nil, tooFew: ["f1", "ap"],
                    seconds: 0)
            )
        case .scheme:
            // Behind all of it the labels are those of before, so that journals with and without it go together.
            (
                SchemeEvent(changes: [
                    .add("related"), .rename("flood", to: "related"), .merge(["help", "aid"], to: "related"),
                    .split("rumour", into: ["related", "not_related"]), .retire("spam"), .key("related", key: "\""),
                    .color("related", color: "red"),
                ]), SchemeEvent(changes: [])
            )
        case .lost: (LostEvent(reason: "damaged"), LostEvent(reason: ""))
        case .end: (EndEvent(lines: 3), EndEvent(lines: 3))
        case .team:
            (
                TeamEvent(
                    revision: 2, lead: "ana", people: ["ana", "ben \"b\""],
                    joined: ["ana"], left: ["cem"], each: 2, overlap: 0.25, evaluationItems: 7,
                    seed: .max),
                TeamEvent(
                    revision: 1, lead: "", people: [], joined: [], each: 1, overlap: 0, evaluationItems: 0, seed: 0)
            )
        case .seen: (SeenEvent(seen: ["ben": 12]), SeenEvent(seen: [:]))
        case .claim: (ClaimEvent(ids: ["2", "\n"]), ClaimEvent(ids: []))
        case .release: (ReleaseEvent(ids: ["2", "\n"]), ReleaseEvent(ids: []))
        case .decide:
            (
                DecideEvent(
                    id: "2", label: "related",
                    over: [OtherLine(annotator: "ben", sequence: 12), OtherLine(annotator: "a\"", sequence: 0)],
                    reason: .guidelineGap, textHash: 0x0123_4567_89ab_cdef),
                DecideEvent(id: "2", label: "related", over: [])
            )
        case .reopen: (ReopenEvent(id: "2"), ReopenEvent(id: ""))
        }
    }

    /// What a line says of the full one, as the format has it: type, then fields in their order, sequences of other lines as
    /// `1`.
    var format: String {
        switch self {
        case .session:
            #""session","tool":"0.2.0","task":"disaster","labels":["not_related","related"],"#
                + #""keys":["0","1"],"colors":["","red"],"was":[[],["help","flood"]],"#
                + #""pool":{"file":"pool.csv","count":3,"digest":"00ff","rows":"0a1b"},"seed":18446744073709551615,"annotator":"amina","#
                + #""training":{"count":20,"digest":"0123"},"evaluation":{"count":7,"digest":"4567"},"#
                + #""transfer":{"task":"first","labels":6,"digest":"ab","rate":0.25,"through":9},"#
                + #""encoder":{"name":"use","digest":"89ab","kernel":"fma","weight":1.5},"#
                + #""settings":{"evaluation_items":7,"seed_items":0,"round":5,"ranked":false,"repeat":0.05,"#
                + #""copies":true,"spread_copies":false,"preset":"published","encoder":"none","goal":300,"rest":25},"#
                + #""seen":{"ben":12}"#
        case .messages:
            #""messages","file":"a \"pool\".csv","count":4,"digest":"00fe","rows":"0a1c","added":1,"gone":["7","\n"],"#
                + #""changed":["1"],"texts":["00000000000000ab"]"#
        case .label:
            #""label","id":"a \"quoted\"\n\u2028id\ufeff","label":"related","set":"evaluation","round":2,"#
                + #""strategy":"atlas","score":-1.5e-09,"ms":900,"repeat":true,"with":1,"spread":true,"#
                + #""text":"0123456789abcdef""#
        case .undo: #""undo","of":1"#
        case .unlabel: #""unlabel","id":"1","of":1,"with":1"#
        case .skip: #""skip","id":"2","round":3"#
        case .unskip: #""unskip","id":"2""#
        case .note: #""note","id":"2","text":"ironisch? 🌊\u0000\u001b[2J\u007f\ufeff\\","re":["ben",12]"#
        case .flag: #""flag","id":"2","set":true"#
        case .strategy: #""strategy","recipe":"atlas=15,random=5","keeps":true"#
        case .queue: #""queue","recipe":"atlas=15,random=5","candidates":1"#
        case .round:
            #""round","round":2,"through":1,"training":40,"evaluation":60,"f1":0.25,"f1_low":0.0,"f1_high":0.5,"#
                + #""auc":0.5,"auc_low":0.25,"auc_high":0.75,"ap":0.125,"ap_low":0.0625,"ap_high":1.0,"seconds":0.5,"#
                + #""vectors":"89ab fma 1.5","seen":{"ben":12}"#
        case .scheme:
            #""scheme","changes":[{"op":"add","label":"related"},{"op":"rename","label":"flood","to":"related"},"#
                + #"{"op":"merge","labels":["help","aid"],"to":"related"},"#
                + #"{"op":"split","label":"rumour","into":["related","not_related"]},{"op":"retire","label":"spam"},"#
                + #"{"op":"key","label":"related","key":"\""},{"op":"color","label":"related","color":"red"}]"#
        case .lost: #""lost","reason":"damaged""#
        case .end: #""end","lines":3"#
        case .team:
            #""team","revision":2,"lead":"ana","people":["ana","ben \"b\""],"joined":["ana"],"left":["cem"],"each":2,"overlap":0.25,"#
                + #""evaluation_items":7,"seed":18446744073709551615"#
        case .seen: #""seen","seen":{"ben":12}"#
        case .claim: #""claim","ids":["2","\n"]"#
        case .release: #""release","ids":["2","\n"]"#
        case .decide:
            #""decide","id":"2","label":"related","over":[["ben",12],["a\"",0]],"reason":"gap","text":"0123456789abcdef""#
        case .reopen: #""reopen","id":"2""#
        }
    }

    /// Names of the fields of a line of this kind that hold sequences of other lines, as the format has them.
    var pointers: Set<String> {
        switch self {
        case .undo: ["of"]
        case .unlabel: ["of", "with"]
        case .label: ["with"]
        case .queue: ["candidates"]
        case .round: ["through"]
        case .end: ["lines"]
        case .session, .messages, .skip, .unskip, .note, .flag, .strategy, .scheme, .lost, .team, .seen, .claim,
            .release,
            .decide, .reopen:
            []
        }
    }
}
