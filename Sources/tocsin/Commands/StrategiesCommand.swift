import ArgumentParser
import Sampling

/// `tocsin strategies`: what there is to choose from.
struct StrategiesCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "strategies", abstract: "List the sampling strategies, and when to use which.")

    func run() {
        for strategy in StrategyCatalogue.standard.descriptions {
            Output.write(
                "\(strategy.id)\n  \(strategy.sentence)\n  source: \(strategy.source)\n  cost: \(strategy.cost)\n")
        }
    }
}
