/// What the counts of a vocabulary's features are worth: (1 + ln count) · idf at unit length, or as they are.
struct FeatureWeights: Sendable, Hashable {
    /// By column; empty where counts stay as they are.
    let idf: NumberList<Float>
    /// By count, what a small one is worth before idf.
    private let worths: [Float]
    let isWeighted: Bool

    init(of vocabulary: Vocabulary) {
        let textCount = Double(vocabulary.textCount)
        func idf(_ frequency: UInt32) -> Float {
            Float(naturalLogarithm((1 + textCount) / (1 + Double(frequency))) + 1)
        }
        // Nearly all features stand in a few texts.
        let ofFew = vocabulary.settings.isWeighted ? (0..<Self.fewTexts).map(idf) : []
        let idf =
            vocabulary.settings.isWeighted
            ? vocabulary.frequencies.map { $0 < Self.fewTexts ? ofFew[Int($0)] : idf($0) } : []
        self.init(vocabulary.settings, idf: NumberList(idf))
    }

    /// The weights of a vocabulary for which they were computed before.
    init(_ settings: FeatureSettings, idf: NumberList<Float>) {
        isWeighted = settings.isWeighted
        self.idf = idf
        worths = (0..<32).map { $0 == 0 ? 0 : Self.worth(of: $0) }
    }

    private static let fewTexts: UInt32 = 512

    private static func worth(of count: Int) -> Float {
        count == 1 ? 1 : Float(1 + naturalLogarithm(Double(count)))
    }

    /// The weights while many values are asked for.
    struct View {
        fileprivate let idf: UnsafeBufferPointer<Float>
        fileprivate let worths: UnsafeBufferPointer<Float>
        let isWeighted: Bool

        /// What a feature that comes once is worth.
        @inline(__always)
        func unit(_ column: Int) -> Float { isWeighted ? idf[column] : 1 }

        /// What a feature that comes so often is worth beyond as many that come once: less than nothing, or for plain counts
        /// nothing.
        @inline(__always)
        func excess(ofCount count: Int, _ column: Int) -> Double {
            isWeighted ? (Double(worth(of: count)) - Double(count)) * Double(idf[column]) : 0
        }

        /// The square of what it is worth, beyond the squares of as many that come once.
        @inline(__always)
        func excessOfSquares(ofCount count: Int, _ column: Int) -> Double {
            guard isWeighted else { return Double(count) * Double(count) - Double(count) }
            let (worth, idf) = (Double(worth(of: count)), Double(idf[column]))
            return (worth * worth - Double(count)) * idf * idf
        }

        @inline(__always)
        private func worth(of count: Int) -> Float {
            count < worths.count ? worths[count] : FeatureWeights.worth(of: count)
        }

        /// The value of a feature.
        ///
        /// - Parameter divisor: the length of its row before.
        @inline(__always)
        func value(ofCount count: Int, _ column: Int, divisor: Double) -> Float {
            isWeighted ? Float(Double(worth(of: count) * idf[column]) / divisor) : Float(count)
        }
    }

    @inline(__always)
    func withView<Result>(_ body: (View) throws -> Result) rethrows -> Result {
        try idf.withUnsafeBufferPointer { idf in
            try worths.withUnsafeBufferPointer { try body(View(idf: idf, worths: $0, isWeighted: isWeighted)) }
        }
    }

    /// Puts a row's values in the place of its counts.
    ///
    /// - Parameter columns: ascending, the column of each count.
    func apply(to row: UnsafeMutableBufferPointer<Float>, of columns: UnsafeBufferPointer<UInt32>) {
        precondition(row.count == columns.count, "\(row.count) counts of \(columns.count) features")
        guard isWeighted else { return }
        var squares = 0.0
        for entry in row.indices {
            let count = Int(row[entry])
            let value = (count < worths.count ? worths[count] : Self.worth(of: count)) * idf[Int(columns[entry])]
            row[entry] = value
            squares += Double(value) * Double(value)
        }
        let length = squares.squareRoot()
        guard length > 0 else { return }
        for entry in row.indices { row[entry] = Float(Double(row[entry]) / length) }
    }
}
