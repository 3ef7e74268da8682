import Notation

/// The start of the program on this journal.
public struct SessionEvent: Sendable, Hashable {
    /// Version of the program.
    public var tool: String
    /// Name of the task.
    public var task: String
    /// Label names in the order of their indices.
    public var labels: [String]
    /// Whether a message can have several labels.
    public var isSeveral: Bool
    /// Keys of the labels, in the same order; empty where the line does not say.
    public var keys: [String]
    /// Colours of the labels, likewise, each empty for none.
    public var colors: [String]
    /// Former names of the labels as the task's file had them, likewise.
    public var was: [[String]]
    /// The messages to label.
    public var pool: PoolOrigin
    /// What every order drawn at random begins from.
    public var seed: UInt64
    /// Who labels.
    public var annotator: String
    /// The task whose hidden layer the models start from; nil where they start from nothing.
    public var transfer: TransferOrigin?
    /// Labelled messages that the session was given; nil where nobody wrote them down.
    public var given: GivenSets?
    /// The encoder whose vectors rounds may learn from; nil for words alone.
    public var encoder: EncoderOrigin?
    /// What holds from here on, unless a later session says otherwise.
    public var chosen: ChosenSettings
    /// Lines of others that were read as it began; see ``SeenEvent``.
    public var seen: SeenLines

    public init(
        tool: String, task: String, labels: [String], poolCount: Int, poolDigest: String, poolFile: String? = nil,
        poolRows: String? = nil, seed: UInt64, annotator: String, transfer: TransferOrigin? = nil,
        given: GivenSets? = nil, encoder: EncoderOrigin? = nil, chosen: ChosenSettings = ChosenSettings(),
        keys: [String] = [], colors: [String] = [], was: [[String]] = [], seen: SeenLines = [:],
        isSeveral: Bool = false
    ) {
        self.isSeveral = isSeveral
        self.seen = seen
        self.keys = keys
        self.colors = colors
        self.was = was
        self.given = given
        self.encoder = encoder
        self.chosen = chosen
        self.transfer = transfer
        self.tool = tool
        self.task = task
        self.labels = labels
        pool = PoolOrigin(file: poolFile, count: poolCount, digest: poolDigest, rows: poolRows)
        self.seed = seed
        self.annotator = annotator
    }

    /// How many messages there are to label.
    public var poolCount: Int {
        get { pool.count }
        set { pool.count = newValue }
    }
    /// Tells one set of messages from another.
    public var poolDigest: String {
        get { pool.digest }
        set { pool.digest = newValue }
    }

    /// In words, what keeps this journal from being used as if it had been started with `other`; empty when nothing.
    public func differences(to other: SessionEvent) -> [String] {
        var found: [String] = []
        if task != other.task { found.append("the journal's task is '\(task)', this one's is '\(other.task)'") }
        if labels != other.labels {
            found.append(
                "the journal's labels are \(labels.joined(separator: ", ")), "
                    + "the scheme's are \(other.labels.joined(separator: ", "))")
        }
        if isSeveral != other.isSeveral {
            found.append(
                isSeveral
                    ? "the journal's task takes several labels a message, this one takes one"
                    : "the journal's task takes one label a message, this one takes several; begin another with --journal, and "
                        + "take the labels along with --training")
        }
        if poolCount != other.poolCount || poolDigest != other.poolDigest {
            found.append(
                "the journal was made for \(CountText.text(poolCount, "message")) (digest \(poolDigest)), "
                    + "these are \(other.poolCount) (digest \(other.poolDigest))")
        }
        if seed != other.seed {
            found.append("the journal's seed is \(seed), the one asked for is \(other.seed)")
        }
        if let difference = transferDifference(to: other) { found.append(difference) }
        return found
    }

    private func transferDifference(to other: SessionEvent) -> String? {
        func words(_ origin: TransferOrigin) -> String {
            "from the task '\(origin.task)' with \(CountText.text(origin.labels, "label")) (digest \(origin.digest), "
                + (origin.rate.map { "rate \($0))" } ?? "kept)")
        }
        switch (transfer, other.transfer) {
        case (nil, nil): return nil
        case (let own?, nil):
            return "the journal's models start \(words(own)); name that task's journal, or its labelled messages, with "
                + "--transfer-from"
        case (nil, let others?):
            return "the journal's models start from no other task, these \(words(others)); leave out --transfer-from"
        case (let own?, let others?):
            guard !own.agrees(with: others) else { return nil }
            return "the journal's models start \(words(own)), these \(words(others)); give the --transfer-from and "
                + "--transfer-rate that it was begun with"
        }
    }
}

extension SessionEvent: EventPayload {
    static let kind = EventKind.session

    var members: MemberList {
        var list = MemberList()
        list.add("tool", tool)
        list.add("task", task)
        list.add("labels", labels)
        list.add("several", isSeveral ? true : nil)
        if !keys.isEmpty { list.add("keys", keys) }
        if !colors.isEmpty { list.add("colors", colors) }
        if !was.isEmpty { list.add("was", was) }
        var messages = MemberList()
        pool.add(to: &messages)
        list.add("pool", messages)
        list.add("seed", seed)
        list.add("annotator", annotator)
        given?.add(to: &list)
        list.add("transfer", transfer?.members)
        list.add("encoder", encoder?.members)
        if !chosen.isEmpty { list.add("settings", chosen.members) }
        list.add("seen", seen: seen)
        return list
    }

    init(_ members: JSONMembers) throws(LineDamage) {
        let pool = try PoolOrigin(try members.object("pool"))
        let transfer = try members.object(ifPresent: "transfer")
        let encoder = try members.object(ifPresent: "encoder")
        let settings = try members.object(ifPresent: "settings")
        self.init(
            tool: try members.required("tool"), task: try members.required("task"),
            labels: try members.required("labels"), poolCount: pool.count, poolDigest: pool.digest,
            poolFile: pool.file, poolRows: pool.rows, seed: try members.required("seed"),
            annotator: members["annotator"] ?? "",
            transfer: try transfer.map { (origin) throws(LineDamage) in try TransferOrigin(origin) },
            given: try GivenSets(ofSession: members),
            encoder: try encoder.map { (origin) throws(LineDamage) in try EncoderOrigin(origin) },
            chosen: settings.map { ChosenSettings($0) } ?? ChosenSettings())
        keys = members["keys"] ?? []
        colors = members["colors"] ?? []
        was = members["was"] ?? []
        isSeveral = members["several"] ?? false
        seen = members.seen("seen")
    }
}
