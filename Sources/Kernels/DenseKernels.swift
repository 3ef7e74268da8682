// One source, three targets: for any x86-64 (or NEON), for AVX2 with FMA, for AVX-512. A function of the library that the
// compiler does not inline here leaves a copy behind, compiled for this target's CPU, that the linker may give to the whole
// program: so nothing is imported, and of the library only what is one instruction is used. `.ci/kernels` looks for copies.

#if AVX512
    private typealias Vector = SIMD16<Float>
#elseif AVX2
    private typealias Vector = SIMD8<Float>
#else
    private typealias Vector = SIMD4<Float>
#endif

/// What sums of a row are taken in, whatever the CPU's width: AVX2 and AVX-512 agree to the bit.
private typealias Lanes = SIMD16<Float>

/// The arithmetic of encoders on dense rows. Pointers are not checked here; `DenseMath` of Arithmetic does that.
public enum DenseKernels {
    /// Columns that one panel holds.
    public static var panelWidth: Int { Panel.width }

    /// Lays out `columns` × `depth` weights as panels of ``panelWidth`` columns, depth by depth; what is missing of the last
    /// panel is 0.
    @inline(never)
    public static func pack(
        _ weights: UnsafePointer<Float>, stride: Int, columns: Int, depth: Int, to panels: UnsafeMutablePointer<Float>
    ) {
        var first = 0
        while first < columns {
            let panel = panels + first * depth
            for lane in 0..<Panel.width {
                if first + lane < columns {
                    let row = weights + (first + lane) * stride
                    for k in 0..<depth { panel[k * Panel.width + lane] = row[k] }
                } else {
                    for k in 0..<depth { panel[k * Panel.width + lane] = 0 }
                }
            }
            first += Panel.width
        }
    }

    /// The same panels from `depth` × `columns` weights.
    @inline(never)
    public static func packRows(
        _ weights: UnsafePointer<Float>, stride: Int, columns: Int, depth: Int, to panels: UnsafeMutablePointer<Float>
    ) {
        var target = panels
        var first = 0
        while first < columns {
            for k in 0..<depth {
                Panel(weights + k * stride + first, count: columns - first).store(target)
                target += Panel.width
            }
            first += Panel.width
        }
    }

    /// c = a · panels + bias, each number summed over depth in order, beginning from the bias.
    @inline(never)
    public static func product(
        _ a: UnsafePointer<Float>, stride: Int, rows: Int, depth: Int, panels: UnsafePointer<Float>,
        bias: UnsafePointer<Float>?, columns: Int, to c: UnsafeMutablePointer<Float>, targetStride: Int
    ) {
        var column = 0
        while column < columns {
            let panel = panels + column * depth
            let left = columns - column
            let start = bias.map { Panel($0 + column, count: left) } ?? Panel()
            let c = c + column
            var row = 0
            while row + 6 <= rows {
                block(
                    InlineArray<6, Panel>(repeating: start), a + row * stride, stride, depth, panel,
                    c + row * targetStride, targetStride, left)
                row += 6
            }
            if row < rows, rows >= 6 {
                // The last six rows once more: the same bits, and no narrower block to write.
                row = rows - 6
                block(
                    InlineArray<6, Panel>(repeating: start), a + row * stride, stride, depth, panel,
                    c + row * targetStride, targetStride, left)
                row = rows
            }
            while row < rows {
                block(
                    InlineArray<1, Panel>(repeating: start), a + row * stride, stride, depth, panel,
                    c + row * targetStride, targetStride, left)
                row += 1
            }
            column += Panel.width
        }
    }

    @inline(__always)
    private static func block<let rows: Int>(
        _ start: InlineArray<rows, Panel>, _ a: UnsafePointer<Float>, _ stride: Int, _ depth: Int,
        _ panel: UnsafePointer<Float>, _ c: UnsafeMutablePointer<Float>, _ targetStride: Int, _ columns: Int
    ) {
        var sums = start
        for k in 0..<depth {
            let b = Panel(panel + k &* Panel.width)
            for row in 0..<rows { sums[unchecked: row].add(a[row &* stride &+ k], b) }
        }
        if columns >= Panel.width {
            for row in 0..<rows { sums[unchecked: row].store(c + row &* targetStride) }
        } else {
            for row in 0..<rows { sums[unchecked: row].store(c + row &* targetStride, count: columns) }
        }
    }

    /// x · Φ(x) in place.
    @inline(never)
    public static func gelu(_ x: UnsafeMutablePointer<Float>, count: Int) {
        @inline(__always)
        func step(_ i: Int, _ left: Int) {
            let v = Lanes(x + i, count: left)
            // Φ by Abramowitz and Stegun, 7.1.26: |error of erf| < 1.5e-7.
            let z = v * Lanes(repeating: 0.707_106_77)
            let a = magnitude(z)
            let t = Lanes(repeating: 1) / added(1, a, 0.327_591_1)
            var p = added(-1.453_152_027, t, 1.061_405_429)
            p = added(1.421_413_741, p, t)
            p = added(-0.284_496_736, p, t)
            p = added(0.254_829_592, p, t)
            let tail = Lanes(repeating: 0.5) * p * t * exponential(Lanes.zero - a * a)
            let phi = (Lanes(repeating: 1) - tail).replacing(with: tail, where: z .< Lanes.zero)
            (v * phi).store(x + i, count: left)
        }
        inSixteens(count, step)
    }

    /// tanh in place.
    @inline(never)
    public static func tanh(_ x: UnsafeMutablePointer<Float>, count: Int) {
        @inline(__always)
        func step(_ i: Int, _ left: Int) {
            let v = Lanes(x + i, count: left)
            let a = magnitude(v)
            let e = exponential(Lanes(repeating: -2) * a)
            let large = (Lanes(repeating: 1) - e) / (Lanes(repeating: 1) + e)
            // Where the difference would cancel: x + x³ · p(x²), with the coefficients of Cephes.
            let s = v * v
            var p = added(2.063_908_879_54e-2, s, -5.704_988_727_45e-3)
            p = added(-5.373_971_555_31e-2, p, s)
            p = added(1.333_144_220_36e-1, p, s)
            p = added(-3.333_328_194_22e-1, p, s)
            let small = added(v, p * s, v)
            let signed = large.replacing(with: Lanes.zero - large, where: v .< Lanes.zero)
            signed.replacing(with: small, where: a .< Lanes(repeating: 0.625)).store(x + i, count: left)
        }
        inSixteens(count, step)
    }

    /// Softmax of `scale` · the first `count` numbers of each row; the rest of the row becomes 0.
    @inline(never)
    public static func softmax(
        _ x: UnsafeMutablePointer<Float>, rows: Int, stride: Int, count: Int, scale: Float
    ) {
        for row in 0..<rows {
            let x = x + row * stride
            var top = Lanes(repeating: -.infinity)
            @inline(__always)
            func compare(_ i: Int, _ left: Int) {
                let v = Lanes(x + i, count: left, else: -.infinity)
                top.replace(with: v, where: v .> top)
            }
            inSixteens(count, compare)
            raise(x, count: count, largest: largest(of: top), scale: scale)
            var sums = Lanes.zero
            @inline(__always)
            func add(_ i: Int, _ left: Int) {
                sums += Lanes(x + i, count: left)
            }
            inSixteens(count, add)
            // 0 only where every number is -inf.
            let sum = total(of: sums)
            let factor = Lanes(repeating: sum == 0 ? 0 : 1 / sum)
            @inline(__always)
            func share(_ i: Int, _ left: Int) {
                (Lanes(x + i, count: left) * factor).store(x + i, count: left)
            }
            inSixteens(count, share)
            var i = count
            while i < stride {
                x[i] = 0
                i += 1
            }
        }
    }

    /// x = exp(scale · (x − largest)), and 0 where x is -inf.
    @inline(never)
    private static func raise(_ x: UnsafeMutablePointer<Float>, count: Int, largest: Float, scale: Float) {
        let infinity = Lanes(repeating: -.infinity)
        @inline(__always)
        func step(_ i: Int, _ left: Int) {
            let v = Lanes(x + i, count: left)
            exponential((v - Lanes(repeating: largest)) * Lanes(repeating: scale))
                .replacing(with: Lanes.zero, where: v .== infinity).store(x + i, count: left)
        }
        inSixteens(count, step)
    }

    /// x = normalised(x + y) · gain + bias, row by row.
    @inline(never)
    public static func addAndNormalize(
        _ x: UnsafeMutablePointer<Float>, _ y: UnsafePointer<Float>?, rows: Int, width: Int, gain: UnsafePointer<Float>,
        bias: UnsafePointer<Float>, epsilon: Float
    ) {
        for row in 0..<rows {
            let x = x + row * width
            var sums = Lanes.zero
            if let y {
                let y = y + row * width
                @inline(__always)
                func addBoth(_ i: Int, _ left: Int) {
                    let v = Lanes(x + i, count: left) + Lanes(y + i, count: left)
                    v.store(x + i, count: left)
                    sums += v
                }
                inSixteens(width, addBoth)
            } else {
                @inline(__always)
                func add(_ i: Int, _ left: Int) {
                    sums += Lanes(x + i, count: left)
                }
                inSixteens(width, add)
            }
            let average = total(of: sums) / Float(width)
            let mean = Lanes(repeating: average)
            var squares = Lanes.zero
            @inline(__always)
            func square(_ i: Int, _ left: Int) {
                // Lanes beyond the row are the mean, so that they add nothing.
                let d = Lanes(x + i, count: left, else: average) - mean
                squares = added(squares, d, d)
            }
            inSixteens(width, square)
            let scale = Lanes(repeating: 1 / (total(of: squares) / Float(width) + epsilon).squareRoot())
            @inline(__always)
            func normalize(_ i: Int, _ left: Int) {
                let d = (Lanes(x + i, count: left) - mean) * scale
                added(Lanes(bias + i, count: left), d, Lanes(gain + i, count: left)).store(x + i, count: left)
            }
            inSixteens(width, normalize)
        }
    }

    /// target += factor · source.
    @inline(never)
    public static func add(
        _ factor: Float, _ source: UnsafePointer<Float>, to target: UnsafeMutablePointer<Float>, count: Int
    ) {
        let factor = Lanes(repeating: factor)
        @inline(__always)
        func step(_ i: Int, _ left: Int) {
            added(Lanes(target + i, count: left), factor, Lanes(source + i, count: left)).store(target + i, count: left)
        }
        inSixteens(count, step)
    }

    /// x = max(0, x + bias) + y, row by row.
    @inline(never)
    public static func rectify(
        _ x: UnsafeMutablePointer<Float>, stride: Int, rows: Int, width: Int, bias: UnsafePointer<Float>?,
        adding y: UnsafePointer<Float>?, yStride: Int
    ) {
        for row in 0..<rows {
            let x = x + row * stride
            @inline(__always)
            func step(_ i: Int, _ left: Int) {
                var v = Lanes(x + i, count: left)
                if let bias { v += Lanes(bias + i, count: left) }
                v.replace(with: Lanes.zero, where: v .< Lanes.zero)
                if let y { v += Lanes(y + row * yStride + i, count: left) }
                v.store(x + i, count: left)
            }
            inSixteens(width, step)
        }
    }

    /// Each row divided by √(its sum of squares, at least `floor`).
    @inline(never)
    public static func normalizeLength(_ x: UnsafeMutablePointer<Float>, rows: Int, width: Int, floor: Float) {
        for row in 0..<rows {
            let x = x + row * width
            var squares = Lanes.zero
            @inline(__always)
            func square(_ i: Int, _ left: Int) {
                let v = Lanes(x + i, count: left)
                squares = added(squares, v, v)
            }
            inSixteens(width, square)
            let square = total(of: squares)
            let length = (square < floor ? floor : square).squareRoot()
            let factor = Lanes(repeating: length == 0 ? 0 : 1 / length)
            @inline(__always)
            func divide(_ i: Int, _ left: Int) {
                (Lanes(x + i, count: left) * factor).store(x + i, count: left)
            }
            inSixteens(width, divide)
        }
    }

    /// Calls `step` with the place of every sixteen of `count` numbers, and how many of them there are.
    @inline(__always)
    private static func inSixteens(_ count: Int, _ step: (_ start: Int, _ count: Int) -> Void) {
        // Whole ones in a loop of their own: else every vector would go by way of the stack.
        var start = 0
        while start + Lanes.scalarCount <= count {
            step(start, Lanes.scalarCount)
            start += Lanes.scalarCount
        }
        if start < count { step(start, count - start) }
    }

    /// eˣ for x ≤ 0, never below e^-87.3; NaN stays NaN.
    @inline(__always)
    private static func exponential(_ exponent: Lanes) -> Lanes {
        // 2ⁿ · e^r with |r| ≤ ½ ln 2, and a polynomial for e^r.
        let x = exponent.replacing(with: Lanes(repeating: -87.3), where: exponent .< Lanes(repeating: -87.3))
        // Adding and taking away 1.5 · 2²³ rounds to the nearest whole number.
        let magic = Lanes(repeating: 12_582_912)
        let shifted = added(magic, x, 1.442_695_04)
        let n = shifted - magic
        var r = added(x, n, -0.693_359_375)
        r = added(r, n, 2.121_944_4e-4)
        var p = added(8.333_337e-3, r, 1.388_776_3e-3)
        p = added(4.166_652e-2, p, r)
        p = added(0.166_666_66, p, r)
        p = added(0.5, p, r)
        p = added(1, p, r)
        p = added(1, p, r)
        let power = unsafeBitCast(shifted, to: SIMD16<Int32>.self) &<< 23
        let result = unsafeBitCast(unsafeBitCast(p, to: SIMD16<Int32>.self) &+ power, to: Lanes.self)
        return result.replacing(with: exponent, where: exponent .!= exponent)
    }

    @inline(__always)
    private static func magnitude(_ x: Lanes) -> Lanes { x.replacing(with: Lanes.zero - x, where: x .< Lanes.zero) }

    /// `sum` + a · b. Without FMA in the CPU `addProduct` would call a function of the C library for every lane.
    @inline(__always)
    private static func added(_ sum: Lanes, _ a: Lanes, _ b: Lanes) -> Lanes {
        #if AVX512 || AVX2 || arch(arm64)
            var sum = sum
            sum.addProduct(a, b)
            return sum
        #else
            return sum + a * b
        #endif
    }

    @inline(__always)
    private static func added(_ sum: Float, _ a: Lanes, _ b: Lanes) -> Lanes { added(Lanes(repeating: sum), a, b) }

    @inline(__always)
    private static func added(_ sum: Lanes, _ a: Lanes, _ b: Float) -> Lanes { added(sum, a, Lanes(repeating: b)) }

    @inline(__always)
    private static func added(_ sum: Float, _ a: Lanes, _ b: Float) -> Lanes {
        added(Lanes(repeating: sum), a, Lanes(repeating: b))
    }

    /// The lanes' sum, in one order on every CPU.
    @inline(__always)
    private static func total(of v: Lanes) -> Float {
        let first = ((v[0] + v[8]) + (v[4] + v[12])) + ((v[2] + v[10]) + (v[6] + v[14]))
        let second = ((v[1] + v[9]) + (v[5] + v[13])) + ((v[3] + v[11]) + (v[7] + v[15]))
        return first + second
    }

    @inline(__always)
    private static func largest(of v: Lanes) -> Float {
        var largest = v[0]
        for lane in 1..<Lanes.scalarCount where v[lane] > largest { largest = v[lane] }
        return largest
    }
}

extension Lanes {
    /// The first sixteen of `count` numbers; where there are fewer, `filler` stands for those that are missing.
    @inline(__always)
    fileprivate init(_ p: UnsafePointer<Float>, count: Int, else filler: Float = 0) {
        if count >= Lanes.scalarCount {
            self = UnsafeRawPointer(p).loadUnaligned(as: Lanes.self)
        } else {
            self = Lanes(repeating: filler)
            for lane in 0..<count { self[lane] = p[lane] }
        }
    }

    @inline(__always)
    fileprivate func store(_ p: UnsafeMutablePointer<Float>, count: Int) {
        if count >= Lanes.scalarCount {
            UnsafeMutableRawPointer(p).storeBytes(of: self, as: Lanes.self)
        } else {
            for lane in 0..<count { p[lane] = self[lane] }
        }
    }
}

/// Neighbouring columns of one row: two registers.
private struct Panel {
    var left: Vector
    var right: Vector

    @inline(__always)
    static var width: Int { 2 * Vector.scalarCount }

    @inline(__always)
    init() {
        left = .zero
        right = .zero
    }

    @inline(__always)
    init(_ p: UnsafePointer<Float>) {
        left = UnsafeRawPointer(p).loadUnaligned(as: Vector.self)
        right = UnsafeRawPointer(p + Vector.scalarCount).loadUnaligned(as: Vector.self)
    }

    /// The first of `count` numbers; those that are missing are 0.
    @inline(__always)
    init(_ p: UnsafePointer<Float>, count: Int) {
        self.init()
        if count >= Panel.width {
            self = Panel(p)
        } else {
            for lane in 0..<count {
                if lane < Vector.scalarCount {
                    left[lane] = p[lane]
                } else {
                    right[lane - Vector.scalarCount] = p[lane]
                }
            }
        }
    }

    @inline(__always)
    func store(_ p: UnsafeMutablePointer<Float>) {
        UnsafeMutableRawPointer(p).storeBytes(of: left, as: Vector.self)
        UnsafeMutableRawPointer(p + Vector.scalarCount).storeBytes(of: right, as: Vector.self)
    }

    @inline(__always)
    func store(_ p: UnsafeMutablePointer<Float>, count: Int) {
        for lane in 0..<count { p[lane] = lane < Vector.scalarCount ? left[lane] : right[lane - Vector.scalarCount] }
    }

    /// Adds a · b to every column.
    @inline(__always)
    mutating func add(_ a: Float, _ b: Panel) {
        let a = Vector(repeating: a)
        #if AVX512 || AVX2 || arch(arm64)
            left.addProduct(a, b.left)
            right.addProduct(a, b.right)
        #else
            left += a * b.left
            right += a * b.right
        #endif
    }
}
