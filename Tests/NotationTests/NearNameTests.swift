import Notation
import Testing

private let names = ["atlas", "least-confidence", "margin", "random", "text", "id"]

@Test(
    "a name is known by most of its letters, in any case, or by its beginning",
    arguments: [
        // One letter missing, two exchanged, one too many, another one.
        ("lest-confidence", "least-confidence"), ("maring", "margin"), ("randomm", "random"), ("tezt", "text"),
        ("txt", "text"), ("ATLAS", "atlas"), ("Least_Confidence", "least-confidence"), ("ran", "random"), ("ID", "id"),
        // Further than a third of its letters, and nothing at all.
        ("entropy", nil), ("tt", nil), ("ra", nil), ("", nil), ("-", nil), ("ad", nil),
    ] as [(String, String?)])
func nearNames(written: String, expected: String?) {
    #expect(NearName.nearest(to: written, among: names) == expected)
    #expect(NearName.hint(for: written, among: names) == (expected.map { " (did you mean '\($0)'?)" } ?? ""))
}

@Test("of equally near names the first is meant, and a name is not taken for itself")
func equallyNearNames() {
    #expect(NearName.nearest(to: "cat", among: ["bat", "car"]) == "bat")
    #expect(NearName.nearest(to: "car", among: ["car", "cart"]) == "cart")
    #expect(NearName.nearest(to: String(repeating: "x", count: 100_000), among: names) == nil)
}
