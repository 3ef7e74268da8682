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
        let strategies = StrategyCatalogue.standard.descriptions
        switch format {
        case .text:
            for family in StrategyDescription.Family.allCases.reversed() {
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

    private static func text(_ strategy: StrategyDescription) -> String {
        var lines = [
            "  \(strategy.id)", "    \(strategy.sentence)", "    source: \(strategy.source)",
            "    cost a round: \(strategy.cost)",
        ]
        lines += strategy.caution.map { ["    measured: \($0)"] } ?? []
        lines += strategy.options.map { "    :\($0.pattern) - \($0.sentence)" }
        return lines.joined(separator: "\n") + "\n"
    }

    /// A strategy as a line of JSON.
    private struct Listing: Encodable {
        struct Option: Encodable {
            let name: String
            let sentence: String
            let smallest: Int?
            let largest: Int?
        }

        let id: String
        let title: String
        let family: String
        let hotkey: String
        let sentence: String
        let source: String
        let cost: String
        let caution: String?
        let options: [Option]

        init(_ strategy: StrategyDescription) {
            id = strategy.id
            title = strategy.title
            family = strategy.family.rawValue
            hotkey = String(strategy.hotkey)
            sentence = strategy.sentence
            source = strategy.source
            cost = strategy.cost
            caution = strategy.caution
            options = strategy.options.map {
                Option(
                    name: $0.pattern, sentence: $0.sentence, smallest: $0.numbers?.lowerBound,
                    largest: $0.numbers?.upperBound)
            }
        }
    }
}
