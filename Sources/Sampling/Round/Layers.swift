import Learning
import Threads

/// The layers of a model for every row, side by side as one space: the hidden activations, and the layer before them, which the
/// model was given.
///
/// A hidden layer that has learnt one task holds hardly more than one direction, that of its answer; what lies beside it must
/// come in from outside. So the input layer stands here as well: the dense row where there is an encoder, else the sparse one.
/// The input layer is scaled by one factor, so that its mean length is that of the hidden layer, or a multiple; products and
/// squared distances are the sums of those of the two.
struct Layers: Sendable {
    private let hidden: Matrix
    /// Factor of the input layer's products.
    private let inputFactor: Double
    private let inputs: FeatureRows
    /// Squared length of each row's input layer, before scaling.
    private let inputSquares: [Double]
    private let threads: Int

    /// - Parameters:
    ///   - features: what the model was given; of it the dense rows are used where there are any.
    ///   - rows: the rows whose mean lengths become the same, in an order that does not depend on places.
    ///   - inputLength: what the mean length of the input layer becomes, as a multiple of that of the hidden layer.
    /// - Complexity: O(entries, or rows × dense width).
    init(hidden: Matrix, features: FeatureRows, scaledOn rows: [Int], inputLength: Double = 1, threads: Int) {
        self.hidden = hidden
        self.threads = threads
        inputs = features.inputLayer
        let lengths = inputs.lengths(threads: threads)
        inputSquares = lengths.map { $0 * $0 }
        let active = rows.reduce(0) { sum, row in
            sum + hidden.row(row).reduce(0) { $0 + Double($1) * Double($1) }.squareRoot()
        }
        let given = rows.reduce(0) { $0 + lengths[$1] }
        let ratio = given > 0 ? inputLength * (active > 0 ? active : Double(rows.count)) / given : 0
        inputFactor = ratio * ratio
    }

    /// Squared length of a row.
    func square(_ row: Int) -> Double {
        hiddenSquare(row) + inputFactor * inputSquares[row]
    }

    /// Scalar products of some rows with another.
    ///
    /// - Complexity: O(rows × hidden units + entries, or rows × dense width), shared among the threads.
    func products(of rows: [Int], with other: Int) -> [Double] {
        let activations = hidden.products(of: rows, withRow: other, threads: threads)
        let given = inputProducts(of: rows, with: other)
        return rows.indices.map { Double(activations[$0]) + inputFactor * given[$0] }
    }

    /// Squared Euclidean distance of each of some rows to another; exactly 0 for equal ones.
    ///
    /// - Complexity: as ``products(of:with:)``.
    func squaredDistances(of rows: [Int], to target: Int) -> [Double] {
        let apart = hidden.squaredDistances(of: rows, to: target, threads: threads)
        let given = inputProducts(of: rows, with: target)
        return rows.indices.map { position in
            Double(apart[position])
                + inputFactor * inputDistance(rows[position], target, product: given[position], tolerance: 1e-12)
        }
    }

    /// For each of some rows the squared distance to the nearest of others; infinite where there are none.
    ///
    /// - Complexity: O(rows × targets × (hidden units + entries of a row, or dense width)), shared among the threads.
    func squaredDistances(of rows: [Int], toNearestOf targets: [Int]) -> [Double] {
        var nearest = [Double](repeating: .infinity, count: rows.count)
        forEachDistance(of: rows, to: targets) { position, _, distance in
            nearest[position] = min(nearest[position], distance)
        }
        return nearest
    }

    /// For each of some rows the positions in `targets` of its `count` nearest, nearest first; equal distances go to the
    /// earlier target.
    ///
    /// - Complexity: O(rows × targets × (hidden units + entries of a row, or dense width + `count`)) at worst.
    func nearest(_ count: Int, of targets: [Int], to rows: [Int]) -> [[Int]] {
        neighbours(count, of: targets, to: rows).map { $0.map(\.target) }
    }

    /// For each of some rows the mean distance to its `count` nearest of others, or to all where there are fewer; infinite where
    /// there are none.
    ///
    /// - Complexity: as ``nearest(_:of:to:)``.
    func meanDistances(of rows: [Int], toNearest count: Int, of targets: [Int]) -> [Double] {
        neighbours(count, of: targets, to: rows).map { found in
            found.isEmpty
                ? .infinity : found.reduce(0) { $0 + max(0, $1.distance).squareRoot() } / Double(found.count)
        }
    }

    private func neighbours(
        _ count: Int, of targets: [Int], to rows: [Int]
    ) -> [[(distance: Double, target: Int)]] {
        let wanted = min(max(0, count), targets.count)
        guard wanted > 0 else { return rows.map { _ in [] } }
        var found = [[(distance: Double, target: Int)]](repeating: [], count: rows.count)
        forEachDistance(of: rows, to: targets) { position, target, distance in
            if found[position].count == wanted {
                guard let last = found[position].last, distance < last.distance else { return }
                found[position].removeLast()
            }
            var place = found[position].count
            while place > 0, found[position][place - 1].distance > distance { place -= 1 }
            found[position].insert((distance, target), at: place)
        }
        return found
    }

    // MARK: Input layer

    private func inputProducts(of rows: [Int], with other: Int) -> [Double] {
        var vector = [Double](repeating: 0, count: inputs.columnCount)
        inputs.add(other, scaledBy: 1, to: &vector)
        return inputs.products(of: rows, with: vector, threads: threads)
    }

    /// ‖a‖² + ‖b‖² − 2 a·b; what rounding leaves of the distance between two equal rows is none.
    private func inputDistance(_ row: Int, _ other: Int, product: Double, tolerance: Double) -> Double {
        let squares = inputSquares[row] + inputSquares[other]
        let distance = squares - 2 * product
        return distance > tolerance * squares ? distance : 0
    }

    /// Targets whose products with all rows are computed at once.
    private static let targetChunk = 64
    /// Rows at once: their products with a chunk of targets take a few MB.
    private static let rowChunk = 16_384

    /// Calls `body` with the position of each row, that of each target, and their squared distance; the targets of a row in
    /// order.
    private func forEachDistance(of rows: [Int], to targets: [Int], _ body: (Int, Int, Double) -> Void) {
        for chunk in Parallel.ranges(of: targets.count, chunk: Self.targetChunk) {
            let wanted = targets[chunk]
            let table = inputTable(wanted)
            let activations = hiddenTable(wanted)
            let hiddenSquares = wanted.map { hiddenSquare($0) }
            for part in Parallel.ranges(of: rows.count, chunk: Self.rowChunk) {
                let some = Array(rows[part])
                let given = inputs.products(of: some, with: table, threads: threads)
                let active = hidden.products(of: some, with: activations, threads: threads)
                for (position, row) in some.enumerated() {
                    let own = hiddenSquare(row)
                    for (offset, target) in wanted.enumerated() {
                        let squares = own + hiddenSquares[offset]
                        let apart = squares - 2 * Double(active[position, offset])
                        let distance =
                            (apart > 1e-5 * squares ? apart : 0) + inputFactor
                            * inputDistance(row, target, product: Double(given[position, offset]), tolerance: 1e-5)
                        body(part.lowerBound + position, chunk.lowerBound + offset, distance)
                    }
                }
            }
        }
    }

    private func hiddenSquare(_ row: Int) -> Double {
        hidden.row(row).reduce(0) { $0 + Double($1) * Double($1) }
    }

    /// Input columns × targets.
    private func inputTable(_ targets: ArraySlice<Int>) -> Matrix {
        var table = Matrix(zeros: inputs.columnCount, targets.count)
        for (offset, target) in targets.enumerated() {
            var vector = [Double](repeating: 0, count: inputs.columnCount)
            inputs.add(target, scaledBy: 1, to: &vector)
            for (column, value) in vector.enumerated() where value != 0 { table[column, offset] = Float(value) }
        }
        return table
    }

    /// Hidden units × targets.
    private func hiddenTable(_ targets: ArraySlice<Int>) -> Matrix {
        var table = Matrix(zeros: hidden.columnCount, targets.count)
        for (offset, target) in targets.enumerated() {
            for (unit, value) in hidden.row(target).enumerated() { table[unit, offset] = value }
        }
        return table
    }
}
