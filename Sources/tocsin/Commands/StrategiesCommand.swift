import ArgumentParser
import Foundation
import Sampling

/// `tocsin strategies`: what there is to choose from.
struct StrategiesCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "strategies", abstract: "List the sampling strategies, and when to use which.",
        discussion: """
            A recipe names one of them, as in --strategy atlas, or several with their counts, as in --strategy \
            atlas=15,random=5. Options follow a strategy behind colons, as in --strategy atlas:fine-tuned:rotation-5.
            """)

    enum Format: String, ExpressibleByArgument, CaseIterable {
        case text, json
    }

    @Option(help: "text, or json: one object a line.")
    var format = Format.text

    func run() throws {
        let strategies = StrategyCatalogue.standard.declarations
        switch format {
        case .text:
            for family in StrategyDeclaration.Family.allCases.reversed() {
                Output.write("\(family.rawValue)\n")
                for strategy in strategies where strategy.family == family { Output.write(Self.text(strategy)) }
            }
        case .json:
            let encoder = JSONEncoder()
            encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
            for strategy in strategies {
                let line = try encoder.encode(Listing(strategy))
                Output.write(String(decoding: line, as: UTF8.self) + "\n")
            }
        }
    }

    private static func text(_ strategy: StrategyDeclaration) -> String {
        var lines = [
            "  \(strategy.id)", "    \(strategy.sentence)", "    source: \(strategy.source)",
            "    cost a round: \(strategy.cost)",
            "    for: \(tasks(of: strategy).joined(separator: ", "))",
            "    reads: \(strategy.reads.isEmpty ? "nothing" : names(of: strategy.reads).joined(separator: ", "))",
            "    behind its choice: \(strategy.ordersAll ? "its own order of all messages" : "least confidence")",
        ]
        lines += strategy.caution.map { ["    measured: \($0)"] } ?? []
        if strategy.comparison == .notMeasured { lines.append("    measured: not yet") }
        lines += strategy.options.map { "    :\($0.pattern) - \($0.sentence)" }
        return lines.joined(separator: "\n") + "\n"
    }

    private static func tasks(of strategy: StrategyDeclaration) -> [String] {
        TaskKind.allCases.filter(strategy.tasks.contains).map(\.rawValue)
    }

    private static func names(of readings: Set<Reading>) -> [String] {
        Reading.allCases.filter(readings.contains).map(\.rawValue)
    }

    /// A strategy as a line of JSON.
    private struct Listing: Encodable {
        struct Option: Encodable {
            let name: String
            let sentence: String
            let smallest: Int?
            let largest: Int?
            /// In place of what the strategy reads without it.
            let reads: [String]?
        }

        let id: String
        let title: String
        let family: String
        let hotkey: String?
        let sentence: String
        let source: String
        let cost: String
        let tasks: [String]
        let reads: [String]
        let ordersAll: Bool
        let isMeasured: Bool
        let caution: String?
        let options: [Option]

        init(_ strategy: StrategyDeclaration) {
            id = strategy.id
            title = strategy.title
            family = strategy.family.rawValue
            hotkey = strategy.hotkey.map { String($0) }
            sentence = strategy.sentence
            source = strategy.source
            cost = strategy.cost
            tasks = StrategiesCommand.tasks(of: strategy)
            reads = StrategiesCommand.names(of: strategy.reads)
            ordersAll = strategy.ordersAll
            isMeasured = strategy.comparison != .notMeasured
            caution = strategy.caution
            options = strategy.options.map {
                Option(
                    name: $0.pattern, sentence: $0.sentence, smallest: $0.numbers?.lowerBound,
                    largest: $0.numbers?.upperBound,
                    reads: $0.reads.map(StrategiesCommand.names))
            }
        }
    }
}
