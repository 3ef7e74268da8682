/// The machine's random numbers, as a value that has a place in memory: the thread sanitizer takes the place of the library's
/// own, which is of no size, for any, and stops the program.
struct MachineRandomness: RandomNumberGenerator {
    private var numbers: UInt64 = 0

    mutating func next() -> UInt64 {
        numbers &+= 1
        return UInt64.random(in: .min ... .max)
    }
}
