import Learning

/// Monte Carlo dropout: how much the guess changes when units are left out at random, as the mutual information between
/// guess and units (BALD), H(mean p) − mean H(p), over stochastic passes; a share of its largest value, ln K.
///
/// Houlsby et al. 2011; Gal, Islam & Ghahramani 2017; Monarch 2020, note 3. Each pass leaves out the same half of the
/// hidden units for all messages, so that a pass is one smaller model and the score does not depend on a message's
/// place in the pool.
struct MonteCarloDropout: ScoringStrategy {
    static let declaration = StrategyDeclaration(
        id: "mc-dropout", title: "Monte Carlo dropout", hotkey: "D", family: .uncertainty,
        sentence: "where the guess changes when half of the units are left out; cheap second opinions",
        source: "Houlsby et al. 2011; Gal, Islam & Ghahramani 2017",
        cost: "20 passes over the hidden activations",
        tasks: TaskKind.all, reads: [.activations], comparison: .better,
        options: LabelAggregation.options,
        make: { Self(aggregation: LabelAggregation(of: $0), id: $0.description) })

    let id: String
    /// What the information of a message's labels comes to where it can have several: that of each as a share of ln 2.
    let aggregation: LabelAggregation

    /// Stochastic passes, T.
    let passes: Int
    /// Share of the hidden units that a pass leaves out; the others count 1 / (1 − rate) times.
    let rate: Double

    init(
        passes: Int = 20, rate: Double = 0.5, aggregation: LabelAggregation = .mean, id: String = Self.declaration.id
    ) {
        self.aggregation = aggregation
        self.id = id
        self.passes = max(1, passes)
        self.rate = min(0.95, max(0, rate))
    }

    /// - Complexity: O(*n* T K H) with *n* candidates, T passes, K labels, H hidden units; no training.
    func scores(in context: RoundContext) throws -> CandidateScores {
        let activations = try context.activations()
        let labels = activations.logits.columnCount
        let products = activations.hidden.products(
            of: context.candidates, with: thinnedWeights(activations.output, context), threads: context.threads)
        let largest = Entropy.nats(labels: labels)
        let scores = context.candidates.indices.map { position in
            let row = products.row(position)
            guard context.loss == .softmax else { return information(row, activations.output.bias) }
            var mean = [Double](repeating: 0, count: labels)
            var entropies = 0.0
            for pass in 0..<passes {
                let start = row.startIndex + pass * labels
                let probabilities = Softmax.probabilities(
                    (0..<labels).map { Double(row[start + $0]) + Double(activations.output.bias[$0]) })
                for label in 0..<labels { mean[label] += probabilities[label] / Double(passes) }
                entropies += Entropy.nats(probabilities) / Double(passes)
            }
            return labels > 1 ? clampedToUnit((Entropy.nats(mean) - entropies) / largest) : 0
        }
        return CandidateScores(scores: scores) { .wavering(information: scores[$0], leftOut: rate) }
    }

    /// Of several labels: the information of each, which the passes' sigmoids give.
    private func information(_ row: ArraySlice<Float>, _ bias: [Float]) -> Double {
        clampedToUnit(
            aggregation(bias.count) { label in
                var (mean, entropies) = (0.0, 0.0)
                for pass in 0..<passes {
                    let logit = Double(row[row.startIndex + pass * bias.count + label]) + Double(bias[label])
                    let probability = Loss.oneAgainstRest.probabilities([logit])[0]
                    mean += probability / Double(passes)
                    entropies += Entropy.nats(ofOne: probability) / Double(passes)
                }
                return max(0, Entropy.nats(ofOne: mean) - entropies) / Entropy.nats(labels: 2)
            })
    }

    /// The output weights of all passes side by side: hidden units × (passes · K).
    private func thinnedWeights(_ output: OutputLayer, _ context: RoundContext) -> Matrix {
        let labels = output.weights.rowCount
        let units = output.weights.columnCount
        var table = Matrix(zeros: units, passes * labels)
        for pass in 0..<passes {
            var random = context.random("dropout", pass)
            for unit in 0..<units where random.unit() >= rate {
                for label in 0..<labels {
                    table[unit, pass * labels + label] = output.weights[label, unit] / Float(1 - rate)
                }
            }
        }
        return table
    }
}
