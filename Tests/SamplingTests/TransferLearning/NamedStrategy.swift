import Testing

@testable import Sampling

/// The strategy of that name, options included.
func strategy(_ name: String) throws -> any SamplingStrategy {
    try #require(StrategyCatalogue.standard.strategy(name))
}

/// Whether scores are those expected, within a tolerance; none stands for −1.
func close(_ found: [Double?], _ expected: [Double], within tolerance: Double = 1e-5) -> Bool {
    found.count == expected.count && zip(found, expected).allSatisfy { abs(($0 ?? -1) - $1) < tolerance }
}
