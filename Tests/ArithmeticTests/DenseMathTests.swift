import Arithmetic
import Foundation
import Testing

@Suite("The arithmetic of encoders")
struct DenseMathTests {
    static let sizes = [0, 1, 5, 7, 15, 16, 17, 33, 100, 384]

    @Test(
        "a product equals the sums in double precision, whatever its shape",
        arguments: KernelLevel.all,
        [
            (0, 3, 5), (1, 1, 1), (1, 7, 5), (5, 17, 7), (6, 16, 32), (7, 100, 17), (13, 384, 33), (11, 0, 9),
            (12, 5, 0), (9, 65, 100),
        ])
    func product(level: KernelLevel, shape: (rows: Int, depth: Int, columns: Int)) {
        let math = DenseMath(level: level)
        let (rows, depth, columns) = shape
        let a = Numbers(rows: rows, width: depth, stride: depth + 2, seed: 1)
        let weights = Numbers(rows: columns, width: depth, stride: depth + 1, seed: 2)
        let turned = Numbers(
            (0..<depth * columns).map { weights[$0 % columns * (depth + 1) + $0 / columns] })
        let bias = Numbers(count: columns, seed: 3)
        var panels = Numbers(unwritten: math.packedCount(columns: columns, depth: depth))
        var again = panels
        weights.read { from in
            panels.write { math.pack(from, stride: depth + 1, columns: columns, depth: depth, to: $0) }
        }
        turned.read { from in
            again.write { math.packRows(from, stride: columns, columns: columns, depth: depth, to: $0) }
        }
        #expect(panels.bits == again.bits)
        #expect(panels.values.allSatisfy { $0.isFinite } && panels.marginsAreWhole && again.marginsAreWhole)
        let stride = columns + 3
        for biased in [false, true] {
            var target = Numbers(unwritten: rows * stride)
            a.read { a in
                panels.read { panels in
                    bias.read { bias in
                        target.write {
                            math.product(
                                a, stride: depth + 2, rows: rows, depth: depth, panels: panels,
                                bias: biased ? bias : nil, columns: columns, to: $0, targetStride: stride)
                        }
                    }
                }
            }
            #expect(target.marginsAreWhole)
            for row in 0..<rows {
                for column in 0..<stride {
                    guard column < columns else {
                        #expect(target.isUnwritten(row * stride + column))
                        continue
                    }
                    var sum = biased ? Double(bias[column]) : 0
                    var size = abs(sum)
                    for k in 0..<depth {
                        let term = Double(a[row * (depth + 2) + k]) * Double(weights[column * (depth + 1) + k])
                        sum += term
                        size += abs(term)
                    }
                    // Higham, Accuracy and Stability of Numerical Algorithms, 3.1: n roundings of 2⁻²⁴, a term and an addition each.
                    let bound = Double(depth + 2) * 0x1p-24 * size * 1.001
                    #expect(abs(Double(target[row * stride + column]) - sum) <= bound)
                }
            }
        }
    }

    @Test("rows that overlap are windows: the product is that of the windows copied out", arguments: KernelLevel.all)
    func windows(level: KernelLevel) {
        let math = DenseMath(level: level)
        let (rows, depth, columns, step) = (13, 12, 9, 4)
        let sequence = Numbers(count: (rows - 1) * step + depth, seed: 1)
        let copied = Numbers((0..<rows * depth).map { sequence[$0 / depth * step + $0 % depth] })
        let weights = Numbers(count: columns * depth, seed: 2)
        var panels = Numbers(unwritten: math.packedCount(columns: columns, depth: depth))
        weights.read { from in
            panels.write { math.pack(from, stride: depth, columns: columns, depth: depth, to: $0) }
        }
        let results = [(sequence, step), (copied, depth)].map { a, stride in
            var target = Numbers(unwritten: rows * columns)
            a.read { a in
                panels.read { panels in
                    target.write {
                        math.product(
                            a, stride: stride, rows: rows, depth: depth, panels: panels, columns: columns, to: $0,
                            targetStride: columns)
                    }
                }
            }
            return target.bits
        }
        #expect(results[0] == results[1])
    }

    @Test("gelu is x times the normal distribution's share below x", arguments: KernelLevel.all, sizes)
    func gelu(level: KernelLevel, count: Int) {
        var x = Numbers((0..<count).map { Float($0 - count / 2) * 0.0617 })
        let before = x.values
        x.write { DenseMath(level: level).gelu($0) }
        #expect(x.marginsAreWhole)
        for (x, y) in zip(before, x.values) {
            let expected = Double(x) * 0.5 * erfc(-Double(x) / 2.0.squareRoot())
            #expect(abs(Double(y) - expected) <= 2e-7 * (1 + abs(Double(x))), "\(x)")
        }
    }

    @Test("tanh is the tangent of the library", arguments: KernelLevel.all, sizes)
    func tanh(level: KernelLevel, count: Int) {
        var x = Numbers((0..<count).map { Float($0 - count / 2) * 0.0517 })
        let before = x.values
        x.write { DenseMath(level: level).tanh($0) }
        #expect(x.marginsAreWhole)
        for (x, y) in zip(before, x.values) {
            let expected = Foundation.tanh(Double(x))
            #expect(abs(Double(y) - expected) <= 4e-7 * abs(expected), "\(x)")
        }
    }

    @Test(
        "a softmax's numbers are shares of the exponentials, and the rest of the row is 0", arguments: KernelLevel.all,
        sizes)
    func softmax(level: KernelLevel, count: Int) {
        let (rows, stride, scale) = (3, count + 5, Float(8))
        var x = Numbers(rows: rows, width: count, stride: stride, seed: 5)
        let before = x
        x.write { DenseMath(level: level).softmax($0, rows: rows, stride: stride, count: count, scale: scale) }
        #expect(x.marginsAreWhole)
        for row in 0..<rows {
            let terms = (0..<count).map { exp(Double(before[row * stride + $0]) * Double(scale)) }
            let sum = terms.reduce(0, +)
            for column in 0..<stride {
                let found = Double(x[row * stride + column])
                guard column < count else {
                    #expect(found == 0)
                    continue
                }
                // The exponent is at most 16, rounded twice: 16 · 2⁻²³ in the exponential, whose own error is 2e-7; so is the
                // sum's, whose additions add count / 16 + 4 roundings.
                let bound = 2 * (16 * 0x1p-23 + 2e-7) + Double(count / 16 + 6) * 0x1p-24
                #expect(abs(found - terms[column] / sum) <= bound * terms[column] / sum)
            }
        }
    }

    @Test("a softmax takes -inf as padding, and huge numbers as they are", arguments: KernelLevel.all)
    func softmaxExtremes(level: KernelLevel) {
        let (big, inf, tiny) = (Float.greatestFiniteMagnitude, Float.infinity, Float.leastNonzeroMagnitude)
        var x = Numbers([
            0, -inf, 0, -inf, -inf, -inf, -inf, -inf, big, -big, -big, big, 0, tiny, 0, -tiny, .nan, 0, 1, 2,
        ])
        x.write { DenseMath(level: level).softmax($0, rows: 5, stride: 4, count: 4) }
        #expect(Array(x.values[0..<4]) == [0.5, 0, 0.5, 0])
        #expect(Array(x.values[4..<8]) == [0, 0, 0, 0])
        // e^-87.3 is the least exponential there is.
        for (found, expected) in zip(x.values[8..<16], [0.5, 0, 0, 0.5, 0.25, 0.25, 0.25, 0.25]) {
            #expect(abs(Double(found) - expected) < 1.3e-38)
        }
        #expect(x.values[16...].allSatisfy { $0.isNaN })
    }

    @Test("rows are normalised to their gain and bias", arguments: KernelLevel.all, sizes.filter { $0 > 0 })
    func normalize(level: KernelLevel, width: Int) {
        let rows = 3
        let epsilon: Float = 1e-3
        let y = Numbers(rows: rows, width: width, seed: 7)
        let gain = Numbers(count: width, seed: 8)
        let bias = Numbers(count: width, seed: 9)
        for added in [false, true] {
            var x = Numbers(rows: rows, width: width, seed: 6)
            let before = x
            x.write { x in
                y.read { y in
                    gain.read { gain in
                        bias.read {
                            DenseMath(level: level).addAndNormalize(
                                x, added ? y : nil, rows: rows, width: width, gain: gain, bias: $0, epsilon: epsilon)
                        }
                    }
                }
            }
            #expect(x.marginsAreWhole)
            for row in 0..<rows {
                // The sum of two Floats is rounded once before all else.
                let sums = (0..<width).map { column in
                    let at = row * width + column
                    return Double(added ? before[at] + y[at] : before[at])
                }
                let mean = sums.reduce(0, +) / Double(width)
                let variance = sums.map { ($0 - mean) * ($0 - mean) }.reduce(0, +) / Double(width)
                let scale = 1 / (variance + Double(epsilon)).squareRoot()
                for column in 0..<width {
                    let expected = (sums[column] - mean) * scale * Double(gain[column]) + Double(bias[column])
                    // Every number is at most 2, a mean has width / 16 + 6 roundings, and the scale multiplies what is left of
                    // them; the scale's own error is relative.
                    let roundings = Double(width / 16 + 6) * 0x1p-24
                    let bound = 4 * roundings * scale + roundings * abs(expected) + 4 * 0x1p-24 * (1 + abs(expected))
                    #expect(abs(Double(x[row * width + column]) - expected) <= bound)
                }
            }
        }
    }

    @Test("a row of equal numbers is normalised to the bias", arguments: KernelLevel.all)
    func normalizeFlat(level: KernelLevel) {
        let width = 20
        var x = Numbers([Float](repeating: 0.75, count: width))
        let bias = Numbers(count: width, seed: 2)
        x.write { x in
            bias.read {
                DenseMath(level: level).addAndNormalize(x, rows: 1, width: width, gain: $0, bias: $0, epsilon: 1e-6)
            }
        }
        #expect(x.bits == bias.bits)
    }

    @Test("a row is added with its factor", arguments: KernelLevel.all, sizes)
    func add(level: KernelLevel, count: Int) {
        let source = Numbers(count: count, seed: 1)
        var target = Numbers(count: count, seed: 2)
        let before = target.values
        source.read { source in target.write { DenseMath(level: level).add(0.3, source, to: $0) } }
        #expect(target.marginsAreWhole)
        for index in 0..<count {
            let product = Double(Float(0.3)) * Double(source[index])
            let expected = Double(before[index]) + product
            #expect(abs(Double(target[index]) - expected) <= 0x1p-24 * (abs(product) + abs(expected)) * 1.001)
        }
    }

    @Test("negative numbers are rectified before the residual is added", arguments: KernelLevel.all, sizes)
    func rectify(level: KernelLevel, width: Int) {
        let (rows, stride, yStride) = (3, width + 1, width + 4)
        let bias = Numbers(count: width, seed: 3)
        let y = Numbers(rows: rows, width: width, stride: yStride, seed: 4)
        for (biased, added) in [(false, false), (true, false), (false, true), (true, true)] {
            var x = Numbers(rows: rows, width: width, stride: stride, seed: 5)
            let before = x
            x.write { x in
                bias.read { bias in
                    y.read {
                        DenseMath(level: level).rectify(
                            x, stride: stride, rows: rows, width: width, bias: biased ? bias : nil,
                            adding: added ? $0 : nil, yStride: yStride)
                    }
                }
            }
            #expect(x.marginsAreWhole)
            for row in 0..<rows {
                for column in 0..<width {
                    let sum = before[row * stride + column] + (biased ? bias[column] : 0)
                    #expect(x[row * stride + column] == (sum < 0 ? 0 : sum) + (added ? y[row * yStride + column] : 0))
                }
                #expect(x.isUnwritten(row * stride + width))
            }
        }
    }

    @Test("rows get the length 1, and rows of 0 stay 0", arguments: KernelLevel.all, sizes)
    func normalizeLength(level: KernelLevel, width: Int) {
        let rows = 3
        var x = Numbers(Numbers(rows: rows - 1, width: width, seed: 3).values + [Float](repeating: 0, count: width))
        let before = x
        x.write { DenseMath(level: level).normalizeLength($0, rows: rows, width: width) }
        #expect(x.marginsAreWhole)
        for row in 0..<rows {
            let numbers = (0..<width).map { Double(before[row * width + $0]) }
            let length = numbers.map { $0 * $0 }.reduce(0, +).squareRoot()
            for column in 0..<width {
                let expected = row < rows - 1 ? numbers[column] / length : 0
                let bound = Double(width / 16 + 10) * 0x1p-24 * abs(expected)
                #expect(abs(Double(x[row * width + column]) - expected) <= bound)
            }
        }
    }

    @Test("a row shorter than the floor is divided by the floor's root", arguments: KernelLevel.all)
    func floor(level: KernelLevel) {
        var x = Numbers([0.25, 0])
        x.write { DenseMath(level: level).normalizeLength($0, rows: 1, width: 2, floor: 4) }
        #expect(x.values == [0.125, 0])
    }

    @Test("numbers at the edges of Float stay what they are, and NaN stays NaN", arguments: KernelLevel.all)
    func extremes(level: KernelLevel) {
        let math = DenseMath(level: level)
        let tiny = Float.leastNormalMagnitude / 1024
        let numbers: [Float] = [0, -0.0, 1e30, -1e30, 3e38, -3e38, tiny, -tiny, .infinity, -.infinity, .nan]
        var tangents = Numbers(numbers)
        tangents.write { math.tanh($0) }
        #expect(Array(tangents.values.dropLast()) == [0, 0, 1, -1, 1, -1, tiny, -tiny, 1, -1])
        #expect(tangents[10].isNaN)
        var gelu = Numbers(numbers)
        gelu.write { math.gelu($0) }
        #expect(Array(gelu.values[0..<6]) == [0, 0, 1e30, 0, 3e38, 0])
        #expect(abs(gelu[6]) <= tiny && abs(gelu[7]) <= tiny && gelu[8] == .infinity && gelu[10].isNaN)
        // Every NaN there is has a payload; one in a row is one in its sums.
        for payload in [Float.RawSignificand(0), 1, 2, 0xff, 0xffff, 0x1fffff] {
            let nan = Float(nan: payload, signaling: false)
            for index in 0..<20 {
                var row = [Float](repeating: 0.5, count: 20)
                row[index] = nan
                var (a, b, c, d, e) = (Numbers(row), Numbers(row), Numbers(row), Numbers(row), Numbers(row))
                a.write { math.gelu($0) }
                b.write { math.tanh($0) }
                c.write { math.softmax($0, rows: 1, stride: 20, count: 20) }
                d.write { math.normalizeLength($0, rows: 1, width: 20) }
                e.write { math.rectify($0, stride: 20, rows: 1, width: 20) }
                for found in [a, b, e] {
                    #expect((0..<20).allSatisfy { found[$0].isNaN == ($0 == index) })
                }
                for found in [c, d] { #expect(found.values.allSatisfy { $0.isNaN }) }
            }
        }
    }

    @Test(
        "AVX2 and AVX-512 give the same bits", .enabled(if: KernelLevel.supported == .avx512), arguments: sizes)
    func sameBits(width: Int) {
        func results(_ level: KernelLevel) -> [[UInt32]] {
            let math = DenseMath(level: level)
            let rows = 7
            let x = Numbers(rows: rows, width: width, seed: 1)
            let y = Numbers(rows: rows, width: width, seed: 2)
            let bias = Numbers(count: width, seed: 3)
            var found: [Numbers] = []
            func each(_ body: (UnsafeMutableBufferPointer<Float>) -> Void) {
                var x = x
                x.write(body)
                found.append(x)
            }
            each { math.gelu($0) }
            each { math.tanh($0) }
            each { math.softmax($0, rows: rows, stride: width, count: width, scale: 3) }
            each { math.normalizeLength($0, rows: rows, width: width) }
            each { x in y.read { math.add(0.7, $0, to: x) } }
            each { x in
                y.read { y in
                    bias.read {
                        math.addAndNormalize(x, y, rows: rows, width: width, gain: $0, bias: $0, epsilon: 1e-5)
                    }
                }
            }
            each { x in
                y.read { y in
                    bias.read {
                        math.rectify(x, stride: width, rows: rows, width: width, bias: $0, adding: y, yStride: width)
                    }
                }
            }
            let columns = 40
            let weights = Numbers(rows: columns, width: width, seed: 4)
            var panels = Numbers(unwritten: math.packedCount(columns: columns, depth: width))
            weights.read { weights in
                panels.write { math.pack(weights, stride: width, columns: columns, depth: width, to: $0) }
            }
            var product = Numbers(unwritten: rows * columns)
            x.read { x in
                panels.read { panels in
                    product.write {
                        math.product(
                            x, stride: width, rows: rows, depth: width, panels: panels, columns: columns, to: $0,
                            targetStride: columns)
                    }
                }
            }
            return (found + [product]).map(\.bits)
        }
        #expect(results(.avx2) == results(.avx512))
    }
}
