// One source, three targets, as `DenseKernels.swift` says. Nothing here may fuse a multiplication with an addition: the bits
// are the same on every CPU.

#if AVX512
    private typealias Vector = SIMD16<Float>
    private typealias Wide = SIMD16<Float>
#elseif AVX2
    private typealias Vector = SIMD8<Float>
    private typealias Wide = SIMD16<Float>
#else
    private typealias Vector = SIMD4<Float>
    private typealias Wide = SIMD8<Float>
#endif

/// The arithmetic of training and scoring. Pointers are not checked here; `LinearMath` of Arithmetic does that.
public enum LinearKernels {
    /// target[i] += factor · source[i].
    @inline(never)
    public static func addScaled(
        _ factor: Float, _ source: UnsafePointer<Float>, to target: UnsafeMutablePointer<Float>, count: Int
    ) {
        var i = 0
        while i + Wide.scalarCount <= count {
            store(load(target, i) + factor * load(source, i) as Wide, target, i)
            i += Wide.scalarCount
        }
        while i < count {
            target[i] += factor * source[i]
            i += 1
        }
    }

    /// table[rows[e] · width + u] += factor · values[e] · source[u] for all entries e, one after another.
    @inline(never)
    public static func addScaled(
        rows: UnsafePointer<Int32>, values: UnsafePointer<Float>, count: Int, factor: Float,
        _ source: UnsafePointer<Float>, to table: UnsafeMutablePointer<Float>, width: Int
    ) {
        var unit = 0
        let lanes = Wide.scalarCount
        while unit + 4 * lanes <= width {
            // What is added is the same for all rows, and stays in registers.
            let a: Wide = load(source, unit)
            let b: Wide = load(source, unit + lanes)
            let c: Wide = load(source, unit + 2 * lanes)
            let d: Wide = load(source, unit + 3 * lanes)
            for entry in 0..<count {
                let value = factor * values[entry]
                let row = table + (Int(rows[entry]) &* width &+ unit)
                store(load(row, 0) + value * a, row, 0)
                store(load(row, lanes) + value * b, row, lanes)
                store(load(row, 2 * lanes) + value * c, row, 2 * lanes)
                store(load(row, 3 * lanes) + value * d, row, 3 * lanes)
            }
            unit += 4 * lanes
        }
        guard unit < width else { return }
        for entry in 0..<count {
            let start = Int(rows[entry]) &* width &+ unit
            addScaled(factor * values[entry], source + unit, to: table + start, count: width - unit)
        }
    }

    /// numbers[i] = 0 where it is below.
    @inline(never)
    public static func rectify(_ numbers: UnsafeMutablePointer<Float>, count: Int) {
        var i = 0
        while i + Wide.scalarCount <= count {
            let wide: Wide = load(numbers, i)
            store(wide.replacing(with: 0, where: wide .< 0), numbers, i)
            i += Wide.scalarCount
        }
        while i < count {
            if numbers[i] < 0 { numbers[i] = 0 }
            i += 1
        }
    }

    /// slopes[i] = 0 where outputs[i] is not above.
    @inline(never)
    public static func rectifySlopes(
        _ slopes: UnsafeMutablePointer<Float>, outputs: UnsafePointer<Float>, count: Int
    ) {
        var i = 0
        while i + Wide.scalarCount <= count {
            let wide: Wide = load(outputs, i)
            store((load(slopes, i) as Wide).replacing(with: 0, where: wide .<= 0), slopes, i)
            i += Wide.scalarCount
        }
        while i < count {
            if outputs[i] <= 0 { slopes[i] = 0 }
            i += 1
        }
    }

    /// parameters[i] −= rate · gradient[i]; the gradient is 0 then.
    @inline(never)
    public static func descend(
        _ parameters: UnsafeMutablePointer<Float>, _ gradient: UnsafeMutablePointer<Float>, rate: Float, count: Int
    ) {
        var i = 0
        while i + Wide.scalarCount <= count {
            store(load(parameters, i) - rate * load(gradient, i) as Wide, parameters, i)
            store(Wide.zero, gradient, i)
            i += Wide.scalarCount
        }
        while i < count {
            parameters[i] -= rate * gradient[i]
            gradient[i] = 0
            i += 1
        }
    }

    /// Σ a[i] · b[i], in sixteen partial sums of fixed order.
    @inline(never)
    public static func dot(_ a: UnsafePointer<Float>, _ b: UnsafePointer<Float>, count: Int) -> Float {
        var even = SIMD8<Float>.zero
        var odd = SIMD8<Float>.zero
        var i = 0
        while i + 16 <= count {
            even += load(a, i) * load(b, i)
            odd += load(a, i + 8) * load(b, i + 8)
            i += 16
        }
        var sum = total(of: even + odd)
        while i < count {
            sum += a[i] * b[i]
            i += 1
        }
        return sum
    }

    /// Σ a[i] · b[i] in double precision, in sixteen partial sums of fixed order.
    @inline(never)
    public static func dot(_ a: UnsafePointer<Float>, _ b: UnsafePointer<Double>, count: Int) -> Double {
        var even = SIMD8<Double>.zero
        var odd = SIMD8<Double>.zero
        var i = 0
        while i + 16 <= count {
            even += SIMD8<Double>(load(a, i) as SIMD8<Float>) * load(b, i)
            odd += SIMD8<Double>(load(a, i + 8) as SIMD8<Float>) * load(b, i + 8)
            i += 16
        }
        var sum = (even + odd).sum()
        while i < count {
            sum += Double(a[i]) * b[i]
            i += 1
        }
        return sum
    }

    /// Σ a[i] · b[i] in double precision, likewise.
    @inline(never)
    public static func dot(_ a: UnsafePointer<Double>, _ b: UnsafePointer<Double>, count: Int) -> Double {
        var even = SIMD8<Double>.zero
        var odd = SIMD8<Double>.zero
        var i = 0
        while i + 16 <= count {
            even += load(a, i) * load(b, i)
            odd += load(a, i + 8) * load(b, i + 8)
            i += 16
        }
        var sum = (even + odd).sum()
        while i < count {
            sum += a[i] * b[i]
            i += 1
        }
        return sum
    }

    /// target[i] = scale · numbers[i] − shift · mean[i].
    @inline(never)
    public static func expand(
        _ numbers: UnsafePointer<Int8>, scale: Float, shift: Float, mean: UnsafePointer<Float>,
        to target: UnsafeMutablePointer<Float>, count: Int
    ) {
        for i in 0..<count { target[i] = scale * Float(numbers[i]) - shift * mean[i] }
    }

    /// Σ (a[i] − b[i])², in sixteen partial sums of fixed order.
    @inline(never)
    public static func squaredDistance(_ a: UnsafePointer<Float>, _ b: UnsafePointer<Float>, count: Int) -> Float {
        var even = SIMD8<Float>.zero
        var odd = SIMD8<Float>.zero
        var i = 0
        while i + 16 <= count {
            let first: SIMD8<Float> = load(a, i) - load(b, i)
            let second: SIMD8<Float> = load(a, i + 8) - load(b, i + 8)
            even += first * first
            odd += second * second
            i += 16
        }
        var sum = total(of: even + odd)
        while i < count {
            let difference = a[i] - b[i]
            sum += difference * difference
            i += 1
        }
        return sum
    }

    /// target[u] = start[u] + Σₑ values[e] · weights[rows[e] · width + u], the terms added in the order of the entries.
    ///
    /// Blocks of sums stay in registers while the entries go by.
    @inline(never)
    public static func weightedSum(
        rows: UnsafePointer<Int32>, values: UnsafePointer<Float>, count: Int, weights: UnsafePointer<Float>,
        start: UnsafePointer<Float>, to target: UnsafeMutablePointer<Float>, width: Int
    ) {
        var unit = 0
        let lanes = Wide.scalarCount
        while unit + 4 * lanes <= width {
            var a: Wide = load(start, unit)
            var b: Wide = load(start, unit + lanes)
            var c: Wide = load(start, unit + 2 * lanes)
            var d: Wide = load(start, unit + 3 * lanes)
            for entry in 0..<count {
                let value = values[entry]
                let row = weights + (Int(rows[entry]) &* width &+ unit)
                a += value * load(row, 0)
                b += value * load(row, lanes)
                c += value * load(row, 2 * lanes)
                d += value * load(row, 3 * lanes)
            }
            store(a, target, unit)
            store(b, target, unit + lanes)
            store(c, target, unit + 2 * lanes)
            store(d, target, unit + 3 * lanes)
            unit += 4 * lanes
        }
        while unit + 8 <= width {
            var sum: SIMD8<Float> = load(start, unit)
            for entry in 0..<count {
                sum += values[entry] * load(weights, Int(rows[entry]) &* width &+ unit)
            }
            store(sum, target, unit)
            unit += 8
        }
        while unit < width {
            var sum = start[unit]
            for entry in 0..<count { sum += values[entry] * weights[Int(rows[entry]) &* width &+ unit] }
            target[unit] = sum
            unit += 1
        }
    }

    /// target = start + x · weights, each number summed over depth in order, beginning from its start.
    @inline(never)
    public static func product(
        _ x: UnsafePointer<Float>, stride: Int, rows: Int, depth: Int, weights: UnsafePointer<Float>, width: Int,
        start: UnsafePointer<Float>, to target: UnsafeMutablePointer<Float>, targetStride: Int
    ) {
        var column = 0
        if width >= Columns.width {
            while column < width {
                // The last columns once more where they are too few: the same bits.
                if column + Columns.width > width { column = width - Columns.width }
                let first = Columns(start + column)
                var row = 0
                while row < rows {
                    if row + 6 > rows, rows >= 6 { row = rows - 6 }
                    let x = x + row * stride
                    let to = target + (row * targetStride + column)
                    if rows >= 6 {
                        block(
                            InlineArray<6, Columns>(repeating: first), x, stride, depth, weights + column, width, to,
                            targetStride)
                        row += 6
                    } else {
                        block(
                            InlineArray<1, Columns>(repeating: first), x, stride, depth, weights + column, width, to,
                            targetStride)
                        row += 1
                    }
                }
                column += Columns.width
            }
        } else {
            for row in 0..<rows {
                let x = x + row * stride
                let to = target + row * targetStride
                column = 0
                while column + 4 <= width {
                    var sum: SIMD4<Float> = load(start, column)
                    for k in 0..<depth { sum += x[k] * load(weights, k &* width &+ column) }
                    store(sum, to, column)
                    column += 4
                }
                while column < width {
                    var sum = start[column]
                    for k in 0..<depth { sum += x[k] * weights[k &* width &+ column] }
                    to[column] = sum
                    column += 1
                }
            }
        }
    }

    @inline(__always)
    private static func block<let rows: Int>(
        _ start: InlineArray<rows, Columns>, _ x: UnsafePointer<Float>, _ stride: Int, _ depth: Int,
        _ weights: UnsafePointer<Float>, _ width: Int, _ target: UnsafeMutablePointer<Float>, _ targetStride: Int
    ) {
        var sums = start
        for k in 0..<depth {
            let b = Columns(weights + k &* width)
            for row in 0..<rows { sums[unchecked: row].add(x[row &* stride &+ k], b) }
        }
        for row in 0..<rows { sums[unchecked: row].store(target + row &* targetStride) }
    }

    @inline(__always)
    private static func total(of v: SIMD8<Float>) -> Float {
        v[0] + v[1] + v[2] + v[3] + v[4] + v[5] + v[6] + v[7]
    }
}

@inline(__always)
private func load(_ p: UnsafePointer<Float>, _ index: Int) -> SIMD4<Float> {
    UnsafeRawPointer(p + index).loadUnaligned(as: SIMD4<Float>.self)
}

@inline(__always)
private func store(_ numbers: SIMD4<Float>, _ p: UnsafeMutablePointer<Float>, _ index: Int) {
    UnsafeMutableRawPointer(p + index).storeBytes(of: numbers, as: SIMD4<Float>.self)
}

@inline(__always)
private func load(_ p: UnsafePointer<Float>, _ index: Int) -> SIMD8<Float> {
    UnsafeRawPointer(p + index).loadUnaligned(as: SIMD8<Float>.self)
}

@inline(__always)
private func load(_ p: UnsafePointer<Double>, _ index: Int) -> SIMD8<Double> {
    UnsafeRawPointer(p + index).loadUnaligned(as: SIMD8<Double>.self)
}

@inline(__always)
private func store(_ numbers: SIMD8<Float>, _ p: UnsafeMutablePointer<Float>, _ index: Int) {
    UnsafeMutableRawPointer(p + index).storeBytes(of: numbers, as: SIMD8<Float>.self)
}

@inline(__always)
private func load(_ p: UnsafePointer<Float>, _ index: Int) -> SIMD16<Float> {
    UnsafeRawPointer(p + index).loadUnaligned(as: SIMD16<Float>.self)
}

@inline(__always)
private func store(_ numbers: SIMD16<Float>, _ p: UnsafeMutablePointer<Float>, _ index: Int) {
    UnsafeMutableRawPointer(p + index).storeBytes(of: numbers, as: SIMD16<Float>.self)
}

/// Neighbouring columns of one row: two registers.
private struct Columns {
    var left: Vector
    var right: Vector

    @inline(__always)
    static var width: Int { 2 * Vector.scalarCount }

    @inline(__always)
    init(_ p: UnsafePointer<Float>) {
        left = load(p, 0)
        right = load(p, Vector.scalarCount)
    }

    @inline(__always)
    func store(_ p: UnsafeMutablePointer<Float>) {
        UnsafeMutableRawPointer(p).storeBytes(of: left, as: Vector.self)
        UnsafeMutableRawPointer(p + Vector.scalarCount).storeBytes(of: right, as: Vector.self)
    }

    /// Adds a · b to every column.
    @inline(__always)
    mutating func add(_ a: Float, _ b: Columns) {
        let a = Vector(repeating: a)
        left += a * b.left
        right += a * b.right
    }
}
