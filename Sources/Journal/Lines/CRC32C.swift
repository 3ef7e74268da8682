/// CRC-32C (Castagnoli; polynomial 0x1EDC6F41, reflected), as in iSCSI (RFC 3720, B.4).
public enum CRC32C {
    /// Eight tables of 256, one behind the other: eight bytes a step (M. Kounavis and F. Berry, "Novel table lookup-based
    /// algorithms for high-performance CRC generation", 2008, DOI 10.1109/TC.2008.85).
    private static let tables: [UInt32] = {
        var tables = (0..<256).map { index in
            var value = UInt32(index)
            for _ in 0..<8 { value = value & 1 == 1 ? (value >> 1) ^ 0x82F6_3B78 : value >> 1 }
            return value
        }
        for index in 256..<2_048 {
            let before = tables[index - 256]
            tables.append((before >> 8) ^ tables[Int(before & 0xFF)])
        }
        return tables
    }()

    /// The checksum of bytes, or of bytes that follow others.
    ///
    /// - Parameter before: the checksum of what stands before; 0 for nothing.
    /// - Complexity: O(bytes).
    public static func checksum(_ bytes: UnsafeBufferPointer<UInt8>, after before: UInt32 = 0) -> UInt32 {
        tables.withUnsafeBufferPointer { table in
            var value = before ^ 0xFFFF_FFFF
            var position = 0
            let raw = UnsafeRawBufferPointer(bytes)
            while position + 8 <= raw.count {
                let low = value ^ UInt32(littleEndian: raw.loadUnaligned(fromByteOffset: position, as: UInt32.self))
                let high = UInt32(littleEndian: raw.loadUnaligned(fromByteOffset: position + 4, as: UInt32.self))
                let first = table[1_792 + Int(low & 0xFF)] ^ table[1_536 + Int(low >> 8 & 0xFF)]
                let second = table[1_280 + Int(low >> 16 & 0xFF)] ^ table[1_024 + Int(low >> 24)]
                let third = table[768 + Int(high & 0xFF)] ^ table[512 + Int(high >> 8 & 0xFF)]
                let fourth = table[256 + Int(high >> 16 & 0xFF)] ^ table[Int(high >> 24)]
                value = first ^ second ^ third ^ fourth
                position += 8
            }
            for byte in bytes[position...] { value = table[Int((value ^ UInt32(byte)) & 0xFF)] ^ (value >> 8) }
            return value ^ 0xFFFF_FFFF
        }
    }

    /// Whether a checksum becomes another when one of the bytes that it was computed from becomes another.
    ///
    /// A changed byte changes the remainder by an entry of the table, and every byte behind it takes that one step on; so the
    /// steps are taken back, byte for byte, and each remainder is looked for in the table.
    /// - Complexity: O(count).
    static func differ(_ checksum: UInt32, _ other: UInt32, inOneByteOf count: Int) -> Bool {
        var difference = checksum ^ other
        for _ in 0..<count {
            // No two of the 256 entries share their highest byte.
            let index = placesOfHighestByte[Int(difference >> 24)]
            let entry = tables[Int(index)]
            if entry == difference { return index != 0 }
            difference = (difference ^ entry) << 8 | UInt32(index)
        }
        return false
    }

    private static let placesOfHighestByte: [UInt8] = {
        var places = [UInt8](repeating: 0, count: 256)
        for index in 0..<256 { places[Int(tables[index] >> 24)] = UInt8(index) }
        return places
    }()

    /// Eight lower-case hexadecimal digits.
    static func text(_ value: UInt32) -> String {
        let digits = String(value, radix: 16)
        return String(repeating: "0", count: 8 - digits.count) + digits
    }

    /// The value of eight lower-case hexadecimal digits; nil for anything else.
    static func value(ofDigits digits: ArraySlice<UInt8>) -> UInt32? {
        var value: UInt32 = 0
        for digit in digits {
            switch digit {
            case UInt8(ascii: "0")...UInt8(ascii: "9"): value = value << 4 | UInt32(digit - UInt8(ascii: "0"))
            case UInt8(ascii: "a")...UInt8(ascii: "f"): value = value << 4 | UInt32(digit - UInt8(ascii: "a") + 10)
            default: return nil
            }
        }
        return digits.count == 8 ? value : nil
    }
}
