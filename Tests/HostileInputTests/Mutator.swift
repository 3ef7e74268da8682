/// Changes bytes as a careless or hostile world would; the same seed makes the same changes.
struct Mutator {
    private var state: UInt64

    init(seed: UInt64) {
        state = seed
    }

    /// Pieces that readers trip over.
    private static let pieces: [[UInt8]] = [
        Array("\"".utf8), Array("\"\"".utf8), Array(",".utf8), Array("\t".utf8), Array("\r\n".utf8), Array("\n\n".utf8),
        Array("\r".utf8), Array("\\".utf8), Array("\\u0000".utf8), Array("\\ud800".utf8), Array("{".utf8),
        Array("}".utf8), Array("[".utf8), Array("]".utf8), Array(":".utf8), Array("- ".utf8), Array("&a ".utf8),
        Array("*a ".utf8), Array("!!int ".utf8), Array("|\n".utf8), Array("? ".utf8), Array("---\n".utf8),
        Array("<<: ".utf8), Array("null".utf8), Array("-1".utf8), Array("1e999".utf8),
        Array("9223372036854775807".utf8),
        Array("-9223372036854775808".utf8), Array("18446744073709551616".utf8), Array("0.1e-400".utf8),
        Array("&#x110000;".utf8), Array("&#99999999999;".utf8), Array("&amp;".utf8), [0], [0xFF], [0xC0, 0xAF],
        [0xED, 0xA0, 0x80], [0xEF, 0xBB, 0xBF], [0xF4, 0x90, 0x80, 0x80], [0xE2, 0x80, 0xA8], [0x1B, 0x5B, 0x32, 0x4A],
        [0xCC, 0x81], [0xF0, 0x9F, 0x8C, 0x8A],
    ]

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var value = state
        value = (value ^ (value >> 30)) &* 0xBF58_476D_1CE4_E5B9
        value = (value ^ (value >> 27)) &* 0x94D0_49BB_1331_11EB
        return value ^ (value >> 31)
    }

    mutating func below(_ bound: Int) -> Int { bound <= 1 ? 0 : Int(next() % UInt64(bound)) }

    /// One of the inputs with a few changes, often a few of another one in it.
    mutating func mutated(_ inputs: [[UInt8]]) -> [UInt8] {
        var bytes = inputs[below(inputs.count)]
        for _ in 0..<(1 + below(8)) {
            let position = below(bytes.count + 1)
            let end = min(bytes.count, position + below(40))
            switch below(9) {
            case 0 where position < bytes.count: bytes[position] ^= 1 << UInt8(below(8))
            case 1 where position < bytes.count: bytes[position] = UInt8(below(256))
            case 2: bytes.insert(contentsOf: Self.pieces[below(Self.pieces.count)], at: position)
            case 3: bytes.removeSubrange(position..<end)
            case 4: bytes.insert(contentsOf: bytes[position..<end], at: below(bytes.count + 1))
            case 5: bytes.removeLast(bytes.count - position)
            case 6:
                let piece = Self.pieces[below(Self.pieces.count)]
                for _ in 0..<below(60) { bytes.insert(contentsOf: piece, at: position) }
            case 7:
                let other = inputs[below(inputs.count)]
                let start = below(other.count)
                bytes.insert(contentsOf: other[start..<min(other.count, start + below(80))], at: position)
            default: bytes.replaceSubrange(position..<end, with: Self.pieces[below(Self.pieces.count)])
            }
        }
        return bytes
    }
}
