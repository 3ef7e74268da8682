import Testing

@testable import Learning

@Test("the interval over runs is Student's")
func runsInterval() throws {
    // numpy and scipy: mean 0.34, std(ddof=1) 0.108397, t.ppf(0.975, 4) 2.776445, half 0.134593.
    let estimate = try #require(Estimate(runs: [0.2, 0.3, 0.35, 0.35, 0.5]))
    #expect(abs(estimate.value - 0.34) < 1e-12)
    #expect(abs(estimate.half - 0.134593) < 1e-5)
}

@Test("one run has a value but no interval, and no run has neither")
func fewRuns() {
    #expect(Estimate(runs: []) == nil)
    #expect(Estimate(runs: [0.5]).map { $0.value == 0.5 && $0.half == .infinity } == true)
}

@Test(
    "Student's quantiles agree with scipy's t.ppf(0.975, df)",
    arguments: [(1, 12.7062), (9, 2.2622), (31, 2.0395), (100, 1.9840), (1_000, 1.9623)])
func studentQuantiles(degrees: Int, expected: Double) {
    #expect(abs(Student.quantile975(degreesOfFreedom: degrees) - expected) < 1e-4)
}
