/// Numbered keys of bytes, found by the longest or by every prefix of a text.
///
/// Keys are bytes and not strings: two strings that look alike are equal to Swift, but not to a vocabulary.
///
/// The nodes stand in the order of a breadth-first walk, so that the children of each are neighbours, sorted by their
/// byte, and end where those of the next node begin: nine bytes a node.
struct ByteTrie: Sendable {
    /// The byte that leads to each node.
    private var labels: [UInt8] = [0]
    /// The first child of each node; one more at the end.
    private var children: [Int32] = []
    /// The number of the key that ends at each node, or −1.
    private var values: [Int32] = [-1]
    /// Where a key stands that was there before, if any.
    private(set) var repeated: Range<Int>?

    /// A trie of keys that stand behind one another.
    ///
    /// Takes time in proportion to the bytes. Empty keys are left out; of equal keys the last counts.
    ///
    /// - Parameters:
    ///   - bytes: The keys' bytes.
    ///   - keys: Where each stands, and its number, not negative.
    init(bytes: [UInt8], keys: [(range: Range<Int>, number: Int32)]) {
        var order = keys.filter { !$0.range.isEmpty }
        var sorted = order
        // A group holds the keys that pass a node: all the same up to its depth, and in the order they were given.
        var level = [0..<order.count]
        var depth = 0
        while !level.isEmpty {
            var next: [Range<Int>] = []
            for group in level {
                children.append(Int32(labels.count))
                Self.sort(group, of: &order, at: depth, in: bytes, with: &sorted)
                var start = group.lowerBound
                while start < group.upperBound {
                    // Keys that end here come first; they were counted when this node was made.
                    guard order[start].range.count > depth else {
                        start += 1
                        continue
                    }
                    let label = bytes[order[start].range.lowerBound + depth]
                    var end = start
                    var value: Int32 = -1
                    while end < group.upperBound, bytes[order[end].range.lowerBound + depth] == label {
                        if order[end].range.count == depth + 1 {
                            if value >= 0 { repeated = order[end].range }
                            value = order[end].number
                        }
                        end += 1
                    }
                    labels.append(label)
                    values.append(value)
                    next.append(start..<end)
                    start = end
                }
            }
            level = next
            depth += 1
        }
        children.append(Int32(labels.count))
    }

    /// Sorts a group by the byte at a depth, keys that end before it first; equal ones keep their order.
    private static func sort(
        _ group: Range<Int>, of order: inout [(range: Range<Int>, number: Int32)], at depth: Int, in bytes: [UInt8],
        with sorted: inout [(range: Range<Int>, number: Int32)]
    ) {
        func place(_ key: Range<Int>) -> Int { key.count > depth ? Int(bytes[key.lowerBound + depth]) + 1 : 0 }
        if group.count < 40 {
            for index in group.dropFirst() {
                let key = order[index]
                let rank = place(key.range)
                var hole = index
                while hole > group.lowerBound, place(order[hole - 1].range) > rank {
                    order[hole] = order[hole - 1]
                    hole -= 1
                }
                order[hole] = key
            }
            return
        }
        var starts = [Int](repeating: 0, count: 258)
        for index in group { starts[place(order[index].range) + 1] += 1 }
        for rank in 1..<258 { starts[rank] += starts[rank - 1] }
        for index in group {
            let rank = place(order[index].range)
            sorted[group.lowerBound + starts[rank]] = order[index]
            starts[rank] += 1
        }
        for index in group { order[index] = sorted[index] }
    }

    /// The longest key that is taken: real pieces have less than a hundred bytes, and the time that a text takes grows
    /// with the longest.
    static let longestKey = 1_024

    /// The node where every key begins.
    static let root: Int32 = 0

    /// The node that a byte leads to, or nil. At most eight steps.
    @inline(__always)
    func child(of node: Int32, by label: UInt8) -> Int32? {
        var low = children[Int(node)]
        var high = children[Int(node) + 1]
        while low < high {
            let middle = (low + high) / 2
            let found = labels[Int(middle)]
            if found == label { return middle }
            if found < label { low = middle + 1 } else { high = middle }
        }
        return nil
    }

    /// The number of the key that ends at a node, or −1.
    @inline(__always)
    func value(at node: Int32) -> Int32 { values[Int(node)] }

    /// The longest key that a text has at a place, and where it ends there.
    @inline(__always)
    func longest(in text: [UInt8], at start: Int, end: Int) -> (number: Int32, end: Int)? {
        var node = Self.root
        var best: (number: Int32, end: Int)?
        var position = start
        while position < end, let next = child(of: node, by: text[position]) {
            node = next
            position += 1
            if value(at: node) >= 0 { best = (value(at: node), position) }
        }
        return best
    }
}
