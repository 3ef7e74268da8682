import Foundation
import Sampling
import Testing

@Test("tocsin strategies warns of a strategy exactly where the comparison's table gives it no advantage over random")
func cautionsFollowTheTable() throws {
    let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent()
    let text = try String(contentsOf: root.appendingPathComponent("sample-data/COMPARISON.md"), encoding: .utf8)
    var advantages: [String: [String]] = [:]
    for line in text.split(separator: "\n") where line.hasPrefix("|") {
        let cells = line.split(separator: "|").map { $0.trimmingCharacters(in: .whitespaces) }
        guard let name = cells.first, name != "random",
            StrategyCatalogue.standard.declaration(of: name) != nil
        else { continue }
        // Advantages are the cells with a sign: mean ± half of the interval.
        advantages[name, default: []] += cells.dropFirst().filter { $0.hasPrefix("+") || $0.hasPrefix("-") }
    }
    for (name, cells) in advantages {
        // Three sets of messages in three games, at least.
        #expect(cells.count >= 9, "\(name)")
        let isBetter = cells.contains { cell in
            let parts = cell.split(separator: " ").compactMap {
                Double($0.replacing("±", with: "").replacing("+", with: ""))
            }
            return parts.count == 2 && parts[0] - parts[1] > 0
        }
        let declaration = StrategyCatalogue.standard.declaration(of: name)
        #expect(declaration?.comparison == (isBetter ? .better : .notBetter), "\(name)")
    }
    for strategy in StrategyCatalogue.standard.declarations {
        let isInTable = strategy.comparison != .notMeasured && strategy.comparison != .baseline
        #expect(advantages.keys.contains(strategy.id) == isInTable, "\(strategy.id)")
    }
}
