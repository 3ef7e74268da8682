import Notation
import Testing

@testable import TerminalUI

private typealias Point = LineChart.Point

private func picture(
    _ chart: LineChart, columns: Int, rows: Int
) -> [String] {
    var canvas = Canvas(columns: columns, rows: rows)
    chart.draw(on: &canvas, row: 0, column: 0, columns: columns, rows: rows)
    return canvas.lines
}

@Test("two points in plain signs: axes, ticks, and what joins them")
func plainChart() {
    let chart = LineChart(
        points: [Point(x: 0, y: 0), Point(x: 1, y: 1)], glyphs: .ascii, xRange: 0...1, yRange: 0...1)
    // 3 columns of ticks and the axis leave 6 cells, 2 rows of axis leave 4. From (0, 3) to (5, 0) in five steps, rows
    // 3 - .6 i, rounded: 3 2 2 1 1 0. The tick .5 is at row 1.5, rounded 2, and column 2.5, rounded 3.
    // The label 1.0 would touch .5, so that it and its tick are left out.
    #expect(
        picture(chart, columns: 10, rows: 6) == [
            "1.0+     *",
            "   |   --",
            " .5+ --",
            " .0+*",
            "   ++--+--",
            "   .0 .5",
        ])
}

@Test("two points in braille: a cell has 2 by 4 dots")
func brailleChart() {
    let chart = LineChart(
        points: [Point(x: 0, y: 0), Point(x: 1, y: 1)], glyphs: .unicode, xRange: 0...1, yRange: 0...1)
    // Two cells, 4 by 4 dots, and the line is their diagonal. Left: dots 7 and 6, 0x40 + 0x20. Right:
    // dots 2 and 4, 0x02 + 0x08.
    let lines = picture(chart, columns: 6, rows: 3)
    #expect(lines[0] == " .0┤\u{2860}\u{280A}")
    #expect(lines[1].hasPrefix("   └"))
}

@Test("an interval is a vertical bar, behind the line", arguments: [Glyphs.unicode, .ascii])
func intervals(glyphs: Glyphs) {
    let chart = LineChart(
        points: [Point(x: 0, y: 0.5), Point(x: 1, y: 0.5, low: 0, high: 1), Point(x: 2, y: 0.5)], glyphs: glyphs,
        xRange: 0...2, yRange: 0...1)
    // 9 - 3 - 1 = 5 cells across, 3 down; the middle point is in the third column.
    let lines = picture(chart, columns: 9, rows: 5).map(Array.init)
    let column = 6
    #expect(lines[0].count == column + 1 && lines[2].count == column + 1)
    if glyphs.isUnicode {
        // Column .5 × 9 = 4.5, rounded 5: the right dots of its cell, all four of them: 0x08 + 0x10 + 0x20 + 0x80.
        #expect(lines[0][column] == "\u{28B8}" && lines[2][column] == "\u{28B8}")
        #expect(lines[1][column] != "\u{28B8}" && lines[1].count == 9)
    } else {
        #expect(String(lines[1]) == " .5+*-*-*")
        #expect(lines[0][column] == "|" && lines[2][column] == "|")
    }
}

@Test("a value that is no number is left out; without any the axes stand alone")
func noNumbers() {
    let good = [Point(x: 1, y: 0.2), Point(x: 2, y: 0.4)]
    let bad = [
        Point(x: .nan, y: 0.5), Point(x: 1.5, y: .infinity), Point(x: -.infinity, y: .nan),
    ]
    for glyphs in [Glyphs.unicode, .ascii] {
        #expect(
            picture(LineChart(points: good + bad, glyphs: glyphs), columns: 30, rows: 9)
                == picture(LineChart(points: good, glyphs: glyphs), columns: 30, rows: 9))
        let marks = Set("*-")
        let none = picture(LineChart(points: bad, glyphs: .ascii), columns: 30, rows: 9)
        #expect(none.dropLast(2).allSatisfy { $0.allSatisfy { !marks.contains($0) } })
        #expect(none.count == 9 && none[7].contains("+"))
    }
}

@Test("no size and no value traps, and nothing is drawn outside of the region", arguments: [Glyphs.unicode, .ascii])
func everySize(glyphs: Glyphs) {
    let sets: [[Point]] = [
        [], [Point(x: 5, y: 0.5)], [Point(x: 5, y: 0.5, low: 0.1, high: 0.9)],
        [Point(x: -1e308, y: -1e308), Point(x: 1e308, y: 1e308, low: -.infinity, high: .infinity)],
        [Point(x: Double(Int.max), y: 1e-300), Point(x: Double(Int.min), y: 0, low: 2, high: -2)],
        (0..<500).map { Point(x: Double($0), y: Double($0 * $0 % 101) / 100, low: 0, high: 1) },
    ]
    for points in sets {
        for columns in -1...24 {
            for rows in -1...9 {
                var canvas = Canvas(columns: 30, rows: 12)
                LineChart(points: points, glyphs: glyphs, isWholeX: true, hasDiagonal: true)
                    .draw(on: &canvas, row: 2, column: 3, columns: columns, rows: rows)
                for row in 0..<12 {
                    for column in 0..<30 where canvas[row, column].text != " " {
                        #expect((2..<2 + rows).contains(row) && (3..<3 + columns).contains(column))
                    }
                }
            }
        }
        var small = Canvas(columns: 5, rows: 4)
        let chart = LineChart(points: points, glyphs: glyphs)
        for place in [(-1, 0), (0, -1), (3, 4), (9, 9), (0, 0)] {
            chart.draw(on: &small, row: place.0, column: place.1, columns: .max, rows: .max)
        }
        #expect(small.lines.count == 4)
    }
}

@Test(
    "numbers have few digits",
    arguments: [
        (0.0, 0.5, ".0"), (1, 0.5, "1.0"), (0.25, 0.05, ".25"), (-0.5, 0.1, "-.5"), (50, 50, "50"), (9999, 1, "9999"),
        (12_000, 2000, "12k"), (12_500, 500, "12.5k"), (3_500_000, 500_000, "3.5M"), (9.2e18, 1e18, "9e18"),
        (9.7e18, 1e18, "1e19"), (.nan, 1, "?"), (.infinity, 1, "?"),
    ])
func fewDigits(value: Double, step: Double, text: String) {
    #expect(FewDigits.text(value, step: step) == text)
}

@Test(
    "a number by itself has one decimal below ten, and three digits from ten thousand on",
    arguments: [(3.0, "3.0"), (0.04, ".0"), (23.4, "23"), (117.6, "118"), (12_345, "12.3k"), (1_234_567, "1.23M")])
func numberAlone(value: Double, text: String) {
    #expect(FewDigits.text(value) == text)
}
