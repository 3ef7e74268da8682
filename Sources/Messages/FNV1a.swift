/// 64-bit FNV-1a (Fowler, Noll, Vo).
public struct FNV1a: Sendable {
    /// The hash of all bytes so far.
    public private(set) var value: UInt64 = 0xcbf2_9ce4_8422_2325

    public init() {}

    /// Takes the next byte.
    public mutating func add(_ byte: UInt8) { value = (value ^ UInt64(byte)) &* Self.prime }

    private static let prime: UInt64 = 0x100_0000_01b3

    /// Takes a number as eight bytes, low byte first.
    mutating func add(_ number: Int) {
        var rest = UInt64(truncatingIfNeeded: number)
        for _ in 0..<8 {
            // Bytes that are zero change nothing before the product.
            guard rest > 0xFF else {
                add(UInt8(rest))
                rest = 0
                continue
            }
            add(UInt8(truncatingIfNeeded: rest))
            rest >>= 8
        }
    }

    /// The value in sixteen hexadecimal digits.
    public var digits: String {
        let digits = String(value, radix: 16)
        return String(repeating: "0", count: 16 - digits.count) + digits
    }
}
