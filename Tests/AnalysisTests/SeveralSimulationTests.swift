import Annotation
import Answers
import Messages
import Sampling
import Testing
import Threads

@testable import Analysis

private func data(several: Bool = true) throws -> SimulationData {
    let scheme = try LabelScheme(
        yaml: "several: \(several)\nlabels: [food, water, shelter]\npositive: water", path: "task.yaml")
    let words = ["bread and rice", "wells and pumps", "tents and roofs"]
    let rows = (0..<240).map { number -> String in
        let having = [2, 3, 10].enumerated().filter { number % $0.element == 0 }.map(\.offset)
        return "\(number),street \(number) \(having.map { words[$0] }.joined(separator: " with ")),"
            + having.map { scheme.names[$0] }.joined(separator: ";")
    }
    let csv = "id,text,labels\n" + rows.joined(separator: "\n") + "\n"
    let read = try MessageReader(scheme: scheme).read(bytes: Array(csv.utf8), path: "test.csv")
    return try SimulationData(scheme: scheme, messages: read)
}

private func plan() throws -> SimulationPlan {
    SimulationPlan(
        recipes: try ["random", "least-confidence"].map { try Recipe(parsing: $0) }, seeds: [1, 2],
        start: 30, round: 15,
        labels: 60)
}

@Test(
    "a simulated annotator answers with all labels; records have the figures of each, and found is their mean share"
)
func simulationOfSeveral() throws {
    let known = try data()
    let simulation = Simulation(data: known, plan: try plan())
    #expect(known.rarestName == "shelter")
    let collected = Lock<[SimulationRecord]>([])
    try simulation.run(threads: 2) { record in collected.withLock { $0.append(record) } }
    let records = collected.withLock { $0 }
    #expect(records.count == simulation.recordCount)
    for record in records {
        let several = try #require(record.several)
        #expect(several.f1.count == 3 && several.averagePrecision.count == 3)
        let precisions = several.averagePrecision.compactMap { $0 }
        let mean = precisions.reduce(0, +) / Double(precisions.count)
        #expect(several.macroAveragePrecision.map { abs($0 - mean) < 1e-9 } == true)
        #expect(record.averagePrecision == several.averagePrecision[1])
    }
    // The labels of a game add up to its share.
    let pool = SimulationSplit(known, plan: try plan(), seed: 1).pool
    let game = records.filter { $0.strategy == "random" && $0.seed == 1 }.sorted {
        $0.labels < $1.labels
    }
    let labelled = game.flatMap(\.chosen)
    let shares = (0..<3).map { label in
        Double(labelled.count { known.labelled.answers[$0].has(label) })
            / Double(pool.count { known.labelled.answers[$0].has(label) })
    }
    #expect(game.last?.positivesFound.map { abs($0 - shares.reduce(0, +) / 3) < 1e-9 } == true)
    let all = records.filter { $0.strategy == SimulationRecord.everything }
    #expect(all.allSatisfy { $0.positivesFound == 1 })
    // Every label is told by its own words: with all labels a model knows them.
    #expect(all.allSatisfy { ($0.several?.macroAveragePrecision ?? 0) > 0.9 })
    let summary = SimulationSummary(records, strategies: ["random", "least-confidence"])
    #expect(summary.isSeveral && summary.ceiling(.macroF1) != nil)
    #expect(summary.ofLabel(2, of: "random", at: 60).averagePrecision != nil)
    let page = ReportPage(
        summary, setting: "", command: "", baseline: "random", labels: known.severalNames
    ).html
    #expect(page.contains("Label by label, at 60 labels") && page.contains("macro average precision"))
    #expect(page.components(separatedBy: "<figure>").count == 1 + 5)
}

@Test("the messages that measure have their share of the rarest label")
func strataOfSeveral() throws {
    let known = try data()
    for seed in 1...5 as ClosedRange<UInt64> {
        let split = SimulationSplit(known, plan: try plan(), seed: seed)
        // Of 24 with shelter a quarter.
        #expect(split.heldOut.count { known.labelled.answers[$0].has(2) } == 6)
    }
}
