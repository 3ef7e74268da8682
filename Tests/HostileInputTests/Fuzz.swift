import Foundation

/// Hands changed inputs to a reader: five hundred of them, or as many as fit in `TOCSIN_FUZZ_SECONDS`.
///
/// What is being read stands in a file first, so that an input that kills the tests can be looked at.
func fuzz(_ reader: HostileReader) throws {
    let environment = ProcessInfo.processInfo.environment
    let seconds = environment["TOCSIN_FUZZ_SECONDS"].flatMap(Double.init)
    let seed =
        environment["TOCSIN_FUZZ_SEED"].flatMap(UInt64.init) ?? (seconds == nil ? 1 : UInt64.random(in: 1...(.max)))
    let file = FileManager.default.temporaryDirectory.appendingPathComponent("tocsin-fuzz-\(reader)-\(getpid())")
    var mutator = Mutator(seed: seed)
    let end = Date(timeIntervalSinceNow: seconds ?? .infinity)
    var count = 0
    while seconds == nil ? count < 500 : Date() < end {
        let input = mutator.mutated(reader.seeds)
        try Data(input).write(to: file)
        do {
            try reader.check(input)
        } catch {
            print("fuzz \(reader): input \(count) of seed \(seed) in base 64: \(Data(input).base64EncodedString())")
            throw error
        }
        count += 1
    }
    try FileManager.default.removeItem(at: file)
    print("fuzz \(reader): \(count) inputs, seed \(seed)")
}
