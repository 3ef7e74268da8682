import Annotation
import Foundation
import Learning
import Messages
import Sampling
import SessionFixture
import Testing
import Threads

@testable import Analysis

/// 240 messages, every fourth of which is related; the last twenty repeat the texts of the first twenty.
private func data() throws -> SimulationData {
    let lines = (0..<240).map { index in
        let source = index < 220 ? index : index - 220
        let text =
            source % 4 == 0
            ? "\(Fixture.loud[source % Fixture.loud.count]) near mile \(source)"
            : "\(Fixture.quiet[source % Fixture.quiet.count]) near mile \(source)"
        return "\(index),\(text),\(source % 4 == 0 ? 1 : 0)"
    }
    let csv = "id,text,label\n" + lines.joined(separator: "\n") + "\n"
    let read = try MessageReader(scheme: .disaster).read(bytes: Array(csv.utf8), path: "test.csv")
    return try SimulationData(scheme: .disaster, messages: read)
}

private func plan(_ strategies: [String] = ["random", "atlas"], baseRate: Double? = nil) throws -> SimulationPlan {
    SimulationPlan(
        recipes: try strategies.map { try Recipe(parsing: $0) }, seeds: [1, 2], start: 20, round: 15, labels: 60,
        baseRate: baseRate)
}

private final class Collected: Sendable {
    private let kept = Lock<[SimulationRecord]>([])
    func add(_ record: SimulationRecord) { kept.withLock { $0.append(record) } }
    /// In an order that does not depend on the threads.
    var records: [SimulationRecord] {
        kept.withLock { $0 }.sorted { left, right in
            (left.strategy, left.seed, left.labels) < (right.strategy, right.seed, right.labels)
        }
    }
}

private func play(_ simulation: Simulation, known: [SimulationRecord] = [], threads: Int = 2) throws -> Collected {
    let collected = Collected()
    try simulation.run(known: known, threads: threads) { collected.add($0) }
    return collected
}

@Test("a plan measures at the start, after every round, and at the end whatever is left of the last round")
func stops() throws {
    #expect(try plan().stops == [20, 35, 50, 60])
    var short = try plan()
    short.labels = 20
    #expect(short.stops == [20])
}

@Test("thinning leaves the share of positives that was asked for, and all of them where they are fewer")
func thinning() throws {
    // Of 220 texts 55 are related: 165 others and a share of 0.1 leave 165 / 9 = 18.3, and 0.6 would need 248.
    let thinned = SimulationSplit(try data(), plan: try plan(baseRate: 0.1), seed: 1)
    let known = try data()
    let positives = thinned.pool.count(where: known.isPositive) + thinned.heldOut.count(where: known.isPositive)
    #expect(positives == 18)
    // 25 % of 165 and of 18 are 41.25 and 4.5.
    #expect(thinned.heldOut.count == 41 + 5)
    #expect(thinned.heldOut.count(where: known.isPositive) == 5)
    let whole = SimulationSplit(known, plan: try plan(baseRate: 0.6), seed: 1)
    // 25 % of 55 are 13.75.
    #expect(whole.heldOut.count(where: known.isPositive) == 14)
}

@Test("no message that is held out, and none with its text, can be labelled")
func heldOutIsApart() throws {
    let known = try data()
    for seed in 1...5 as ClosedRange<UInt64> {
        let split = SimulationSplit(known, plan: try plan(), seed: seed)
        let texts = Set(split.heldOut.map { known.labelled.pool.text(at: $0) })
        #expect(split.pool.allSatisfy { !texts.contains(known.labelled.pool.text(at: $0)) })
        #expect(Set(split.start).isSubset(of: Set(split.pool)))
    }
    let pool = Set(SimulationSplit(known, plan: try plan(), seed: 2).pool)
    let records = try play(Simulation(data: known, plan: try plan())).records
    for record in records where record.seed == 2 { #expect(Set(record.chosen).isSubset(of: pool)) }
}

@Test("a text is held out no more surely for its copies, measures once, and its copies are on no other side")
func heldOutByText() throws {
    // Forty texts: every second one stands there ten times.
    let lines = (0..<220).map { index in
        let text = index < 40 ? index : (index - 40) / 9 * 2
        return "\(index),message of number \(text),\(text % 4 < 2 ? 1 : 0)"
    }
    let csv = "id,text,label\n" + lines.joined(separator: "\n") + "\n"
    let read = try MessageReader(scheme: .disaster).read(bytes: Array(csv.utf8), path: "test.csv")
    let known = try SimulationData(scheme: .disaster, messages: read)
    let text = { (message: Int) in known.labelled.pool.text(at: message) }
    var frequent = 0
    for seed in 1...40 as ClosedRange<UInt64> {
        let split = SimulationSplit(known, plan: try plan(), seed: seed)
        // A quarter of the twenty texts of each label, and the rest.
        #expect(split.heldOut.count == 10 && split.pool.count == 30)
        #expect(Set((split.heldOut + split.pool).map(text)).count == 40)
        frequent += split.heldOut.count { $0 % 2 == 0 }
    }
    // Half of those held out: 200 of 400, with a standard deviation below 10. By row nearly all would be.
    #expect((150...250).contains(frequent), "\(frequent)")
}

@Test("of equal texts one can be labelled, so that no strategy spends labels on copies")
func textsOnce() throws {
    let known = try data()
    let text = { (message: Int) in known.labelled.pool.text(at: message) }
    let split = SimulationSplit(known, plan: try plan(), seed: 3)
    #expect(Set(split.pool.map(text)).count == split.pool.count)
    let records = try play(Simulation(data: known, plan: try plan())).records
    for game in Dictionary(grouping: records, by: { "\($0.strategy) \($0.seed)" }).values {
        let labelled = game.flatMap(\.chosen).map(text)
        #expect(Set(labelled).count == labelled.count)
    }
}

@Test("every strategy labels what it says, each message once, from the same start")
func recordsAddUp() throws {
    let simulation = Simulation(data: try data(), plan: try plan())
    let records = try play(simulation).records
    #expect(records.count == simulation.recordCount)
    for seed in [1, 2] as [UInt64] {
        let games = ["random", "atlas"].map { name in
            records.filter { $0.strategy == name && $0.seed == seed }
        }
        #expect(
            games[0].first
                == games[1].first.map { record in
                    var record = record
                    record.strategy = "random"
                    return record
                })
        for game in games {
            #expect(game.map(\.labels) == [20, 35, 50, 60])
            let labelled = game.flatMap(\.chosen)
            #expect(Set(labelled).count == 60 && labelled.count == 60)
            let split = SimulationSplit(simulation.data, plan: simulation.plan, seed: seed)
            let found = Double(labelled.count(where: simulation.data.isPositive))
            let all = Double(split.pool.count(where: simulation.data.isPositive))
            #expect(game.last?.positivesFound == found / all)
        }
    }
    let ceilings = records.filter { $0.strategy == SimulationRecord.everything }
    #expect(ceilings.map(\.positivesFound) == [1, 1])
}

@Test("the same plan gives the same records on one thread and on three")
func threadsDoNotMatter() throws {
    let simulation = { Simulation(data: try data(), plan: try plan()) }
    let one = try play(simulation(), threads: 1).records
    let three = try play(simulation(), threads: 3).records
    #expect(one == three)
}

@Test("a simulation that goes on from some of its records ends with the same ones, and plays none of them again")
func goesOn() throws {
    let simulation = { Simulation(data: try data(), plan: try plan()) }
    let whole = try play(simulation()).records
    // As a run leaves them that was stopped: of every game the beginning.
    let known = whole.filter { $0.labels < ($0.seed == 1 ? 50 : 35) }
    let rest = try play(simulation(), known: known).records
    #expect(rest.count == whole.count - known.count)
    #expect(Set(known + rest) == Set(whole))
}

@Test("a cancelled simulation stops with what it has recorded")
func cancelled() throws {
    let simulation = Simulation(data: try data(), plan: try plan())
    let monitor = WorkMonitor()
    let collected = Collected()
    #expect(throws: CancellationError.self) {
        try simulation.run(threads: 1, monitor: monitor) { record in
            collected.add(record)
            monitor.cancel()
        }
    }
    #expect(collected.records.count == 1)
}

@Test("labels come from a gold file by the messages' ids, and messages that it does not know are left out")
func gold() throws {
    let reader = MessageReader(scheme: .disaster)
    let messages = try reader.read(bytes: Array("id,text\na,one\nb,two\nc,three\n".utf8), path: "messages.csv")
    let gold = try reader.read(bytes: Array("id,text,label\nc,x,1\na,y,0\n".utf8), path: "gold.csv")
    let data = try SimulationData(scheme: .disaster, messages: messages, gold: gold)
    #expect(data.labelled.pool.indices.map { data.labelled.pool.id(at: $0) } == ["a", "c"])
    #expect(data.labelled.answers == [0, 1])
    #expect(data.unlabelledCount == 1)
    #expect(throws: ReadingError.self) { try SimulationData(scheme: .disaster, messages: messages) }
}

private func record(_ strategy: String, _ seed: UInt64, _ labels: Int, _ value: Double) -> SimulationRecord {
    SimulationRecord(
        strategy: strategy, seed: seed, labels: labels, f1: value, auc: nil, averagePrecision: value,
        positivesFound: nil)
}

@Test("areas, advantages and labels needed follow from the curves by hand")
func summaryArithmetic() throws {
    let summary = SimulationSummary(
        [
            record("random", 1, 100, 0.2), record("random", 1, 150, 0.3), record("random", 1, 300, 0.5),
            record("random", 2, 100, 0.4), record("random", 2, 150, 0.5), record("random", 2, 300, 0.5),
            record("atlas", 1, 100, 0.2), record("atlas", 1, 150, 0.6), record("atlas", 1, 300, 0.6),
            record("atlas", 2, 100, 0.4), record("atlas", 2, 150, 0.6), record("atlas", 2, 300, 0.8),
            record(SimulationRecord.everything, 1, 900, 0.7), record(SimulationRecord.everything, 2, 900, 0.9),
        ], strategies: ["random", "atlas"])
    // Trapezoids: (50 · 0.25 + 150 · 0.4) / 200 = 0.3625; (50 · 0.45 + 150 · 0.5) / 200 = 0.4875.
    let area = try #require(summary.area(.f1, of: "random"))
    #expect(abs(area.value - 0.425) < 1e-12)
    // s = 0.125 / √2 and t(1) = 12.7062: half the width is 12.7062 · 0.0625.
    #expect(abs(area.half - 12.7062 * 0.0625) < 1e-9)
    // atlas: (50 · 0.4 + 150 · 0.6) / 200 = 0.55; (50 · 0.5 + 150 · 0.7) / 200 = 0.65; differences 0.1875, 0.1625.
    let advantage = try #require(summary.advantage(.f1, of: "atlas", over: "random"))
    #expect(abs(advantage.value - 0.175) < 1e-12)
    #expect(abs(advantage.half - 12.7062 * 0.0125) < 1e-9)
    #expect(summary.ceiling(.f1).map { abs($0.value - 0.8) < 1e-12 } == true)
    // 90 % of 0.8 is 0.72; atlas goes from 0.6 at 150 to 0.7 at 300.
    #expect(summary.labelsNeeded(.f1, of: "atlas") == .moreThan(300))
    // 80 % is 0.64: 0.04 of the 0.1 between 150 and 300, 60 labels on.
    #expect(summary.labelsNeeded(.f1, of: "atlas", share: 0.8) == .about(210))
    #expect(summary.labelsNeeded(.f1, of: "random", share: 0.3) == .atMost(100))
    #expect(summary.area(.auc, of: "random") == nil)
}

@Test("a picture of many strategies shows the highest curves and the baseline")
func leadingStrategies() {
    let names = ["random", "a", "b", "c"]
    let summary = SimulationSummary(
        zip(names, [0.1, 0.3, 0.2, 0.4]).flatMap { name, value in
            [record(name, 1, 100, value), record(name, 1, 200, value)]
        }, strategies: names)
    #expect(summary.leading(4, in: .f1, baseline: "random") == names)
    #expect(summary.leading(3, in: .f1, baseline: "random") == ["random", "a", "c"])
    #expect(summary.leading(2, in: .f1, baseline: nil) == ["a", "c"])
}

@Test("a seed that was stopped half-way counts at the stops it has reached, and in no area")
func incompleteSeeds() {
    let summary = SimulationSummary(
        [record("random", 1, 100, 0.2), record("random", 1, 200, 0.4), record("random", 2, 100, 0.4)],
        strategies: ["random"])
    #expect(summary.curve(.f1, of: "random").map(\.seeds) == [2, 1])
    #expect(summary.area(.f1, of: "random").map { abs($0.value - 0.3) < 1e-12 } == true)
}

@Test("a share's interval has no end outside of what a share can be, in reports as well")
func boundedShares() {
    // .212 ± .934, as two seeds give it.
    let share = Estimate(value: 0.212, low: -0.722, high: 1.146)
    #expect(ReportPage.text(share) == ".212 (.000\u{A0}to\u{A0}1.000)")
    #expect(ReportPage.text(share, isSigned: true) == "+.212 ±.934")
    #expect(ReportPage.text(Estimate(value: 0.5, low: -.infinity, high: .infinity)) == ".500")
}
