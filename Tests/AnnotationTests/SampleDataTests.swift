import Foundation
import Learning
import Messages
import Testing

@testable import Annotation

/// The files of a task under `sample-data`.
private struct SampleTask {
    let scheme: LabelScheme
    let messages, evaluation, training, gold: ReadMessages
    /// What the data sheet says of it.
    let sheet: String

    init(_ folder: String, fields: [String] = ["kind", "language"]) throws {
        let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent().appendingPathComponent(folder)
        let scheme = try LabelScheme(contentsOf: root.appendingPathComponent("task.yaml").path)
        func read(_ name: String) throws -> ReadMessages {
            try MessageReader(scheme: scheme).read(path: root.appendingPathComponent(name).path)
        }
        self.scheme = scheme
        messages = try read("messages.csv")
        evaluation = try read("evaluation.csv")
        training = try read("training.csv")
        gold = try read("gold.csv")
        sheet = try String(contentsOf: root.appendingPathComponent("README.md"), encoding: .utf8)
    }

    /// Texts of all messages with their labels, kinds and languages, in the order of `gold.csv`.
    var items: [(text: String, label: Int, kind: String, language: String)] {
        gold.pool.indices.map { index in
            let fields = Dictionary(
                uniqueKeysWithValues: gold.pool.fields(at: index).map { ($0.name, $0.value) })
            return (
                gold.pool.text(at: index), gold.answers[index]?.label ?? -1, fields["kind"] ?? "",
                fields["language"] ?? ""
            )
        }
    }
}

private let several = "sample-data/needs-several"
private let folders = ["sample-data", "sample-data/needs", several]

@Test("every message is in gold.csv, and in one of the three sets, with the same text and label", arguments: folders)
func sampleFilesAgree(folder: String) throws {
    let task = try SampleTask(folder)
    for read in [task.messages, task.evaluation, task.training, task.gold] { #expect(read.problemCount == 0) }
    #expect(task.evaluation.answers.allSatisfy { $0 != nil } && task.training.answers.allSatisfy { $0 != nil })
    #expect(task.messages.answers.allSatisfy { $0 == nil })
    #expect(task.gold.answers.allSatisfy { $0 != nil })
    var seen: Set<String> = []
    for read in [task.messages, task.evaluation, task.training] {
        for index in read.pool.indices {
            let id = read.pool.id(at: index)
            #expect(seen.insert(id).inserted, "\(id) stands in two sets")
            let inGold = try #require(task.gold.pool.index(ofID: id))
            #expect(task.gold.pool.text(at: inGold) == read.pool.text(at: index))
            if let label = read.answers[index] { #expect(task.gold.answers[inGold] == label) }
        }
    }
    #expect(seen.count == task.gold.pool.count)
}

@Test("the corpus is of the size, kinds, languages, lengths and share of related messages that its data sheet states")
func corpusCounts() throws {
    let task = try SampleTask("sample-data")
    let items = task.items
    #expect(items.count == 3_000)
    #expect(task.evaluation.pool.count == 400 && task.training.pool.count == 60)
    func row(_ name: String, _ members: [(text: String, label: Int, kind: String, language: String)]) -> String {
        func number(_ value: Int) -> String {
            value < 1_000 ? "\(value)" : "\(value / 1_000),\(String(1_000 + value % 1_000).dropFirst())"
        }
        return "| \(name) | \(number(members.count)) | \(number(members.count { $0.label == 1 })) |"
    }
    for kind in ["tweet", "sms", "headline", "radio"] {
        #expect(task.sheet.contains(row(kind, items.filter { $0.kind == kind })))
    }
    let languages = Set(items.map(\.language))
    #expect(languages == ["en", "es", "fr", "ht", "pt", "tl", "ur", "ar", "ja", "bn"])
    for language in languages {
        let counts = row("", items.filter { $0.language == language }).dropFirst(4)
        #expect(task.sheet.split(separator: "\n").contains { $0.hasPrefix("| \(language), ") && $0.hasSuffix(counts) })
    }
    let english = items.count { $0.language == "en" }
    #expect(english == 2_000)
    let related = Double(items.count { $0.label == 1 }) / 3_000
    #expect(related > 0.11 && related < 0.135)
    for (name, lengths) in [
        ("short, under 40 characters", 0..<40), ("middle, 40 to 139", 40..<140), ("long, 140 to 280", 140..<281),
    ] {
        let members = items.filter { lengths.contains($0.text.unicodeScalars.count) }
        #expect(task.sheet.contains(row(name, members)))
        #expect((910...1_090).contains(members.count))
        // Length does not tell the label.
        let share = Double(members.count { $0.label == 1 }) / Double(members.count)
        #expect(abs(share - related) < 0.03)
    }
    #expect(items.allSatisfy { $0.text.unicodeScalars.count <= 280 })
}

@Test("the disasters of related messages are those that the data sheet counts")
func corpusDisasters() throws {
    let task = try SampleTask("sample-data")
    var counts: [String: Int] = [:]
    for index in task.gold.pool.indices {
        let disaster = task.gold.pool.fields(at: index).first { $0.name == "disaster" }?.value
        #expect((disaster != nil) == (task.gold.answers[index] == 1))
        if let disaster { counts[disaster, default: 0] += 1 }
    }
    #expect(counts.count == 13)
    let lines = task.sheet.split(separator: "\n")
    for (disaster, count) in counts {
        #expect(
            lines.contains { $0.hasPrefix("| \(disaster)") && $0.hasSuffix("| \(count) |") }, "\(disaster): \(count)")
    }
}

@Test("the needs task has five labels of sixty messages, spread evenly over its sets")
func needsCounts() throws {
    let task = try SampleTask("sample-data/needs")
    #expect(task.scheme.names == ["water", "food", "shelter", "medical", "rescue"])
    for (read, each) in [(task.gold, 60), (task.evaluation, 20), (task.training, 4)] {
        for label in 0..<5 { #expect(read.answers.count { $0 == .one(label) } == each) }
    }
    #expect(task.messages.pool.count == 180)
}

@Test("the task of several labels has the counts that its data sheet states, of labels, sets and labels a message")
func severalCounts() throws {
    let task = try SampleTask(several)
    #expect(task.scheme.isSeveral && task.scheme.labels.count == 10)
    #expect(task.messages.pool.count == 360 && task.evaluation.pool.count == 200 && task.training.pool.count == 40)
    #expect(task.gold.pool.count == 600)
    func isOld(_ index: Int) -> Bool { task.gold.pool.id(at: index).hasPrefix("n") }
    let lines = task.sheet.split(separator: "\n")
    for (label, known) in task.scheme.labels.enumerated() {
        let holding = task.gold.pool.indices.filter { task.gold.answers[$0]?.has(label) == true }
        func count(_ read: ReadMessages) -> Int {
            holding.count { read.pool.index(ofID: task.gold.pool.id(at: $0)) != nil }
        }
        let old = holding.count(where: isOld)
        let numbers = [
            holding.count, old, holding.count - old, count(task.messages), count(task.evaluation), count(task.training),
        ]
        let row = "| \(known.name) | \(known.group ?? "") | " + numbers.map(String.init).joined(separator: " | ") + " |"
        #expect(lines.contains { $0 == row }, "\(row)")
    }
    for (name, isWanted) in [("old", { isOld($0) }), ("new", { !isOld($0) }), ("all", { _ in true })]
        as [(String, (Int) -> Bool)]
    {
        let sizes = task.gold.pool.indices.filter(isWanted).map { task.gold.answers[$0]?.labels.count ?? -1 }
        let row =
            "| \(name) | " + (0...5).map { size in "\(sizes.count { $0 == size })" }.joined(separator: " | ") + " | "
        #expect(lines.contains { $0.hasPrefix(row) }, "\(row)")
    }
    for kind in ["sms", "tweet", "headline", "radio"] {
        let count = task.items.count { $0.kind == kind }
        #expect(lines.contains { $0.hasPrefix("| \(kind) | \(count) | |") }, "\(kind): \(count)")
    }
    for language in ["en", "es", "fr", "ht"] {
        let count = task.items.count { $0.language == language }
        #expect(
            lines.contains { $0.contains("| \(language), ") && $0.hasSuffix("| \(count) |") }, "\(language): \(count)")
    }
}

@Test("in the file of several labels nothing is left to be implied, and its old messages are those of the needs task")
func severalAgreesWithNeeds() throws {
    let task = try SampleTask(several)
    let (missing, information) = (
        try #require(task.scheme.index(ofName: "missing")), try #require(task.scheme.index(ofName: "information"))
    )
    // As the file has them, not as the reader completes them.
    let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent()
    let rows = try String(contentsOf: root.appendingPathComponent("\(several)/gold.csv"), encoding: .utf8)
    let lists = rows.matches(of: /,([a-z;]*),(?:sms|tweet|headline|radio),[a-z]{2}\n/).map {
        $0.1.split(separator: ";")
    }
    #expect(lists.count == 600)
    #expect(lists.count { $0.contains("missing") } == 55)
    for list in lists where list.contains("missing") { #expect(list.contains("information")) }
    for answer in task.gold.answers where answer?.has(missing) == true { #expect(answer?.has(information) == true) }
    let needs = try SampleTask("sample-data/needs")
    let old = task.gold.pool.indices.filter { task.gold.pool.id(at: $0).hasPrefix("n") }
    #expect(old.count == 300)
    for index in old {
        let other = try #require(needs.gold.pool.index(ofID: task.gold.pool.id(at: index)))
        #expect(needs.gold.pool.text(at: other) == task.gold.pool.text(at: index))
    }
}

@Test("links lead to example.org, and nothing looks like a telephone number or a control character")
func sampleDataIsHarmless() throws {
    for folder in folders {
        for item in try SampleTask(folder).items {
            for word in item.text.split(whereSeparator: \.isWhitespace) where word.contains("://") {
                #expect(word.contains("://example.org"), "\(item.text)")
            }
            #expect(item.text.firstMatch(of: /\d[\d \-]{6,}\d/) == nil, "\(item.text)")
            #expect(
                !item.text.unicodeScalars.contains { $0.properties.generalCategory == .control && $0 != "\n" },
                "\(item.text)")
        }
    }
}

@Test(
    "no two messages are alike: character 5-grams share at most 0.7 of what they have (Jaccard)",
    .tooSlowForThreadSanitizer)
func sampleDataHasNoNearDuplicates() throws {
    // The task of several labels has the texts of the needs task again, under the same ids.
    let once = try folders.filter { $0 != several }.flatMap { try SampleTask($0).items.map(\.text) }
    let task = try SampleTask(several)
    let texts =
        once
        + task.gold.pool.indices.filter { !task.gold.pool.id(at: $0).hasPrefix("n") }.map {
            task.gold.pool.text(at: $0)
        }
    let grams = texts.map(NearDuplicates.grams)
    let pairs = NearDuplicates.pairs(grams, above: 0.7)
    #expect(pairs.isEmpty, "\(pairs.prefix(3).map { [texts[$0.0], texts[$0.1]] })")
    // The search itself: a message with one word changed is found, another is not.
    let changed = "Bridge at Kilo 7 is gone, water over the road, send no trucks tonight"
    let known = [changed, "Bridge at Kilo 9 is gone, water over the road, send no trucks tonight", "tea at four"]
    #expect(NearDuplicates.pairs(known.map(NearDuplicates.grams), above: 0.7).map { [$0.0, $0.1] } == [[0, 1]])
}

@Test(
    "a model that learns the whole pool ranks the evaluation set with an AUC between 0.85 and 0.97",
    .tooSlowForThreadSanitizer)
func corpusCanBeLearntButNotAtOnce() throws {
    let task = try SampleTask("sample-data")
    var texts: [String] = []
    var learnt: [Example] = []
    var measured: [Example] = []
    for index in task.gold.pool.indices {
        let example = Example(row: index, answer: try #require(task.gold.answers[index]))
        texts.append(task.gold.pool.text(at: index))
        if task.evaluation.pool.index(ofID: task.gold.pool.id(at: index)) != nil {
            measured.append(example)
        } else {
            learnt.append(example)
        }
    }
    let all = texts
    let rows = try FeatureExtractor().extract(fromTexts: all.count, text: { all[$0] }, threads: 2).rows
    let model = try Trainer.train(FeatureRows(rows), learnt, labelCount: 2, seed: 1)
    let probabilities = model.probabilities(for: FeatureRows(rows), measured.map(\.row), threads: 2)
    let auc = try #require(
        Metrics.auc(
            scores: measured.indices.map { Double(probabilities[$0, 1]) }, actual: measured.map { $0.label == 1 }))
    #expect(auc > 0.85 && auc < 0.97, "AUC \(auc)")
}

/// Pairs of texts that share most of their character 5-grams.
private enum NearDuplicates {
    /// The distinct runs of five characters of a text in small letters, a shorter text as it is.
    static func grams(_ text: String) -> Set<String> {
        let characters = Array(text.lowercased())
        guard characters.count > 5 else { return [String(characters)] }
        return Set((0...characters.count - 5).map { String(characters[$0..<$0 + 5]) })
    }

    /// Pairs whose Jaccard index is above a threshold. Two sets that share so much also share one of the few rarest
    /// members of each (prefix filter: Chaudhuri, Ganti & Kaushik 2006), so that only such pairs are compared.
    static func pairs(_ sets: [Set<String>], above threshold: Double) -> [(Int, Int)] {
        var frequency: [String: Int] = [:]
        for set in sets { for gram in set { frequency[gram, default: 0] += 1 } }
        var holders: [String: [Int]] = [:]
        var found: [(Int, Int)] = []
        for (index, set) in sets.enumerated() {
            let rarest = set.sorted { left, right in
                let counts = (frequency[left] ?? 0, frequency[right] ?? 0)
                return counts.0 != counts.1 ? counts.0 < counts.1 : left < right
            }
            let prefix = rarest.prefix(set.count - Int((threshold * Double(set.count)).rounded(.up)) + 1)
            let candidates = Set(prefix.flatMap { holders[$0] ?? [] })
            for other in candidates.sorted() {
                let shared = set.intersection(sets[other]).count
                let jaccard = Double(shared) / Double(set.count + sets[other].count - shared)
                if jaccard > threshold { found.append((other, index)) }
            }
            for gram in prefix { holders[gram, default: []].append(index) }
        }
        return found
    }
}
