extension LineChart {
    /// The cells between the axes.
    struct Plot {
        let x: Scale
        let y: Scale
        let width: Int
        let height: Int
        let glyphs: Glyphs

        /// Dots of a cell.
        private var across: Int { glyphs.isUnicode ? 2 : 1 }
        private var down: Int { glyphs.isUnicode ? 4 : 1 }

        private func dotColumn(_ value: Double) -> Int {
            Int((x.share(value) * Double(width * across - 1)).rounded())
        }
        private func dotRow(_ value: Double) -> Int {
            Int(((1 - y.share(value)) * Double(height * down - 1)).rounded())
        }

        func column(_ value: Double) -> Int { dotColumn(value) / across }
        func row(_ value: Double) -> Int { dotRow(value) / down }

        /// Dots of the cells, a bit each, row by row.
        private struct Dots {
            var bits: [UInt8]
            let width: Int
            let across: Int
            let down: Int

            /// Bits of a braille cell, from U+2800 on (Unicode Standard, Braille Patterns).
            private static let braille: [[UInt8]] = [[0x01, 0x02, 0x04, 0x40], [0x08, 0x10, 0x20, 0x80]]

            mutating func set(_ column: Int, _ row: Int) {
                let cell = row / down * width + column / across
                guard bits.indices.contains(cell) else { return }
                bits[cell] |= Self.braille[column % across][row % down]
            }

            /// A straight line, a dot for each step along its longer side.
            mutating func line(from start: (column: Int, row: Int), to end: (column: Int, row: Int), every: Int = 1) {
                let steps = max(abs(end.column - start.column), abs(end.row - start.row))
                for step in stride(from: 0, through: steps, by: every) {
                    let share = steps == 0 ? 0 : Double(step) / Double(steps)
                    set(
                        start.column + Int((share * Double(end.column - start.column)).rounded()),
                        start.row + Int((share * Double(end.row - start.row)).rounded()))
                }
            }
        }

        /// nil where nothing is drawn.
        func cells(_ points: [Point], hasDiagonal: Bool) -> [(text: String, style: Style)?] {
            let none = Dots(
                bits: Array(repeating: 0, count: width * height), width: width, across: across, down: down)
            var (line, bars, reference, marks) = (none, none, none, none)
            if hasDiagonal {
                reference.line(
                    from: (0, height * down - 1), to: (width * across - 1, 0), every: glyphs.isUnicode ? 3 : 1)
            }
            var before: (column: Int, row: Int)?
            for point in points {
                let place = (column: dotColumn(point.x), row: dotRow(point.y))
                line.line(from: before ?? place, to: place)
                marks.set(place.column, place.row)
                if let low = point.low, let high = point.high, low.isFinite, high.isFinite, low < high {
                    bars.line(from: (place.column, dotRow(low)), to: (place.column, dotRow(high)))
                }
                before = place
            }
            return (0..<width * height).map { cell in
                if line.bits[cell] != 0 {
                    let text = marks.bits[cell] != 0 ? "*" : "-"
                    // A single dot is hard to find: four of them.
                    let bits = points.count == 1 ? 0x36 : line.bits[cell]
                    return (glyphs.isUnicode ? Self.braille(bits) : text, .bold)
                }
                if bars.bits[cell] != 0 { return (glyphs.isUnicode ? Self.braille(bars.bits[cell]) : "|", .dim) }
                if reference.bits[cell] != 0 {
                    return (glyphs.isUnicode ? Self.braille(reference.bits[cell]) : ".", .dim)
                }
                return nil
            }
        }

        private static func braille(_ bits: UInt8) -> String {
            Unicode.Scalar(0x2800 + UInt32(bits)).map { String(Character($0)) } ?? "*"
        }
    }
}
