import Testing

@testable import Learning

@Test("numbers are those of an independent xoshiro256** and SplitMix64")
func streamIsFixed() {
    // Computed with unbounded integers in Python, whose generator was checked on the state (1, 2, 3, 4).
    var random = SeededRandom(seed: 42, stream: "test", 3)
    let expected: [UInt64] = [
        0x18d4_347e_0d9c_a6a0, 0x8c4f_60bc_2612_fdcd, 0x34fe_68d4_985b_234b, 0x5156_a98a_f3a2_2cf9,
    ]
    #expect(expected.map { _ in random.next() } == expected)
}

@Test("streams and indices do not share a sequence")
func streamsDiffer() {
    var firsts: Set<UInt64> = []
    for stream in ["a", "b", "ab", ""] {
        for index in 0..<10 {
            var random = SeededRandom(seed: 1, stream: stream, index)
            firsts.insert(random.next())
        }
    }
    #expect(firsts.count == 40)
}

@Test("below is even, unit lies in [0, 1), normal has mean 0 and variance 1")
func distributions() {
    var random = SeededRandom(seed: 9, stream: "distributions")
    var counts = [Int](repeating: 0, count: 7)
    for _ in 0..<70_000 { counts[random.below(7)] += 1 }
    // Five standard deviations of a binomial count: 5 √(70 000 · 1/7 · 6/7) ≈ 463.
    for count in counts { #expect(abs(count - 10_000) < 463) }
    let units = (0..<10_000).map { _ in random.unit() }
    #expect(units.allSatisfy { $0 >= 0 && $0 < 1 })
    let normals = (0..<40_000).map { _ in random.normal() }
    let mean = normals.reduce(0, +) / 40_000
    let variance = normals.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / 40_000
    #expect(abs(mean) < 0.025 && abs(variance - 1) < 0.036)
}

@Test("a shuffle keeps the elements, a sample is distinct and of the size asked for")
func shuffleAndSample() {
    var random = SeededRandom(seed: 2, stream: "shuffle")
    var elements = Array(0..<100)
    random.shuffle(&elements)
    #expect(elements.sorted() == Array(0..<100))
    #expect(elements != Array(0..<100))
    for wanted in [-1, 0, 1, 50, 100, 200] {
        let sample = random.sample(wanted, from: elements)
        #expect(sample.count == min(100, max(0, wanted)))
        #expect(Set(sample).count == sample.count)
    }
}
