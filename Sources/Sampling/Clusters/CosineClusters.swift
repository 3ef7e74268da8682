import Learning
import Threads

/// Spherical k-means: messages grouped by the cosine between their feature rows.
///
/// Dhillon & Modha 2001; seeded as in Arthur & Vassilvitskii 2007 (k-means++), on a sample where the messages are many.
/// A message without a known feature has no direction and belongs to no cluster. No cluster is empty: where fewer
/// different messages exist than clusters are wanted, there are fewer clusters.
struct CosineClusters {
    struct Cluster {
        /// Rows, nearest to the centre first.
        let members: [Int]
        /// Cosine of each member with the centre.
        let similarities: [Double]
    }

    /// Largest cluster first.
    let clusters: [Cluster]
    /// Centres at unit length: columns of the feature rows × clusters, in the order of ``clusters``.
    let centres: Matrix
    /// Rows in which no feature is known.
    let unclustered: [Int]

    /// Seeds are drawn from so many messages a cluster.
    private static let sampleSize = 50
    private static let largestIterationCount = 12

    /// - Parameters:
    ///   - rows: what to cluster, in an order that does not depend on places (``RoundContext/byContent(_:)``).
    ///   - count: clusters wanted.
    ///   - random: fixes the seeds.
    /// - Throws: `CancellationError` when the round was cancelled.
    /// - Complexity: O(entries × `count`) an iteration, at most twelve iterations.
    init(of rows: [Int], count: Int, in context: RoundContext, random: SeededRandom) throws {
        try context.monitor.checkCancellation()
        let (features, lengths) = (try context.features(), try context.featureLengths())
        unclustered = rows.filter { !(lengths[$0] > 0) }
        let known = rows.filter { lengths[$0] > 0 }
        var work = Iteration(
            rows: known, features: features, lengths: lengths, threads: context.threads)
        var random = random
        let seeds = try work.seeds(
            min(count, known.count), from: random.sample(count * Self.sampleSize, from: known), random: &random,
            monitor: context.monitor)
        guard !seeds.isEmpty else {
            clusters = []
            centres = Matrix(zeros: features.columnCount, 0)
            return
        }
        work.centre(on: seeds.map { [$0] })
        for _ in 0..<Self.largestIterationCount {
            try context.monitor.checkCancellation()
            guard work.assign() else { break }
            work.centre(on: work.members())
        }
        work.measure()
        (clusters, centres) = work.result()
    }

    /// Similarities of rows to every centre: rows × clusters.
    func similarities(of rows: [Int], in context: RoundContext) throws -> Matrix {
        let products = try context.features().products(of: rows, with: centres, threads: context.threads)
        let lengths = try context.featureLengths()
        return Matrix(
            rowCount: rows.count, columnCount: products.columnCount,
            elements: rows.indices.flatMap { position -> [Float] in
                let length = Float(lengths[rows[position]])
                return products.row(position).map { length > 0 ? $0 / length : 0 }
            })
    }
}

/// The state between two iterations of spherical k-means.
private struct Iteration {
    let rows: [Int]
    let features: FeatureRows
    let lengths: [Double]
    let threads: Int
    /// Columns × clusters, at unit length.
    private var centres = Matrix(zeros: 0, 0)
    /// Cluster of each row, and the cosine with its centre.
    private var assignment: [Int] = []
    private var cosines: [Double] = []

    init(rows: [Int], features: FeatureRows, lengths: [Double], threads: Int) {
        self.rows = rows
        self.features = features
        self.lengths = lengths
        self.threads = threads
    }

    /// Rows to start from, each drawn in proportion to its distance 1 − cos from the nearest before it.
    func seeds(
        _ count: Int, from sample: [Int], random: inout SeededRandom, monitor: WorkMonitor
    ) throws -> [Int] {
        guard let first = sample.first else { return [] }
        var seeds = [first]
        var distances = [Double](repeating: 2, count: sample.count)
        while seeds.count < count, let last = seeds.last {
            try monitor.checkCancellation()
            var vector = [Double](repeating: 0, count: features.columnCount)
            features.add(last, scaledBy: 1 / lengths[last], to: &vector)
            let products = features.products(of: sample, with: vector, threads: threads)
            for index in sample.indices {
                let distance = max(0, 1 - products[index] / lengths[sample[index]])
                // What rounding leaves of the distance between two equal messages is none.
                distances[index] = min(distances[index], distance < 1e-12 ? 0 : distance)
            }
            guard let next = random.index(weightedBy: distances) else { break }
            seeds.append(sample[next])
        }
        return seeds
    }

    /// Puts every row to its most similar centre, the first of equal ones.
    ///
    /// - Returns: whether anything changed.
    mutating func assign() -> Bool {
        let products = features.products(of: rows, with: centres, threads: threads)
        let width = products.columnCount
        var next = [Int](repeating: 0, count: rows.count)
        var similarities = [Double](repeating: 0, count: rows.count)
        for position in rows.indices {
            var best = 0
            let start = position * width
            for cluster in 0..<width where products.elements[start + cluster] > products.elements[start + best] {
                best = cluster
            }
            next[position] = best
            similarities[position] = min(
                1, max(-1, Double(products.elements[start + best]) / lengths[rows[position]]))
        }
        refillEmpty(&next, &similarities, clusters: width)
        defer { (assignment, cosines) = (next, similarities) }
        return next != assignment
    }

    /// Gives a cluster that lost all its members the message that fits worst where it is.
    private func refillEmpty(_ next: inout [Int], _ similarities: inout [Double], clusters: Int) {
        var sizes = [Int](repeating: 0, count: clusters)
        for cluster in next { sizes[cluster] += 1 }
        for empty in 0..<clusters where sizes[empty] == 0 {
            var worst: Int?
            for position in rows.indices where sizes[next[position]] > 1 && similarities[position] < 1 - 1e-6 {
                if let known = worst, similarities[known] <= similarities[position] { continue }
                worst = position
            }
            guard let position = worst else { return }
            sizes[next[position]] -= 1
            sizes[empty] = 1
            next[position] = empty
            similarities[position] = 1
        }
    }

    /// The cosine of each row with the centre of its cluster as the cluster is now.
    mutating func measure() {
        let products = features.products(of: rows, with: centres, threads: threads)
        cosines = rows.indices.map { position in
            min(1, max(-1, Double(products[position, assignment[position]]) / lengths[rows[position]]))
        }
    }

    func members() -> [[Int]] {
        var members = [[Int]](repeating: [], count: centres.columnCount)
        for (position, cluster) in assignment.enumerated() { members[cluster].append(rows[position]) }
        return members
    }

    /// New centres: the mean direction of each group's rows; a group without rows keeps none.
    mutating func centre(on groups: [[Int]]) {
        let (features, lengths) = (features, lengths)
        let sums = Parallel.map(groups.count, threads: threads) { cluster -> [Double] in
            var sum = [Double](repeating: 0, count: features.columnCount)
            for row in groups[cluster] { features.add(row, scaledBy: 1 / lengths[row], to: &sum) }
            return sum
        }
        let width = groups.count
        var elements = [Float](repeating: 0, count: features.columnCount * width)
        for (cluster, sum) in sums.enumerated() {
            let length = sum.reduce(0) { $0 + $1 * $1 }.squareRoot()
            guard length > 0 else { continue }
            for column in sum.indices where sum[column] != 0 {
                elements[column * width + cluster] = Float(sum[column] / length)
            }
        }
        centres = Matrix(rowCount: features.columnCount, columnCount: width, elements: elements)
    }

    /// The clusters that have members, largest first.
    func result() -> ([CosineClusters.Cluster], Matrix) {
        var positions = [[Int]](repeating: [], count: centres.columnCount)
        for (position, cluster) in assignment.enumerated() { positions[cluster].append(position) }
        let order = positions.indices.filter { !positions[$0].isEmpty }.sorted { left, right in
            positions[left].count != positions[right].count
                ? positions[left].count > positions[right].count : left < right
        }
        let clusters = order.map { cluster in
            let sorted = positions[cluster].sorted { left, right in
                cosines[left] != cosines[right] ? cosines[left] > cosines[right] : left < right
            }
            return CosineClusters.Cluster(members: sorted.map { rows[$0] }, similarities: sorted.map { cosines[$0] })
        }
        var elements: [Float] = []
        elements.reserveCapacity(centres.rowCount * order.count)
        for column in 0..<centres.rowCount { for cluster in order { elements.append(centres[column, cluster]) } }
        return (clusters, Matrix(rowCount: centres.rowCount, columnCount: order.count, elements: elements))
    }
}
