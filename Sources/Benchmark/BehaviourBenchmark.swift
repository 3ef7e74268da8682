import ArgumentParser
import Encoders
import Learning
import Messages
import Sampling

/// Prints what strategies find in data made to have it.
struct BehaviourBenchmark: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "behaviour",
        abstract: "Count what strategies find: a new domain, different texts among copies, the same with another seed.",
        discussion: """
            The messages need the columns kind and language, as sample-data/gold.csv has them. Domain shifts: 200 labelled \
            messages of one domain, and a pool of up to 300 others of it and some of another; counted is how many of the \
            first 100 are of the new domain, or of the first as many as there are where there are fewer. Copies: 100 \
            texts, ten times each.
            """)

    @Argument(help: "Labelled messages with the columns kind and language.")
    var path: String

    @Option(help: "Folder of an encoder; default: words alone.")
    var encoder: String?

    @Option(help: "Threads.")
    var threads = 2

    func run() throws {
        let messages = try DomainMessages(path: path, encoder: encoder, threads: threads)
        for share in [50, 10] {
            print("new domain, \(share) % of the pool: of the first 100, or as many as there are")
            for id in ["transfer-representative", "representative", "model-outliers"] {
                let counts = try DomainMessages.shifts.map { shift -> String in
                    let round = try messages.round(of: shift, share: share, seed: 1)
                    let wanted = min(100, round.isNew.count)
                    let chosen = try Recipe(parsing: id).select(size: wanted, shuffled: false, from: round.context)
                    return "\(shift.name) \(chosen.count { round.isNew.contains($0.row) })/\(wanted)"
                }
                print("  \(id): \(counts.joined(separator: ", "))")
            }
        }
        print("copies: different texts in a batch of 20 from 100 texts, ten times each")
        let copies = try messages.copies(texts: 100, times: 10, seed: 1)
        for id in StrategyCatalogue.standard.ids {
            let chosen = try Recipe(parsing: id).select(size: 20, shuffled: false, from: copies.context)
            print("  \(id): \(Set(chosen.map { copies.text[$0.row] }).count)")
        }
        print("two seeds: rank correlation of the scores, half of the pool new")
        for id in ["transfer-representative", "representative", "model-outliers"] {
            let correlations = try DomainMessages.shifts.map { shift -> String in
                let orders = try [UInt64(1), 2].map { seed -> [Int] in
                    let round = try messages.round(of: shift, share: 50, seed: seed)
                    let step = id == "transfer-representative" ? ":step-\(round.context.candidates.count)" : ""
                    return try Recipe(parsing: id + step).select(
                        size: round.context.candidates.count, shuffled: false, from: round.context
                    ).map(\.row)
                }
                let hundredths = Int((100 * Self.rankCorrelation(orders[0], orders[1])).rounded())
                return "\(shift.name) \(Double(hundredths) / 100)"
            }
            print("  \(id): \(correlations.joined(separator: ", "))")
        }
    }

    /// Spearman's coefficient of two orders of the same rows: 1 − 6 Σ d² / (n (n² − 1)).
    private static func rankCorrelation(_ first: [Int], _ second: [Int]) -> Double {
        let places = Dictionary(zip(second, second.indices), uniquingKeysWith: { first, _ in first })
        let count = Double(first.count)
        guard count > 1 else { return 1 }
        var squares = 0.0
        for (place, row) in first.enumerated() {
            let apart = Double(place - (places[row] ?? place))
            squares += apart * apart
        }
        return 1 - 6 * squares / (count * (count * count - 1))
    }
}
