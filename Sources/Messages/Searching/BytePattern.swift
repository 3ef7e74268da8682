/// Bytes to look for in others, with the two of them that are likely to be the rarest.
///
/// The search compares eight places at a time in a 64-bit word and looks closer only where both rare bytes stand, which
/// in text is seldom. The only unsafe pointers of this module are here, behind bounds that are checked once a call.
struct BytePattern {
    let bytes: [UInt8]
    /// Places of the two rare bytes; the same place in a pattern of one byte.
    private let first: Int
    private let second: Int

    /// - Parameters:
    ///   - bytes: one at least.
    ///   - frequencies: how often each of the 256 bytes stands in what will be searched; empty for unknown.
    init(_ bytes: [UInt8], frequencies: [Int] = []) {
        precondition(!bytes.isEmpty, "a pattern of no bytes")
        precondition(frequencies.isEmpty || frequencies.count == 256, "\(frequencies.count) frequencies of bytes")
        self.bytes = bytes
        func frequency(_ place: Int) -> Int { frequencies.isEmpty ? 0 : frequencies[Int(bytes[place])] }
        let places = bytes.indices.sorted { (frequency($0), $0) < (frequency($1), $1) }
        first = places[0]
        // Another byte says more than the same one again.
        second = places.first { bytes[$0] != bytes[places[0]] } ?? places[places.count - 1]
    }

    /// Where the pattern first stands within a range of bytes, all of it; nil for nowhere.
    ///
    /// - Complexity: O(bytes of the range), by eight; at worst, where both rare bytes stand everywhere, times the bytes
    ///   of the pattern.
    func firstIndex(in text: [UInt8], within range: Range<Int>) -> Int? {
        precondition(range.lowerBound >= 0 && range.upperBound <= text.count, "a range outside its bytes")
        let places = range.count - bytes.count + 1
        guard places > 0 else { return nil }
        return text.withUnsafeBytes { text in
            bytes.withUnsafeBytes { bytes in
                guard let start = text.baseAddress.map({ $0 + range.lowerBound }), let wanted = bytes.baseAddress
                else { return nil }
                return Self.firstPlace(
                    of: wanted, count: bytes.count, first: first, second: second, in: start, places: places
                ).map { range.lowerBound + $0 }
            }
        }
    }

    /// The lowest of the places at which all bytes stand.
    private static func firstPlace(
        of wanted: UnsafeRawPointer, count: Int, first: Int, second: Int, in text: UnsafeRawPointer, places: Int
    ) -> Int? {
        let ones: UInt64 = 0x0101_0101_0101_0101
        let firstBytes = UInt64(wanted.load(fromByteOffset: first, as: UInt8.self)) &* ones
        let secondBytes = UInt64(wanted.load(fromByteOffset: second, as: UInt8.self)) &* ones
        let firstText = text + first
        let secondText = text + second
        var place = 0
        while place &+ 8 <= places {
            // A byte of `gaps` is zero where both rare bytes stand.
            let gaps =
                (firstText.loadUnaligned(fromByteOffset: place, as: UInt64.self) ^ firstBytes)
                | (secondText.loadUnaligned(fromByteOffset: place, as: UInt64.self) ^ secondBytes)
            // The high bit of each zero byte, and perhaps of bytes behind one: they are looked at closer all the same.
            var hits = UInt64(littleEndian: (gaps &- ones) & ~gaps & (ones &* 0x80))
            while hits != 0 {
                let candidate = place &+ hits.trailingZeroBitCount / 8
                if stands(wanted, count: count, at: text + candidate) { return candidate }
                hits &= hits &- 1
            }
            place &+= 8
        }
        while place < places {
            if stands(wanted, count: count, at: text + place) { return place }
            place += 1
        }
        return nil
    }

    @inline(__always)
    private static func stands(_ wanted: UnsafeRawPointer, count: Int, at text: UnsafeRawPointer) -> Bool {
        var index = 0
        while index < count {
            if wanted.load(fromByteOffset: index, as: UInt8.self) != text.load(fromByteOffset: index, as: UInt8.self) {
                return false
            }
            index += 1
        }
        return true
    }
}
