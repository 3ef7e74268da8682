import Testing

@testable import TerminalUI

private typealias Measure = ScreenContent.Measure

extension Metrics {
    /// A session with 117 labels and six models.
    fileprivate static var sample: Metrics {
        let curve = [
            (20, 0.41, 0.61, 0.45), (40, 0.55, 0.75, 0.52), (60, 0.5, 0.8, 0.6), (80, 0.58, 0.85, 0.66),
            (100, 0.6, 0.87, 0.7), (117, 0.62, 0.88, 0.72),
        ].map { labels, f1, auc, precision in
            CurvePoint(
                labels: labels, f1: Measure(value: f1, low: f1 - 0.12, high: f1 + 0.1),
                auc: Measure(value: auc, low: auc - 0.08, high: auc + 0.06),
                averagePrecision: Measure(value: precision, low: precision - 0.12, high: precision + 0.1))
        }
        return Metrics(
            curve: curve, evaluationCount: 50, evaluationPositives: 21,
            confusion: ConfusionMatrix(labels: ["not related", "related"], counts: [[25, 4], [3, 18]]),
            reliability: [
                ReliabilityBin(predicted: 0.06, observed: 0.05, count: 20),
                ReliabilityBin(predicted: 0.3, observed: 0.2, count: 10),
                ReliabilityBin(predicted: 0.55, observed: 0.625, count: 8),
                ReliabilityBin(predicted: 0.9, observed: 1, count: 12),
            ],
            labelsAMinute: 23.4, labelCount: 117, recentLabelsAMinute: 29.2, recentLabelCount: 20,
            agreement: Share(agreeing: 43, of: 50), repeatAgreement: Share(agreeing: 19, of: 20),
            remarks: ["F1 rose by .02 over the last 40 labels, less than its interval on 50 messages."])
    }
}

private func picture(
    _ metrics: Metrics, _ columns: Int, _ rows: Int, scroll: Int = 0, glyphs: Glyphs = .unicode
) -> [String] {
    var canvas = Canvas(columns: columns, rows: rows)
    MetricsView(metrics: metrics, glyphs: glyphs, columns: columns, rows: rows, scroll: scroll).draw(on: &canvas)
    return canvas.lines
}

/// All lines between the title and the position, page by page.
private func page(_ metrics: Metrics, _ columns: Int, _ rows: Int, glyphs: Glyphs = .unicode) -> [String] {
    let limit = MetricsView(metrics: metrics, glyphs: glyphs, columns: columns, rows: rows, scroll: 0).scrollLimit
    let room = rows - 2
    return stride(from: 0, to: limit + room, by: room).flatMap { first in
        // The last page begins earlier, with lines that the page before it has.
        picture(metrics, columns, rows, scroll: first, glyphs: glyphs).dropLast().dropFirst(1 + max(0, first - limit))
    }
}

private func joined(_ lines: [String]) -> String {
    lines.joined(separator: " ").split(separator: " ").joined(separator: " ")
}

@Test("at 80 by 24: three charts side by side, when to stop, pace and agreement; the rest is below")
func metricsStandard() {
    let lines = picture(.sample, 80, 24)
    #expect(lines.count == 24)
    #expect(lines[0] == " metrics")
    #expect(lines[1] == " learning curve   50 evaluation messages, 21 positive; bars: 95 % intervals")
    // Three charts of (78 - 4) / 3 = 24 columns, 2 apart: they begin at columns 1, 27 and 53.
    #expect(lines[2] == " F1                        AUC                       average precision")
    #expect(lines[3] == " .62 (.50-.72) at 117      .88 (.80-.94) at 117      .72 (.60-.82) at 117")
    // The lowest end is .41 - .12 = .29 and the highest .88 + .06 = .94: from .2 to 1.0, with ticks .5 apart, since
    // .8 / 3 is more than .2.
    #expect(lines[4].split(separator: "┤").first == " 1.0")
    #expect(lines[7].hasPrefix("  .5┤") && lines[7].split(separator: "┤").count == 4)
    // 24 / 3 = 8 rows of chart.
    #expect(lines[10].split(separator: "└").count == 4)
    #expect(lines[11].split(separator: " ") == ["50", "100", "50", "100", "50", "100"])
    #expect(lines[13] == " when to stop")
    #expect(lines[14] == " - F1 rose by .02 over the last 40 labels, less than its interval on 50")
    #expect(lines[15] == "   messages.")
    #expect(lines[18] == " 23 labels a minute over 117 labels; 29 over the last 20 labels")
    // Wilson's interval of 43/50 is [.7381, .9305], of 19/20 [.7639, .9911]: the roots of
    // (1 + z²/n) p² - (2k/n + z²/n) p + (k/n)² by numpy.roots, z = 1.959964; so are the others in this file.
    #expect(lines[20] == " with the model: .86 (.74-.93), 43 of the last 50 labels")
    #expect(lines[21] == " with yourself: .95 (.76-.99), 19 of 20 messages seen twice")
    #expect(lines[23].hasPrefix(" lines 1-22 of ") && lines[23].hasSuffix("   esc: back"))
}

@Test("the confusion matrix is aligned, with sums, and precision and recall with interval and count")
func confusionTable() {
    let lines = page(.sample, 80, 24)
    // 25/28 = .893 [.728, .963], 25/29 = .862 [.694, .945], 18/22 = .818 [.615, .927], 18/21 = .857 [.654, .950].
    for line in [
        " confusion matrix   50 evaluation messages",
        "               not related   related   all",
        " not related            25         4    29",
        " related                 3        18    21",
        " all                    28        22    50",
        "                         precision                recall",
        " not related   .89 (.73-.96) of 28   .86 (.69-.95) of 29",
        " related       .82 (.61-.93) of 22   .86 (.65-.95) of 21",
    ] {
        #expect(lines.contains(line), "\(line)")
    }
}

@Test("the reliability diagram has its bins in figures beside it")
func reliabilityTable() {
    let lines = page(.sample, 80, 24)
    // 1/20 [.009, .236], 2/10 [.057, .510], 5/8 [.306, .863], 12/12 [.758, 1].
    for end in [
        "predicted        positive   messages",
        "      .06   .05 (.01-.24)         20",
        "      .30   .20 (.06-.51)         10",
        "      .55   .63 (.31-.86)          8",
        "      .90   1.0 (.76-1.0)         12",
    ] {
        let squeezed = end.split(separator: " ").joined(separator: " ")
        #expect(lines.contains { joined([$0]).hasSuffix(squeezed) }, "\(end)")
    }
    #expect(lines.contains(" reliability   50 evaluation messages"))
}

@Test("at 160 by 48 everything is on one screen")
func metricsWide() {
    let lines = picture(.sample, 160, 48)
    #expect(MetricsView(metrics: .sample, glyphs: .unicode, columns: 160, rows: 48, scroll: 0).scrollLimit == 0)
    #expect(lines[2].hasPrefix(" F1 .62 (.50-.72) at 117 labels   "))
    #expect(lines[2].hasSuffix("   average precision .72 (.60-.82) at 117 labels"))
    #expect(lines.contains { $0.hasPrefix(" when to stop  ") && $0.hasSuffix("  pace") })
    #expect(
        lines.contains { $0.hasPrefix(" confusion matrix") && $0.hasSuffix("reliability   50 evaluation messages") })
    let count = lines.lastIndex { !$0.isEmpty && !$0.hasPrefix(" lines") } ?? 0
    #expect(lines[47] == " lines 1-\(count) of \(count)   esc: back")
}

@Test("at 40 by 12 the three values come first, and the rest scrolls")
func metricsSmall() {
    let lines = picture(.sample, 40, 12)
    #expect(lines[1] == " learning curve")
    #expect(lines[4] == " F1 .62 (.50-.72) at 117 labels")
    #expect(lines[5] == " AUC .88 (.80-.94) at 117 labels")
    #expect(lines[6] == " average precision .72 (.60-.82) at 117")
    #expect(lines[7] == "   labels")
    #expect(lines[11].hasPrefix(" lines 1-10 of "))
    let all = page(.sample, 40, 12)
    // With 2 columns between the columns it takes 11 + 13 + 9 + 5 = 38 of the 38 columns.
    #expect(all.contains("              not related  related  all"))
    #expect(all.contains(" not related           25        4   29"))
    #expect(joined(all).contains("related: precision .82 (.61-.93) of 22, recall .86 (.65-.95) of 21"))
}

@Test("scrolling ends at the last line")
func metricsScroll() {
    for (columns, rows) in [(80, 24), (40, 12), (20, 5)] {
        let view = MetricsView(metrics: .sample, glyphs: .unicode, columns: columns, rows: rows, scroll: 0)
        let last = picture(.sample, columns, rows, scroll: view.scrollLimit)
        #expect(last == picture(.sample, columns, rows, scroll: .max))
        #expect(picture(.sample, columns, rows) == picture(.sample, columns, rows, scroll: .min))
        let lines = view.scrollLimit + rows - 2
        if columns >= 40 { #expect(last[rows - 1].hasPrefix(" lines \(view.scrollLimit + 1)-\(lines) of")) }
        #expect(!last[rows - 2].isEmpty)
    }
}

@Test(
    "every value is there in words at every size, with and without UTF-8",
    arguments: [(24, 8), (40, 12), (60, 20), (80, 24), (100, 30), (132, 40), (160, 48), (200, 60)])
func metricsInWords(columns: Int, rows: Int) {
    for glyphs in [Glyphs.unicode, .ascii] {
        let lines = page(.sample, columns, rows, glyphs: glyphs)
        #expect(lines.allSatisfy { DisplayText($0).width <= columns })
        // Columns side by side cut a sentence in two, so only what surely stands on a line, or below each other.
        let text = joined(lines)
        for value in [".62 (.50-.72)", ".88 (.80-.94)", ".72 (.60-.82)"] { #expect(text.contains(value), "\(value)") }
        if columns < 110 {
            for words in [
                "50 evaluation messages, 21 positive", "23 labels a minute over 117 labels; 29 over the last 20 labels",
                ".86 (.74-.93), 43 of the last 50 labels", ".95 (.76-.99), 19 of 20 messages seen twice",
                ".82 (.61-.93) of 22",
            ] {
                #expect(text.contains(words), "\(words)")
            }
        }
        if !glyphs.isUnicode { #expect(text.utf8.allSatisfy { $0 < 0x80 }) }
    }
}

@Test("no cell says anything by colour")
func metricsWithoutColour() {
    var canvas = Canvas(columns: 100, rows: 60)
    MetricsView(metrics: .sample, glyphs: .unicode, columns: 100, rows: 60, scroll: 0).draw(on: &canvas)
    for row in 0..<60 { for column in 0..<100 { #expect(canvas[row, column].style.color == nil) } }
}

@Test("with nothing to show a sentence says what is missing, at every size")
func metricsEmpty() {
    for (columns, rows) in [(40, 12), (80, 24), (160, 48)] {
        let lines = picture(Metrics(), columns, rows)
        #expect(lines[0] == " metrics")
        #expect(joined(lines).contains("Nothing to show yet. Figures need labelled evaluation messages"))
        #expect(lines[rows - 1].hasSuffix("esc: back"))
    }
}

@Test("each section that has nothing yet says what it needs")
func metricsMissing() {
    let text = joined(page(Metrics(labelsAMinute: 3), 80, 24))
    for words in [
        "no evaluation message is labelled", "no remarks yet", "3.0 labels a minute over the session",
        "with the model: not known yet", "with yourself: not known yet",
        "confusion matrix not known yet: needs evaluation messages and a model",
        "reliability not known yet: needs evaluation messages and a model",
    ] {
        #expect(text.contains(words), "\(words)")
    }
    let labelled = joined(page(Metrics(evaluationCount: 1, evaluationPositives: 0), 80, 24))
    #expect(labelled.contains("1 evaluation message, 0 positive"))
    #expect(labelled.contains("the figures come with the first round"))
    let noPositives = Metrics(curve: [.init(labels: 20)], evaluationCount: 20)
    #expect(joined(page(noPositives, 40, 12)).contains("F1 not known yet AUC not known yet"))
}

@Test("a measure that is no number is not known, and what has nothing to rest on has no figure")
func metricsUndefined() {
    var metrics = Metrics.sample
    metrics.curve[5].f1 = Measure(value: .nan, low: 0, high: 1)
    metrics.curve[5].auc = nil
    metrics.confusion = .init(labels: ["a", "b"], counts: [[7, 0]])
    metrics.agreement = .init(agreeing: 0, of: 0)
    metrics.labelsAMinute = .nan
    let text = joined(page(metrics, 80, 24))
    // The last models with an F1 and an AUC are those of 100 labels.
    #expect(text.contains(".60 (.48-.70) at 100 .87 (.79-.93) at 100 .72 (.60-.82) at 117"))
    // 7/7 [.646, 1]; nothing is labelled b, nothing is taken for it.
    #expect(text.contains("a 1.0 (.65-1.0) of 7 1.0 (.65-1.0) of 7 b ? of 0 ? of 0"))
    #expect(text.contains("with the model: not known yet"))
    #expect(text.contains("? labels a minute"))
}

@Test(
    "the charts' common scale never leaves 0 to 1",
    arguments: [(0.0, ".0", ".2"), (0.95, ".8", "1.0"), (1, ".8", "1.0")])
func metricsScale(value: Double, lowest: String, highest: String) {
    // A scale has two tenths at least; 48 / 3 = 16, at most 12 rows of chart, 10 without the axis.
    let metrics = Metrics(curve: [.init(labels: 20, f1: Measure(value: value, low: value, high: value))])
    let lines = picture(metrics, 160, 48)
    let ticks = lines.filter { $0.contains("┤") }.map { String(joined([$0]).prefix { $0 != "┤" }) }
    #expect(ticks.first.map { $0.hasPrefix(highest) } == true && ticks.last.map { $0.hasPrefix(lowest) } == true)
}

@Test("extreme values neither trap nor break a line", arguments: [Glyphs.unicode, .ascii])
func metricsExtremes(glyphs: Glyphs) {
    var metrics = Metrics.sample
    metrics.curve =
        [.init(labels: .min, f1: Measure(value: -5, low: -.infinity, high: 9))]
        + (0..<500).map { .init(labels: $0, f1: Measure(value: Double($0) / 500, low: -3, high: 7)) }
        + [.init(labels: .max, f1: Measure(value: 1e300, low: -1e300, high: 1e308))]
    metrics.evaluationCount = .max
    metrics.evaluationPositives = .min
    metrics.confusion = .init(
        labels: (0..<15).map { "洪水警報と避難所の不足 \($0)" },
        counts: (0..<16).map { Array(repeating: $0 == 3 ? -9 : Int.max, count: $0) })
    metrics.reliability = [
        .init(predicted: -4, observed: 12, count: .max), .init(predicted: .nan, observed: .nan, count: 3),
        .init(predicted: 0.5, observed: .nan, count: .max), .init(predicted: 1e300, observed: 0, count: -7),
    ]
    metrics.labelsAMinute = 1e300
    metrics.recentLabelsAMinute = -.infinity
    metrics.labelCount = .max
    metrics.agreement = .init(agreeing: .max, of: 1)
    metrics.repeatAgreement = .init(agreeing: .min, of: .min)
    metrics.remarks = ["", String(repeating: "x", count: 500), "مرحبا 洪水\n\u{1B}[31m", " "]
    for (columns, rows) in [(1, 1), (3, 3), (20, 5), (40, 12), (80, 24), (160, 48)] {
        for scroll in [0, 30, .max] {
            let lines = picture(metrics, columns, rows, scroll: scroll, glyphs: glyphs)
            #expect(lines.count == rows)
            #expect(lines.allSatisfy { DisplayText($0).width <= columns && !$0.contains("\u{1B}") })
        }
    }
    // Not even a size that no terminal has.
    var canvas = Canvas(columns: 10, rows: 3)
    for size in [Int.min, -1, 0] {
        let view = MetricsView(metrics: metrics, glyphs: glyphs, columns: size, rows: size, scroll: 0)
        view.draw(on: &canvas)
        #expect(view.scrollLimit >= 0)
    }
}

/// SplitMix64 (Steele, Lea & Flood 2014), for sizes and values that a test can repeat.
private struct Numbers: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }

    mutating func measure() -> Measure? {
        guard Int.random(in: 0..<4, using: &self) > 0 else { return nil }
        let value = Double.random(in: 0...1, using: &self)
        return Measure(
            value: value, low: Double.random(in: 0...value, using: &self),
            high: Double.random(in: value...1, using: &self))
    }

    mutating func metrics() -> Metrics {
        let labels = Int.random(in: 0...6, using: &self)
        let words = ["related", "not related", "水", "a very long title of a label that nobody can read", "", "x y"]
        return Metrics(
            curve: (0..<Int.random(in: 0...12, using: &self)).map {
                .init(labels: $0 * 20, f1: measure(), auc: measure(), averagePrecision: measure())
            },
            evaluationCount: Int.random(in: 0...200, using: &self),
            confusion: labels == 0
                ? nil
                : .init(
                    labels: (0..<labels).map { words[$0 % words.count] },
                    counts: (0..<labels).map { _ in
                        (0..<labels).map { _ in Int.random(in: 0...Int.random(in: 1...9999, using: &self), using: &self)
                        }
                    }),
            reliability: (0..<Int.random(in: 0...10, using: &self)).map {
                .init(
                    predicted: Double($0) / 10, observed: Double.random(in: 0...1, using: &self),
                    count: Int.random(in: 0...30, using: &self))
            },
            agreement: .init(
                agreeing: Int.random(in: 0...50, using: &self), of: Int.random(in: 0...50, using: &self)),
            remarks: (0..<Int.random(in: 0...3, using: &self)).map { words[$0] + " " + words[$0 + 2] })
    }
}

@Test("at any size the lines are as many as the rows and never wider than the columns")
func metricsFuzz() {
    var numbers = Numbers(state: 7)
    for _ in 0..<100 {
        let metrics = numbers.metrics()
        let columns = Int.random(in: 0...200, using: &numbers)
        let rows = Int.random(in: 0...60, using: &numbers)
        let glyphs = Bool.random(using: &numbers) ? Glyphs.unicode : .ascii
        let limit = MetricsView(metrics: metrics, glyphs: glyphs, columns: columns, rows: rows, scroll: 0).scrollLimit
        for scroll in [0, limit / 2, limit] {
            let lines = picture(metrics, columns, rows, scroll: scroll, glyphs: glyphs)
            #expect(lines.count == rows)
            #expect(lines.allSatisfy { DisplayText($0).width <= columns })
        }
    }
}

@Test("what the key to the last lines leads to is said whole, or not at all", arguments: [40, 80])
func wayToTheMeanings(columns: Int) {
    let line = picture(.sample, columns, 12)[11]
    #expect(!line.contains("…") && line.hasSuffix("   esc: back"))
    #expect(line.contains("end: what the figures mean") == (columns == 80), "\(line)")
}
