/// The messages of a file in its order: one UTF-8 buffer and offsets instead of a million small strings.
public struct MessagePool: Sendable, RandomAccessCollection {
    /// For each message its id, its text and its fields' values as far as it has any, each as ``appendPiece(_:)`` puts it.
    private var bytes: [UInt8] = []
    /// Where each message begins in ``bytes``.
    private var starts: [Int] = []
    /// Of each message's text. Taken, like the digest, while the text is at hand: later it is somewhere else in the memory.
    private var textHashes: [UInt64] = []
    private var running = FNV1a()
    /// Sum of a number for each message, which is the same in whatever order they are added.
    private var rowSum: UInt64 = 0
    private var fieldNames: [String] = []
    private var fieldPlaces: [String: Int] = [:]
    /// Open-addressing table from the hash of an id to its message; the size is a power of two.
    private var table = [Slot](repeating: .free, count: 16)
    public private(set) var count = 0

    public var startIndex: Int { 0 }
    public var endIndex: Int { count }

    /// An empty pool whose messages have these other columns.
    public init(fieldNames: [String] = []) {
        self.fieldNames = fieldNames
    }

    /// Where the values of a field stand, which becomes one of the pool's if there is room.
    ///
    /// - Returns: nil when there are as many fields as are allowed.
    mutating func place(ofField name: String, limit: Int) -> Int? {
        if let place = fieldPlaces[name] { return place }
        guard fieldNames.count < limit else { return nil }
        fieldPlaces[name] = fieldNames.count
        fieldNames.append(name)
        return fieldNames.count - 1
    }

    /// Bytes of all ids, texts and fields, with their lengths.
    public var byteCount: Int { bytes.count }

    /// Makes room for ids, texts and fields of so many bytes, so that none is copied while the pool grows.
    mutating func reserveCapacity(bytes count: Int) { bytes.reserveCapacity(count) }

    /// A place of the table. The hash stands beside the message, so that another id's place is passed over without a look
    /// at its bytes, which are somewhere else in the memory.
    private struct Slot {
        var hash: UInt32
        /// −1 is free.
        var message: Int32

        static let free = Slot(hash: 0, message: -1)
        var isFree: Bool { message < 0 }
    }

    /// Adds a message at the end.
    ///
    /// - Parameter fields: values in the order of the pool's field names; missing ones count as empty.
    /// - Returns: nil, or the index of the message that has this id already; then nothing is added.
    /// - Complexity: O(bytes), amortised.
    @discardableResult
    public mutating func append(id: String, text: String, fields: [String] = []) -> Int? {
        var (id, text) = (id, text)
        let fields = fields.prefix(fieldNames.count)
        return id.withUTF8 { id in
            text.withUTF8 { text in
                append(id: id, text: text) { bytes in
                    bytes.appendPiece(text)
                    for var value in fields { value.withUTF8 { _ = bytes.appendPiece($0) } }
                }
            }
        }
    }

    /// Adds a message that was packed where it was read, with a value for each of the pool's fields.
    ///
    /// - Parameter id: counts where it has none of its own.
    /// - Returns: as ``append(id:text:fields:)``.
    /// - Precondition: it has a text.
    /// - Complexity: likewise.
    mutating func append(_ message: PackedMessages.Place, of packed: PackedMessages, id: @autoclosure () -> String)
        -> Int?
    {
        packed.bytes.withUnsafeBufferPointer { packed in
            let text = UnsafeBufferPointer(rebasing: packed[message.text ?? 0..<0])
            let rest = UnsafeBufferPointer(rebasing: packed[message.rest])
            guard let range = message.id else {
                var id = id()
                return id.withUTF8 { append(id: $0, text: text) { $0.append(contentsOf: rest) } }
            }
            return append(id: UnsafeBufferPointer(rebasing: packed[range]), text: text) {
                $0.append(contentsOf: rest)
            }
        }
    }

    /// - Parameter storeRest: stores the text and the fields.
    private mutating func append(
        id: UnsafeBufferPointer<UInt8>, text: UnsafeBufferPointer<UInt8>, storeRest: (inout [UInt8]) -> Void
    ) -> Int? {
        var all = running
        let idHash = Self.digest(id, into: &all)
        let hash = Self.folded(idHash)
        let slot = slot(of: id, hash)
        if !table[slot].isFree { return Int(table[slot].message) }
        table[slot] = Slot(hash: hash, message: Int32(count))
        starts.append(bytes.count)
        bytes.appendPiece(id)
        storeRest(&bytes)
        let textHash = Self.digest(text, into: &all)
        running = all
        textHashes.append(textHash)
        rowSum &+= Self.mixed(Self.mixed(idHash) ^ textHash)
        count += 1
        if count * 4 > table.count * 3 { growTable() }
        return nil
    }

    /// Spreads what tells two numbers apart over all their bits, so that sums of them differ: the last step of SplitMix64
    /// (Steele, Lea and Flood 2014, doi:10.1145/2660193.2660195).
    private static func mixed(_ value: UInt64) -> UInt64 {
        var value = value &+ 0x9e37_79b9_7f4a_7c15
        value = (value ^ (value >> 30)) &* 0xbf58_476d_1ce4_e5b9
        value = (value ^ (value >> 27)) &* 0x94d0_49bb_1331_11eb
        return value ^ (value >> 31)
    }

    /// Adds a piece to a digest of messages, behind its length.
    ///
    /// - Returns: its own hash: two sums, each of which waits for itself, take no longer than one.
    private static func digest(_ piece: UnsafeBufferPointer<UInt8>, into running: inout FNV1a) -> UInt64 {
        running.add(piece.count)
        var (all, own) = (running, FNV1a())
        for byte in piece {
            all.add(byte)
            own.add(byte)
        }
        running = all
        return own.value
    }

    // MARK: Reading

    public subscript(index: Int) -> Message {
        Message(id: id(at: index), text: text(at: index), fields: fields(at: index))
    }

    public func id(at index: Int) -> String { piece(index, 0) }

    /// The text, entities decoded.
    public func text(at index: Int) -> String { piece(index, 1) }

    /// The columns that are not empty.
    public func fields(at index: Int) -> [Message.Field] {
        var position = range(index, 1).upperBound
        let end = index + 1 < count ? starts[index + 1] : bytes.count
        var fields: [Message.Field] = []
        for name in fieldNames where position < end {
            let range = content(at: position)
            position = range.upperBound
            guard !range.isEmpty else { continue }
            fields.append(Message.Field(name: name, value: String(decoding: bytes[range], as: UTF8.self)))
        }
        return fields
    }

    /// All texts in order, made one at a time.
    public var texts: some Sequence<String> { (0..<count).lazy.map { text(at: $0) } }

    /// The message with that id.
    ///
    /// - Complexity: O(1) on average.
    public func index(ofID id: String) -> Int? {
        var id = id
        return id.withUTF8 { id in
            let found = table[slot(of: id, Self.folded(Self.hash(of: id)))]
            return found.isFree ? nil : Int(found.message)
        }
    }

    /// 64-bit FNV-1a over ids and texts in order, each preceded by its length as eight bytes, low byte first; sixteen
    /// hexadecimal digits. Tells whether a journal belongs to these messages; no protection against forgery.
    public var digest: String { running.digits }

    /// Tells ids and texts from others, whatever their order: the sum of a 64-bit number for each message; sixteen hexadecimal
    /// digits. No protection against forgery.
    public var rowDigest: String {
        let digits = String(rowSum, radix: 16)
        return String(repeating: "0", count: 16 - digits.count) + digits
    }

    /// Whether the first messages are those that a pool of so many with that digest had: the same, or others behind them.
    ///
    /// - Complexity: O(bytes of those messages); O(1) where there are no others.
    public func begins(with count: Int, digest: String) -> Bool {
        guard count != self.count else { return digest == self.digest }
        guard count >= 0, count < self.count else { return false }
        var running = FNV1a()
        bytes.withUnsafeBufferPointer { bytes in
            for index in 0..<count {
                for piece in 0...1 {
                    _ = Self.digest(UnsafeBufferPointer(rebasing: bytes[range(index, piece)]), into: &running)
                }
            }
        }
        return running.digits == digest
    }

    /// 64-bit hash of a text, for finding equal ones.
    public func textHash(at index: Int) -> UInt64 { textHashes[index] }

    // MARK: Storage

    private func range(_ index: Int, _ piece: Int) -> Range<Int> {
        precondition(index >= 0 && index < count, "message \(index) of \(count)")
        var position = starts[index]
        for _ in 0..<piece { position = content(at: position).upperBound }
        return content(at: position)
    }

    /// Where the content of a piece is, from where its length is.
    private func content(at start: Int) -> Range<Int> {
        var (position, length, shift) = (start, 0, 0)
        while true {
            let byte = bytes[position]
            length |= Int(byte & 0x7F) << shift
            position += 1
            if byte < 0x80 { return position..<position + length }
            shift += 7
        }
    }

    private func piece(_ index: Int, _ piece: Int) -> String {
        String(decoding: bytes[range(index, piece)], as: UTF8.self)
    }

    private static func hash(of piece: UnsafeBufferPointer<UInt8>) -> UInt64 {
        var hash = FNV1a()
        for byte in piece { hash.add(byte) }
        return hash.value
    }

    private static func folded(_ hash: UInt64) -> UInt32 { UInt32(truncatingIfNeeded: hash ^ (hash >> 32)) }

    /// Where an id is in the table, or the free slot where it would be.
    private func slot(of id: UnsafeBufferPointer<UInt8>, _ hash: UInt32) -> Int {
        var slot = Int(hash) & (table.count - 1)
        while !table[slot].isFree {
            if table[slot].hash == hash, isID(of: Int(table[slot].message), id) { break }
            slot = (slot + 1) & (table.count - 1)
        }
        return slot
    }

    private func isID(of index: Int, _ id: UnsafeBufferPointer<UInt8>) -> Bool {
        bytes[range(index, 0)].elementsEqual(id)
    }

    /// Doubles the table; all ids in it are known to be different.
    private mutating func growTable() {
        let old = table
        table = Array(repeating: .free, count: old.count * 2)
        for entry in old where !entry.isFree {
            var slot = Int(entry.hash) & (table.count - 1)
            while !table[slot].isFree { slot = (slot + 1) & (table.count - 1) }
            table[slot] = entry
        }
    }
}
