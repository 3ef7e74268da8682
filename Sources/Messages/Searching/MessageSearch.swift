import Foundation

/// Finds the messages that hold some words, whatever their case and accents.
///
/// Built once for a pool:
///
///     let search = MessageSearch(pool)
///     let found = search.rows(containing: "ayudennos agua", limit: 50)
///     // found.rows: the first fifty rows; found.count: how many there are.
///
/// Memory: beside the pool itself, which is shared, about the bytes of all texts and nine bytes a message; a million
/// messages of 100 bytes take 109 MB.
public struct MessageSearch: Sendable {
    /// Stands behind every text: a byte that is in no UTF-8, so that no hit spans two texts.
    private static let separator: UInt8 = 0xFF

    private let pool: MessagePool
    /// All texts, folded, each followed by a separator.
    private let bytes: [UInt8]
    /// Where the separator of each text stands.
    private let ends: [Int]
    /// How often each of the 256 bytes stands in ``bytes``.
    private let frequencies: [Int]

    /// - Complexity: O(bytes of the texts).
    public init(_ pool: MessagePool) {
        var folding = FoldedText()
        // Folding makes few texts longer: no room is taken that stays empty.
        var bytes: [UInt8] = []
        bytes.reserveCapacity(pool.texts.reduce(pool.count) { $0 + $1.utf8.count })
        var ends: [Int] = []
        ends.reserveCapacity(pool.count)
        for text in pool.texts {
            folding.append(text, to: &bytes)
            ends.append(bytes.count)
            bytes.append(Self.separator)
        }
        var frequencies = [Int](repeating: 0, count: 256)
        for byte in bytes { frequencies[Int(byte)] += 1 }
        self.frequencies = frequencies
        self.pool = pool
        self.bytes = bytes
        self.ends = ends
    }

    /// The rows whose text holds every word of a query, anywhere and also within longer words, and the row that has the
    /// query for its id, exactly.
    ///
    /// - Parameters:
    ///   - query: words between white space; case and diacritics do not count. One without words finds nothing.
    ///   - limit: at most so many rows are listed.
    /// - Returns: the first rows in the order of the pool, and how many there are in all.
    /// - Complexity: O(bytes of the texts), eight of them in a few instructions.
    public func rows(containing query: String, limit: Int) -> (rows: [Int], count: Int) {
        let id = query.trimmingCharacters(in: .whitespacesAndNewlines)
        var found = Found(limit: limit, named: id.isEmpty ? nil : pool.index(ofID: id))
        // The longest word is likely to be the rarest: the others are sought in its messages only.
        let words = FoldedText.words(of: query).sorted { $0.count > $1.count }.map {
            BytePattern($0, frequencies: frequencies)
        }
        if let longest = words.first {
            var row = 0
            var position = 0
            while let hit = longest.firstIndex(in: bytes, within: position..<bytes.count) {
                row = self.row(holding: hit, from: row)
                let text = (row == 0 ? 0 : ends[row - 1] + 1)..<ends[row]
                if words.dropFirst().allSatisfy({ $0.firstIndex(in: bytes, within: text) != nil }) {
                    found.add(row)
                }
                position = ends[row] + 1
            }
        }
        found.addNamed()
        return (found.rows, found.count)
    }

    /// Where the words of a query stand in a text, for marking them: whole characters, in order, never overlapping;
    /// hits that touch are one range.
    ///
    /// - Complexity: O(bytes of the text × words).
    public func ranges(of query: String, in text: String) -> [Range<String.Index>] {
        let words = FoldedText.words(of: query).map { BytePattern($0) }
        guard !words.isEmpty else { return [] }
        var folding = FoldedText()
        var bytes: [UInt8] = []
        // For each byte the character that it came from: folding makes one character longer or shorter.
        var characters: [Int] = []
        let indices = Array(text.indices) + [text.endIndex]
        for (position, character) in text.enumerated() {
            folding.append(String(character), to: &bytes)
            characters.append(contentsOf: repeatElement(position, count: bytes.count - characters.count))
        }
        var isMarked = [Bool](repeating: false, count: indices.count)
        for word in words {
            var position = 0
            while let hit = word.firstIndex(in: bytes, within: position..<bytes.count) {
                for character in characters[hit]...characters[hit + word.bytes.count - 1] { isMarked[character] = true }
                position = hit + 1
            }
        }
        // The last mark, of the text's end, is never set: every range is closed.
        var ranges: [Range<String.Index>] = []
        var start: Int?
        for (position, isMarked) in isMarked.enumerated() {
            if isMarked {
                start = start ?? position
            } else if let first = start {
                ranges.append(indices[first]..<indices[position])
                start = nil
            }
        }
        return ranges
    }

    /// The row whose text holds a byte, sought from a row that does not stand behind it.
    ///
    /// - Complexity: O(log of the rows between).
    private func row(holding byte: Int, from first: Int) -> Int {
        var low = first
        var step = 1
        while low + step < ends.count, ends[low + step - 1] < byte {
            low += step
            step *= 2
        }
        var high = min(low + step, ends.count) - 1
        while low < high {
            let middle = (low + high) / 2
            if ends[middle] < byte { low = middle + 1 } else { high = middle }
        }
        return low
    }

    /// Rows in ascending order, with one that is known by its id among them.
    private struct Found {
        let limit: Int
        var named: Int?
        private(set) var rows: [Int] = []
        private(set) var count = 0

        init(limit: Int, named: Int?) {
            self.limit = limit
            self.named = named
        }

        mutating func add(_ row: Int) {
            if let named, named <= row {
                self.named = nil
                if named < row { take(named) }
            }
            take(row)
        }

        /// Adds the row known by its id, unless it is there.
        mutating func addNamed() {
            if let named { take(named) }
            named = nil
        }

        private mutating func take(_ row: Int) {
            if rows.count < limit { rows.append(row) }
            count += 1
        }
    }
}
