import Arithmetic
import Threads

extension Matrix {
    /// Squared Euclidean distance of each of some rows to another row of this matrix.
    ///
    /// - Complexity: O(rows × columns), shared among the threads.
    public func squaredDistances(of rows: [Int], to target: Int, threads: Int = 1) -> [Float] {
        Parallel.flatMap(rangesOf: rows.count, threads: threads) { range in
            elements.withUnsafeBufferPointer { elements in
                range.map { position in
                    LinearMath.squaredDistance(
                        elements, rows[position] * columnCount, elements, target * columnCount, count: columnCount)
                }
            }
        }
    }

    /// For each of some rows the squared Euclidean distance to the nearest of other rows of this matrix; infinite
    /// where there are none.
    ///
    /// - Complexity: O(rows × targets × columns), shared among the threads.
    public func squaredDistances(of rows: [Int], toNearestOf targets: [Int], threads: Int = 1) -> [Float] {
        Parallel.flatMap(rangesOf: rows.count, chunk: 256, threads: threads) { range in
            elements.withUnsafeBufferPointer { elements in
                range.map { position in
                    targets.reduce(Float.infinity) { nearest, target in
                        min(
                            nearest,
                            LinearMath.squaredDistance(
                                elements, rows[position] * columnCount, elements, target * columnCount,
                                count: columnCount))
                    }
                }
            }
        }
    }

    /// For each of some rows the positions in `targets` of its `count` nearest, nearest first; equal distances go to
    /// the earlier target.
    ///
    /// - Complexity: O(rows × targets × (columns + `count`)) at worst, shared among the threads.
    public func nearest(_ count: Int, of targets: [Int], to rows: [Int], threads: Int = 1) -> [[Int]] {
        let wanted = min(max(0, count), targets.count)
        guard wanted > 0 else { return rows.map { _ in [] } }
        return Parallel.flatMap(rangesOf: rows.count, chunk: 256, threads: threads) { range in
            elements.withUnsafeBufferPointer { elements in
                range.map { position in
                    // A sorted list of the best so far; most targets fall behind its last.
                    var distances = [Float](repeating: .infinity, count: wanted)
                    var positions = [Int](repeating: 0, count: wanted)
                    for (target, row) in targets.enumerated() {
                        let distance = LinearMath.squaredDistance(
                            elements, rows[position] * columnCount, elements, row * columnCount, count: columnCount)
                        guard distance < distances[wanted - 1] || target < wanted else { continue }
                        var place = min(target, wanted - 1)
                        while place > 0, distances[place - 1] > distance {
                            distances[place] = distances[place - 1]
                            positions[place] = positions[place - 1]
                            place -= 1
                        }
                        distances[place] = distance
                        positions[place] = target
                    }
                    return positions
                }
            }
        }
    }
}
