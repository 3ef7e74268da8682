import Learning

/// Scalar products of some feature rows scaled to length 1: cosines. Rows without any feature are one direction of their own.
///
/// The rows are told by their places among those given. Dense rows are expanded once: 8 × dense width bytes a row.
struct UnitKernel: Sendable {
    private let features: FeatureRows
    private let rows: [Int]
    /// One over each row's length; 0 for a row without any feature.
    private let factors: [Double]
    /// Dense parts of the scaled rows, row by row.
    private let dense: [Double]

    /// - Parameter lengths: Euclidean length of each feature row.
    /// - Complexity: O(rows × dense width).
    init(_ rows: [Int], features: FeatureRows, lengths: [Double]) {
        self.features = features
        self.rows = rows
        let factors = rows.map { lengths[$0] > 0 ? 1 / lengths[$0] : 0 }
        self.factors = factors
        var dense: [Double] = []
        dense.reserveCapacity(rows.count * features.denseWidth)
        for (place, row) in rows.enumerated() {
            dense += features.dense?.row(row).map { factors[place] * Double($0) } ?? []
        }
        self.dense = dense
    }

    /// The products of the rows of some places with those of the places that go with each.
    ///
    /// - Complexity: O(sparse columns), and O(entries + dense width) a product.
    func products(_ places: Range<Int>, with others: (Int) -> Range<Int>) -> [[Double]] {
        var vector = [Double](repeating: 0, count: features.sparse.columnCount)
        let width = features.denseWidth
        return places.map { place in
            let others = others(place)
            guard factors[place] > 0 else { return others.map { factors[$0] > 0 ? 0 : 1 } }
            features.sparse.add(rows[place], scaledBy: factors[place], to: &vector)
            let words = features.sparse.products(of: Array(rows[others]), with: vector)
            // What was added to zeros and is taken away again leaves zeros.
            features.sparse.add(rows[place], scaledBy: -factors[place], to: &vector)
            return zip(others, words).map { other, words in
                if other == place { return 1 }
                let meanings =
                    width > 0 ? ScalarProduct.of(dense, from: place * width, dense, from: other * width, width) : 0
                return factors[other] * words + meanings
            }
        }
    }
}
