import Foundation
import Sampling
import Testing

@Test("tocsin strategies warns of a strategy exactly where the comparison's table gives it no advantage over random")
func cautionsFollowTheTable() throws {
    let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent()
    let text = try String(contentsOf: root.appendingPathComponent("sample-data/COMPARISON.md"), encoding: .utf8)
    var seen: Set<String> = []
    for line in text.split(separator: "\n") {
        let cells = line.split(separator: "|").map { $0.trimmingCharacters(in: .whitespaces) }
        guard let name = cells.first, name != "random",
            let strategy = StrategyCatalogue.standard.declaration(of: name)
        else { continue }
        seen.insert(name)
        // Advantages are the cells with a sign: mean ± half of the interval.
        let advantages = cells.dropFirst().filter { $0.hasPrefix("+") || $0.hasPrefix("-") }
        #expect(advantages.count == 3, "\(name)")
        let isBetter = advantages.contains { cell in
            let parts = cell.split(separator: " ").compactMap {
                Double($0.replacing("±", with: "").replacing("+", with: ""))
            }
            return parts.count == 2 && parts[0] - parts[1] > 0
        }
        #expect(strategy.comparison == (isBetter ? .better : .notBetter), "\(name)")
    }
    for strategy in StrategyCatalogue.standard.declarations {
        let isInTable = strategy.comparison != .notMeasured && strategy.comparison != .baseline
        #expect(seen.contains(strategy.id) == isInTable, "\(strategy.id)")
    }
}
