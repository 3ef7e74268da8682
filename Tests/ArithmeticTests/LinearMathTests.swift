import Arithmetic
import Testing

@Suite("The arithmetic of training and scoring")
struct LinearMathTests {
    static let sizes = [0, 1, 5, 7, 8, 15, 16, 17, 33, 64, 100, 128, 384]

    /// Sums of `count` terms in Float differ from those in double precision by no more; a term and an addition are rounded each
    /// (Higham, Accuracy and Stability of Numerical Algorithms, 3.1), a squared difference three times.
    static func bound(_ count: Int, _ size: Double) -> Double { Double(count + 4) * 0x1p-24 * size * 1.001 }

    @Test("sums over two rows are those in double precision, with the same bits on every level", arguments: sizes)
    func sums(count: Int) {
        let left = Numbers(count: count + 3, seed: 1)
        let right = Numbers(count: count + 2, seed: 2)
        let pairs = (0..<count).map { (Double(left[$0 + 3]), Double(right[$0 + 2])) }
        let products = pairs.map { $0 * $1 }
        let squares = pairs.map { ($0 - $1) * ($0 - $1) }
        var dots: Set<UInt32> = []
        var distances: Set<UInt32> = []
        for level in KernelLevel.all {
            let (dot, distance) = left.read { left in
                right.read { right in
                    (
                        LinearMath.dot(left, 3, right, 2, count: count, level: level),
                        LinearMath.squaredDistance(left, 3, right, 2, count: count, level: level)
                    )
                }
            }
            let size = products.map { abs($0) }.reduce(0, +)
            #expect(abs(Double(dot) - products.reduce(0, +)) <= Self.bound(count, size))
            #expect(abs(Double(distance) - squares.reduce(0, +)) <= Self.bound(count, squares.reduce(0, +)))
            dots.insert(dot.bitPattern)
            distances.insert(distance.bitPattern)
        }
        #expect(dots.count == 1)
        #expect(distances.count == 1)
    }

    @Test(
        "a sum in double precision is exact but for its roundings, with the same bits on every level", arguments: sizes)
    func doubleSums(count: Int) {
        let left = Numbers(count: count, seed: 1)
        let right = Numbers(count: count, seed: 2).values.map { Double($0) / 3 }
        let products = zip(left.values, right).map { Double($0) * $1 }
        var sums: Set<UInt64> = []
        for level in KernelLevel.all {
            let sum = left.read { left in right.withUnsafeBufferPointer { LinearMath.dot(left, $0, level: level) } }
            let size = products.map { abs($0) }.reduce(0, +)
            // Both sums are rounded, each by as much as the bound of Float says at 2⁻⁵³.
            #expect(abs(sum - products.reduce(0, +)) <= 2 * Self.bound(count, size) * 0x1p-29)
            sums.insert(sum.bitPattern)
        }
        #expect(sums.count == 1)
    }

    @Test("and so is one of double-precision numbers, from any two places on", arguments: sizes)
    func doubleDots(count: Int) {
        let left = Numbers(count: count + 3, seed: 1).values.map { Double($0) / 7 }
        let right = Numbers(count: count + 2, seed: 2).values.map { Double($0) / 3 }
        let products = (0..<count).map { left[$0 + 3] * right[$0 + 2] }
        var sums: Set<UInt64> = []
        for level in KernelLevel.all {
            let sum = left.withUnsafeBufferPointer { left in
                right.withUnsafeBufferPointer { LinearMath.dot(left, 3, $0, 2, count: count, level: level) }
            }
            let size = products.map { abs($0) }.reduce(0, +)
            #expect(abs(sum - products.reduce(0, +)) <= 2 * Self.bound(count, size) * 0x1p-29)
            sums.insert(sum.bitPattern)
        }
        #expect(sums.count == 1)
    }

    @Test("whole numbers are written out at their scale, each product rounded", arguments: KernelLevel.all, sizes)
    func expand(level: KernelLevel, count: Int) {
        let numbers = (0..<count).map { Int8(($0 * 37) % 255 - 127) }
        let mean = Numbers(count: count, seed: 3)
        var target = Numbers(unwritten: count + 2)
        numbers.withUnsafeBufferPointer { numbers in
            mean.read { mean in
                target.write {
                    LinearMath.expand(numbers, scale: 0.7, shift: 1.3, mean: mean, to: $0, at: 1, level: level)
                }
            }
        }
        #expect(target.marginsAreWhole && target.isUnwritten(0) && target.isUnwritten(count + 1))
        for index in 0..<count {
            let (scaled, shifted) = (0.7 * Float(numbers[index]), 1.3 * mean[index])
            #expect(target[index + 1] == scaled - shifted)
        }
    }

    @Test("equal rows are at no distance at all", arguments: KernelLevel.all, sizes)
    func distance(level: KernelLevel, count: Int) {
        let row = Numbers(count: count, seed: 4)
        #expect(row.read { LinearMath.squaredDistance($0, 0, $0, 0, count: count, level: level) } == 0)
    }

    @Test("a row is added with its factor, each number rounded twice", arguments: KernelLevel.all, sizes)
    func addScaled(level: KernelLevel, count: Int) {
        let source = Numbers(count: count + 1, seed: 1)
        var target = Numbers(count: count + 2, seed: 2)
        let before = target
        source.read { source in
            target.write { LinearMath.addScaled(0.3, source, 1, to: $0, 2, count: count, level: level) }
        }
        #expect(target.marginsAreWhole && target[0] == before[0] && target[1] == before[1])
        for index in 0..<count {
            let product = 0.3 * source[index + 1]
            #expect(target[index + 2] == before[index + 2] + product)
        }
    }

    @Test(
        "a row is added to rows of a table in their order, each number rounded twice", arguments: KernelLevel.all, sizes
    )
    func addScaledRows(level: KernelLevel, width: Int) {
        let source = Numbers(count: width + 3, seed: 1)
        for rows in [[], [4], [8, 0, 3, 3, 7, 1, 2]] as [[Int32]] {
            let values = Numbers(count: rows.count, seed: 3)
            var table = Numbers(rows: 9, width: width, seed: 2)
            var expected = table.values
            for (entry, row) in rows.enumerated() {
                let factor = -0.3 * values[entry]
                for unit in 0..<width { expected[Int(row) * width + unit] += factor * source[unit + 3] }
            }
            rows.withUnsafeBufferPointer { rows in
                source.read { source in
                    values.read { values in
                        table.write {
                            LinearMath.addScaled(
                                rows: rows, values: values, factor: -0.3, source, 3, to: $0, width: width, level: level)
                        }
                    }
                }
            }
            #expect(table.marginsAreWhole && table.values == expected)
        }
    }

    /// What a comparison with zero could get wrong at the front, in the middle of a register, and behind the last.
    private static func extremes(_ count: Int) -> [Float] {
        let special: [Float] = [
            -1, 0, -0.0, .leastNonzeroMagnitude, -.leastNonzeroMagnitude, .infinity, -.infinity, .nan,
        ]
        return (0..<count).map { special[($0 * 3 + $0 / 8) % 8] }
    }

    @Test("numbers below zero become zero, and no others", arguments: KernelLevel.all, sizes)
    func rectify(level: KernelLevel, count: Int) {
        let before = [-2, -3] + Self.extremes(count)
        var numbers = Numbers(before)
        numbers.write { LinearMath.rectify($0, 2, count: count, level: level) }
        #expect(numbers.marginsAreWhole)
        let expected = before.enumerated().map { $0 >= 2 && $1 < 0 ? 0 : $1 }
        #expect(numbers.bits == expected.map(\.bitPattern))
    }

    @Test("slopes are silent where no output was above zero", arguments: KernelLevel.all, sizes)
    func rectifySlopes(level: KernelLevel, count: Int) {
        let outputs = Numbers([1, -1] + Self.extremes(count))
        var slopes = Numbers(count: count + 2, seed: 1)
        let before = slopes
        outputs.read { outputs in
            slopes.write { LinearMath.rectifySlopes($0, outputs: outputs, 2, count: count, level: level) }
        }
        #expect(slopes.marginsAreWhole && slopes[0] == before[0] && slopes[1] == before[1])
        for index in 2..<count + 2 { #expect(slopes[index] == (outputs[index] <= 0 ? 0 : before[index])) }
    }

    @Test("a step goes against the gradient, which is then zero", arguments: KernelLevel.all, sizes)
    func descend(level: KernelLevel, count: Int) {
        var parameters = Numbers(count: count, seed: 1)
        var gradient = Numbers(count: count, seed: 2)
        let before = (parameters, gradient)
        parameters.write { parameters in
            gradient.write { LinearMath.descend(parameters, $0, rate: 0.3, level: level) }
        }
        #expect(parameters.marginsAreWhole && gradient.marginsAreWhole)
        for index in 0..<count {
            let product = 0.3 * before.1[index]
            #expect(parameters[index] == before.0[index] - product && gradient[index] == 0)
        }
    }

    @Test(
        "weighted rows are added to the start in their order, each number rounded twice", arguments: KernelLevel.all,
        sizes)
    func weightedSum(level: KernelLevel, width: Int) {
        let table = Numbers(rows: 9, width: width, seed: 1)
        let start = Numbers(count: width, seed: 2)
        for rows in [[], [4], [8, 0, 3, 3, 7, 1, 2]] as [[Int32]] {
            let values = Numbers(count: rows.count, seed: 3)
            var target = Numbers(unwritten: width + 1)
            rows.withUnsafeBufferPointer { rows in
                table.read { table in
                    start.read { start in
                        values.read { values in
                            target.write {
                                LinearMath.weightedSum(
                                    rows: rows, values: values, weights: table, start: start, to: $0, at: 1,
                                    width: width, level: level)
                            }
                        }
                    }
                }
            }
            #expect(target.marginsAreWhole && target.isUnwritten(0))
            for unit in 0..<width {
                var sum = start[unit]
                for (entry, row) in rows.enumerated() {
                    let term = values[entry] * table[Int(row) * width + unit]
                    sum += term
                }
                #expect(target[unit + 1].bitPattern == sum.bitPattern)
            }
        }
    }

    @Test(
        "a product has the bits of the weighted sum over all rows", arguments: KernelLevel.all,
        [1, 3, 4, 6, 8, 15, 16, 17, 31, 32, 33, 100, 128])
    func product(level: KernelLevel, width: Int) {
        for (rows, depth) in [(0, 5), (1, 1), (3, 0), (5, 17), (6, 8), (7, 33), (13, 100)] {
            let (stride, targetStride) = (depth + 2, width + 1)
            let x = Numbers(rows: rows, width: depth, stride: stride, seed: 1)
            let weights = Numbers(rows: depth, width: width, seed: 2)
            let start = Numbers(count: width, seed: 3)
            var target = Numbers(unwritten: rows * targetStride)
            var expected = Numbers(unwritten: rows * targetStride)
            let all = (0..<depth).map(Int32.init)
            x.read { x in
                weights.read { weights in
                    start.read { start in
                        target.write {
                            LinearMath.product(
                                x, stride: stride, rows: rows, depth: depth, weights: weights, width: width,
                                start: start, to: $0, targetStride: targetStride, level: level)
                        }
                        for row in 0..<rows {
                            let values = UnsafeBufferPointer(rebasing: x[row * stride..<row * stride + depth])
                            all.withUnsafeBufferPointer { all in
                                expected.write {
                                    LinearMath.weightedSum(
                                        rows: all, values: values, weights: weights, start: start, to: $0,
                                        at: row * targetStride, width: width, level: .plain)
                                }
                            }
                        }
                    }
                }
            }
            #expect(target.marginsAreWhole)
            #expect(target.bits == expected.bits)
        }
    }

    @Test("NaN and infinity go through sums as they do in any order", arguments: KernelLevel.all, [1, 16, 40])
    func extremes(level: KernelLevel, count: Int) {
        let ones = Numbers([Float](repeating: 1, count: count))
        for (value, sign) in [(Float.nan, Float.nan), (.infinity, .infinity), (-.infinity, -.infinity)] {
            for index in 0..<count {
                var row = ones.values
                row[index] = value
                let left = Numbers(row)
                let (dot, distance) = left.read { left in
                    ones.read {
                        (
                            LinearMath.dot(left, 0, $0, 0, count: count, level: level),
                            LinearMath.squaredDistance(left, 0, $0, 0, count: count, level: level)
                        )
                    }
                }
                #expect(sign.isNaN ? dot.isNaN && distance.isNaN : dot == sign && distance == .infinity)
            }
        }
    }
}
